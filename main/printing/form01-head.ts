/** What stands on top of the pages of Mẫu 01. */
import type { Faces } from './faces.ts';
import type { Measures } from './flow.ts';
import {
  codeLabel,
  paperName,
  printedCode,
  reprintMark,
  trainingMark,
  type Copy,
  type Form01Input,
} from './form01-text.ts';
import { breakLines, drawCentred, drawLine, type Run, type Sheet } from './sheet.ts';
import type { SymbolShape } from './symbols.ts';
import { longDate } from './vietnamese-words.ts';

export interface Shapes {
  readonly qr: SymbolShape;
  readonly code128: SymbolShape;
}

/** One dot of a 300 dpi printer; modules are whole dots, so that no bar is drawn a dot too wide. */
const dot = 0.24;

/** The largest module of whole dots with which `modules` fit into `room` points. */
function moduleSize(room: number, modules: number, largest: number): number {
  return Math.max(dot, Math.min(largest, Math.floor(room / modules / dot) * dot));
}

const bold = (text: string): Run => ({ text, face: 'bold' });
const regular = (text: string): Run => ({ text, face: 'regular' });
const italic = (text: string): Run => ({ text, face: 'italic' });

function motto(
  sheet: Sheet,
  faces: Faces,
  sizes: Measures,
  issuedAt: number,
  x: number,
  width: number,
): number {
  const title = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
  const size = Math.min(sizes.body, (sizes.body * (width - 2)) / faces.bold.width(title, sizes.body));
  const leading = size * 1.32;
  const column = { x, y: sizes.top + size, width };
  let y = drawCentred(sheet, faces, [bold(title)], column, size, leading);
  const words = 'Độc lập - Tự do - Hạnh phúc';
  y = drawCentred(sheet, faces, [bold(words)], { x, y, width }, size, leading);
  const wordsWidth = faces.bold.width(words, size);
  sheet.rule(x + (width - wordsWidth) / 2, y - leading + size * 0.38, wordsWidth, 0, 0.7);
  const date = `Hà Nội, ${longDate(issuedAt)}`;
  return drawCentred(sheet, faces, [italic(date)], { x, y: y + size * 0.55, width }, size, leading);
}

function issuer(
  sheet: Sheet,
  faces: Faces,
  sizes: Measures,
  input: Form01Input,
  x: number,
  width: number,
): number {
  const size = sizes.body * 0.92;
  const leading = size * 1.26;
  const column = { x, y: sizes.top + size, width };
  // The two words of the city's name stay together.
  const centre = input.place.centre.toLocaleUpperCase('vi').replaceAll('HÀ NỘI', 'HÀ\u00a0NỘI');
  let y = drawCentred(sheet, faces, [regular(centre)], column, size, leading);
  y = drawCentred(
    sheet,
    faces,
    [bold(input.place.branch.toLocaleUpperCase('vi'))],
    { x, y, width },
    size,
    leading,
  );
  const rule = width * 0.4;
  sheet.rule(x + (width - rule) / 2, y - leading + size * 0.42, rule, 0, 0.7);
  return y;
}

/** The reprint mark in a frame, and the training line: both must be seen before anything else is read. */
function marks(sheet: Sheet, faces: Faces, sizes: Measures, input: Form01Input, top: number): number {
  const width = sizes.width - sizes.left - sizes.right;
  let y = top;
  if (input.training) {
    y = drawCentred(
      sheet,
      faces,
      [bold(trainingMark)],
      { x: sizes.left, y: y + sizes.body, width },
      sizes.body,
      sizes.leading,
    );
    y -= sizes.body * 0.8;
  }
  if (input.reprint === null) return y;
  const lines = breakLines([bold(reprintMark(input.reprint))], faces, sizes.table, width - 16);
  const height = lines.length * sizes.tableLeading + 6;
  for (const edge of [0, height]) sheet.rule(sizes.left, y + 3 + edge, width, 0, 0.7);
  for (const edge of [0, width]) sheet.rule(sizes.left + edge, y + 3, 0, height, 0.7);
  for (const [index, line] of lines.entries()) {
    const x = sizes.left + (width - line.width) / 2;
    drawLine(sheet, faces, line, x, y + 6 + sizes.table * 0.9 + index * sizes.tableLeading, sizes.table);
  }
  return y + height + 6;
}

/** Draws the head of a copy's first page; returns where the text starts. */
export function firstPageTop(
  sheet: Sheet,
  faces: Faces,
  sizes: Measures,
  input: Form01Input,
  copy: Copy,
  shapes: Shapes,
): number {
  const width = sizes.width - sizes.left - sizes.right;
  const qrModule = moduleSize(sizes.qr, shapes.qr.width, 1.44);
  const qrSide = qrModule * shapes.qr.width;
  sheet.place('qr', sizes.left, sizes.top + qrSide, qrModule, qrModule);

  // Four modules of quiet zone, then the two columns of an official head.
  const start = sizes.left + qrSide + 5 * qrModule;
  const room = sizes.width - sizes.right - start;
  const gap = sizes.small;
  const left = (room - gap) * 0.4;
  const issuerEnd = issuer(sheet, faces, sizes, input, start, left);
  const mottoEnd = motto(sheet, faces, sizes, input.issuedAt, start + left + gap, room - left - gap);

  let y = Math.max(issuerEnd, mottoEnd, sizes.top + qrSide + 4) + sizes.small * 0.4;
  const centred = (runs: readonly Run[], size: number, leading: number): void => {
    y = drawCentred(sheet, faces, runs, { x: sizes.left, y: y + size, width }, size, leading) - size;
  };
  centred([bold(paperName.toLocaleUpperCase('vi'))], sizes.title, sizes.title * 1.25);
  const code = printedCode(input.dossier);
  y += 2;
  centred([regular(codeLabel(input.dossier)), bold(code)], sizes.body, sizes.leading);
  if (input.reprint !== null && input.dossier.cityCode !== null) {
    centred([regular(`Số tạm đã cấp: ${input.dossier.localCode}`)], sizes.small, sizes.smallLeading);
  }
  y += 2;
  const barModule = moduleSize(width, shapes.code128.width + 20, 0.96);
  const barWidth = barModule * shapes.code128.width;
  sheet.place(
    'code128',
    sizes.left + (width - barWidth) / 2,
    y + sizes.barHeight,
    barModule,
    sizes.barHeight,
  );
  y += sizes.barHeight + 2;
  centred([italic(`(Liên: ${copy})`)], sizes.body, sizes.leading);
  return marks(sheet, faces, sizes, input, y + 1) + sizes.small * 0.5;
}

/** The small head of the following pages. */
export function runningHead(
  sheet: Sheet,
  faces: Faces,
  sizes: Measures,
  input: Form01Input,
  copy: Copy,
): number {
  const width = sizes.width - sizes.left - sizes.right;
  const code = `${codeLabel(input.dossier)}${printedCode(input.dossier)}`;
  const runs = [regular(`${paperName}. `), bold(`${code} `), italic(`(Liên: ${copy})`)];
  let y = sizes.top;
  for (const line of breakLines(runs, faces, sizes.small, width)) {
    drawLine(sheet, faces, line, sizes.left, y + sizes.small, sizes.small);
    y += sizes.smallLeading;
  }
  sheet.rule(sizes.left, y + 1, width, 0, 0.5);
  return marks(sheet, faces, sizes, input, y + 5) + sizes.small * 0.7;
}
