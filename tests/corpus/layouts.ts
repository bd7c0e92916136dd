/** The papers of a counter: a form, a letter, a table, a certificate, a photograph, an identity card. */
import { bluePen, plant, sign, stamp, writeLine } from './handwriting.ts';
import { drawPhoto } from './photo.ts';
import { dotted, mm, printCentred, printLine, printParagraph, rule, textWidth, type Sheet } from './sheet.ts';
import { dateText, fields, fieldValue, heads, personName, sentence } from './words.ts';

function inkOf(sheet: Sheet, weight: 'regular' | 'bold' | 'italic', times = 1) {
  return { sizePx: sheet.textPx * times, weight, colour: sheet.inkColour };
}

function printHead(sheet: Sheet, title: string): number {
  const { textPx, widthPx } = sheet;
  const centre = widthPx / 2;
  let y = 20 * mm + textPx;
  printCentred(sheet, heads[0] ?? '', centre, y, inkOf(sheet, 'bold'));
  y += textPx * 1.5;
  printCentred(sheet, 'Độc lập - Tự do - Hạnh phúc', centre, y, inkOf(sheet, 'bold'));
  rule(sheet, { x: centre - 35 * mm, y: y + 14 }, { x: centre + 35 * mm, y: y + 14 }, 3, sheet.inkColour);
  y += textPx * 2.8;
  printCentred(sheet, title, centre, y, inkOf(sheet, 'bold', 1.25));
  return y + textPx * 2.4;
}

/** The officer's end of a page: place and date, a stamp over a signature, a name. */
function printEnd(sheet: Sheet, y: number): void {
  const { random, textPx } = sheet;
  const centre = sheet.widthPx * 0.7;
  if (y > sheet.heightPx - 70 * mm) return;
  printCentred(sheet, `Hà Nội, ${dateText(random)}`, centre, y, inkOf(sheet, 'italic'));
  printCentred(sheet, 'NGƯỜI KÝ GIẤY', centre, y + textPx * 1.5, inkOf(sheet, 'bold'));
  const middle = y + textPx * 2.2 + 17 * mm;
  sign(sheet, centre, middle, random.between(34, 48) * mm, bluePen(random));
  if (random.chance(0.75)) stamp(sheet, centre - 14 * mm, middle, random.between(0.55, 0.9));
  printCentred(sheet, personName(random), centre, middle + 24 * mm, inkOf(sheet, 'bold'));
}

export function drawForm(sheet: Sheet): void {
  const { random, textPx, widthPx, heightPx } = sheet;
  const left = 25 * mm;
  const right = widthPx - 18 * mm;
  const pen = bluePen(random);
  let y = printHead(sheet, random.pick(heads.slice(2)));
  const bottom = heightPx - random.between(75, 120) * mm;
  while (y < bottom) {
    const end = left + printLine(sheet, `${random.pick(fields)}:`, left, y, inkOf(sheet, 'regular'));
    if (end < right - 20 * mm) dotted(sheet, end, y, right - end);
    const way = random.next();
    if (way < 0.45 && end < right - 30 * mm) writeLine(sheet, end + 10, y, (right - end) * 0.8, pen);
    else if (way < 0.75) {
      const value = fieldValue(random);
      const ink = inkOf(sheet, 'regular');
      if (textWidth(sheet, value, ink) < right - end) printLine(sheet, value, end + 12, y - 3, ink);
    }
    y += textPx * 1.75;
  }
  y = printParagraph(sheet, sentence(random), { x: left, y, width: right - left }, inkOf(sheet, 'italic'));
  printEnd(sheet, y + textPx);
}

export function drawLetter(sheet: Sheet): void {
  const { random, textPx, widthPx, heightPx } = sheet;
  const left = 30 * mm;
  const width = widthPx - left - 20 * mm;
  let y = printHead(sheet, random.pick(heads.slice(2)));
  const paragraphs = random.whole(2, 9);
  for (let count = 0; count < paragraphs && y < heightPx - 95 * mm; count += 1) {
    const text = `${sentence(random)} ${sentence(random)} ${random.chance(0.5) ? sentence(random) : ''}`;
    y = printParagraph(sheet, text, { x: left, y, width }, inkOf(sheet, 'regular')) + textPx * 0.5;
  }
  printEnd(sheet, y + textPx);
}

export function drawTable(sheet: Sheet): void {
  const { random, textPx, widthPx, heightPx } = sheet;
  const left = 20 * mm;
  const width = widthPx - 40 * mm;
  const top = printHead(sheet, random.pick(heads.slice(2)));
  const columns = [0, 0.08, 0.45, 0.62, 0.82, 1].map((share) => left + share * width);
  const rowHeight = textPx * random.between(1.8, 2.4);
  const rows = Math.min(random.whole(8, 24), Math.floor((heightPx - 75 * mm - top) / rowHeight));
  const line = random.pick([2, 3, 4]);
  for (let row = 0; row <= rows; row += 1) {
    const y = top + row * rowHeight;
    rule(sheet, { x: left, y }, { x: left + width, y }, line, sheet.inkColour);
    if (row === rows) break;
    const base = y + rowHeight * 0.68;
    const ink = inkOf(sheet, row === 0 ? 'bold' : 'regular', 0.85);
    const cells =
      row === 0
        ? ['STT', 'Tên giấy tờ', 'Số bản', 'Ngày nộp', 'Ghi chú']
        : [
            String(row),
            personName(random),
            String(random.whole(1, 9)),
            `${random.whole(1, 28)}/${random.whole(1, 12)}/2026`,
            random.chance(0.3) ? 'Đạt' : '',
          ];
    cells.forEach((text, at) => {
      if (text) printLine(sheet, text, (columns[at] ?? left) + 12, base, ink);
    });
  }
  for (const x of columns)
    rule(sheet, { x, y: top }, { x, y: top + rows * rowHeight }, line, sheet.inkColour);
  printEnd(sheet, top + rows * rowHeight + textPx * 2);
}

export function drawCertificate(sheet: Sheet): void {
  const { random, textPx, widthPx, heightPx, context } = sheet;
  context.strokeStyle = '#b8863b';
  for (const [inset, thick] of [
    [10, 14],
    [13, 4],
  ] as const) {
    context.lineWidth = thick;
    context.strokeRect(inset * mm, inset * mm, widthPx - 2 * inset * mm, heightPx - 2 * inset * mm);
  }
  let y = printHead(sheet, 'GIẤY KHAI SINH');
  for (const field of fields.slice(0, random.whole(5, 10))) {
    const end = 30 * mm + printLine(sheet, `${field}:`, 30 * mm, y, inkOf(sheet, 'regular'));
    const value = personName(random).toUpperCase();
    if (end + textWidth(sheet, value, inkOf(sheet, 'bold')) < widthPx - 20 * mm)
      printLine(sheet, value, end + 10, y, inkOf(sheet, 'bold'));
    y += textPx * 2;
  }
  drawPhoto(sheet, { x: 25 * mm, y: heightPx - 80 * mm, width: 30 * mm, height: 40 * mm });
  printEnd(sheet, y + textPx);
}

/** Nothing but a picture. */
export function drawPhotoPage(sheet: Sheet): void {
  const { widthPx, heightPx } = sheet;
  drawPhoto(sheet, { x: 12 * mm, y: 12 * mm, width: widthPx - 24 * mm, height: heightPx - 24 * mm });
}

/** A small paper: a receipt of a few lines. */
export function drawSlip(sheet: Sheet): void {
  const { random, textPx, widthPx, heightPx } = sheet;
  printCentred(sheet, 'BIÊN LAI THU LỆ PHÍ', widthPx / 2, 10 * mm + textPx, inkOf(sheet, 'bold'));
  for (let y = 12 * mm + textPx * 3; y < heightPx - 10 * mm; y += textPx * 1.6)
    printLine(
      sheet,
      `${random.pick(fields).slice(0, 18)}: ${random.whole(1, 99)}.000`,
      8 * mm,
      y,
      inkOf(sheet, 'regular', 0.9),
    );
}

/** The look of an identity card without being one. */
export function drawCard(sheet: Sheet): void {
  const { context, random, widthPx, heightPx } = sheet;
  const tint = context.createLinearGradient(0, 0, widthPx, heightPx);
  tint.addColorStop(0, '#cfe6e2');
  tint.addColorStop(1, '#e9d8c8');
  context.fillStyle = tint;
  context.fillRect(0, 0, widthPx, heightPx);
  printCentred(sheet, 'THẺ MẪU KHÔNG CÓ GIÁ TRỊ', widthPx * 0.6, 7 * mm, {
    ...inkOf(sheet, 'bold'),
    sizePx: 32,
  });
  drawPhoto(sheet, { x: 4 * mm, y: 18 * mm, width: 20 * mm, height: 27 * mm });
  for (let row = 0; row < 6; row += 1)
    printLine(
      sheet,
      `${fields[row + 4] ?? ''}: ${fieldValue(random).slice(0, 16)}`,
      28 * mm,
      (18 + row * 5.5) * mm,
      { ...inkOf(sheet, 'regular'), sizePx: 27 },
    );
}

/** One small thing on an otherwise empty side. */
export function drawMarkedBack(sheet: Sheet): void {
  const { random, widthPx, heightPx } = sheet;
  const kind = random.pick(['pencil-number', 'faint-stamp', 'small-line', 'signature'] as const);
  plant(sheet, kind, random.between(0.25, 0.75) * widthPx, random.between(0.15, 0.85) * heightPx);
}
