/** What a hand adds to a page: words that look written, signatures, pencilled numbers, round stamps. */
import type { Random } from './random.ts';
import { mm, noteMark, noteRegion, type Sheet } from './sheet.ts';
import type { MarkKind } from './truth.ts';

export interface Pen {
  readonly colour: string;
  readonly widthPx: number;
}

const blueInks = ['#1f3f9e', '#20308c', '#2b4fae', '#162a6b'];

export function bluePen(random: Random): Pen {
  return { colour: random.pick(blueInks), widthPx: random.between(3.5, 6) };
}

/** A word of joined letters, x-height `heightPx`; the width that it took. */
export function writeWord(sheet: Sheet, x: number, y: number, heightPx: number, pen: Pen): number {
  const { context, random } = sheet;
  const letters = random.whole(2, 6);
  context.strokeStyle = pen.colour;
  context.lineWidth = pen.widthPx;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x, y);
  let at = x;
  for (let letter = 0; letter < letters; letter += 1) {
    const wide = heightPx * random.between(0.5, 0.95);
    const tall = random.chance(0.25) ? heightPx * 1.9 : heightPx * random.between(0.85, 1.1);
    const deep = random.chance(0.12) ? heightPx * 0.8 : 0;
    context.bezierCurveTo(
      at + wide * 0.1,
      y - tall * 0.6,
      at + wide * 0.5,
      y - tall * 1.1,
      at + wide * 0.55,
      y - tall * 0.8,
    );
    context.bezierCurveTo(
      at + wide * 0.5,
      y - tall * 0.1,
      at + wide * 0.5,
      y + deep,
      at + wide,
      y - random.between(0, heightPx * 0.1),
    );
    at += wide;
  }
  context.stroke();
  if (random.chance(0.7)) {
    const mark = x + (at - x) * random.between(0.3, 0.8);
    context.beginPath();
    context.moveTo(mark, y - heightPx * 1.35);
    context.lineTo(mark + heightPx * random.between(-0.3, 0.3), y - heightPx * 1.7);
    context.stroke();
  }
  return at - x;
}

/** Words to about `width`; nobody writes exactly on the line. */
export function writeLine(sheet: Sheet, x: number, y: number, width: number, pen: Pen): void {
  const height = sheet.textPx * sheet.random.between(0.45, 0.62);
  let at = x;
  while (at < x + width - height * 4)
    at += writeWord(sheet, at, y - sheet.random.between(0, height * 0.3), height, pen) + height * 0.9;
}

/** A signature of about `width` × 0.5 `width`, centred at the place. */
export function sign(sheet: Sheet, x: number, y: number, width: number, pen: Pen): void {
  const { context, random } = sheet;
  context.strokeStyle = pen.colour;
  context.lineWidth = pen.widthPx * 1.15;
  context.lineCap = 'round';
  context.beginPath();
  let px = x - width / 2;
  let py = y + width * 0.05;
  context.moveTo(px, py);
  const loops = random.whole(4, 7);
  for (let loop = 0; loop < loops; loop += 1) {
    const nx = x - width / 2 + (width * (loop + 1)) / loops;
    const ny = y + width * random.between(-0.1, 0.12);
    context.bezierCurveTo(
      px + width * 0.1,
      y - width * random.between(0.1, 0.3),
      nx - width * 0.25,
      y + width * random.between(0, 0.25),
      nx,
      ny,
    );
    px = nx;
    py = ny;
  }
  context.bezierCurveTo(
    px + width * 0.1,
    py - width * 0.1,
    x,
    y + width * 0.25,
    x - width * 0.4,
    y + width * 0.2,
  );
  context.stroke();
  const box = { x: x - width * 0.55, y: y - width * 0.25, width: width * 1.1, height: width * 0.52 };
  noteRegion(sheet, 'signature', box);
}

/** A round stamp of 36 mm; `strength` 1 is fresh ink, 0.15 hardly seen. */
export function stamp(sheet: Sheet, x: number, y: number, strength: number): void {
  const { context, random } = sheet;
  const radius = random.between(15.5, 18) * mm;
  context.save();
  context.globalAlpha = strength;
  context.translate(x, y);
  context.rotate(random.between(-0.4, 0.4));
  context.strokeStyle = random.pick(['#c8202c', '#d0213a', '#b81e2e']);
  context.fillStyle = context.strokeStyle;
  for (const [share, thick] of [
    [1, 9],
    [0.93, 3],
    [0.58, 4],
  ] as const) {
    context.lineWidth = thick;
    context.beginPath();
    context.arc(0, 0, radius * share, 0, Math.PI * 2);
    context.stroke();
  }
  context.font = `${radius * 0.19}px ${sheet.face.bold}`;
  const words = 'ỦY BAN NHÂN DÂN PHƯỜNG LÁNG * THÀNH PHỐ HÀ NỘI * ';
  for (let at = 0; at < words.length; at += 1) {
    context.save();
    context.rotate((at / words.length) * Math.PI * 2);
    context.fillText(words.charAt(at), -radius * 0.06, -radius * 0.69);
    context.restore();
  }
  context.beginPath();
  for (let tip = 0; tip < 10; tip += 1) {
    const reach = radius * (tip % 2 === 0 ? 0.34 : 0.14);
    const turn = (tip * Math.PI) / 5 - Math.PI / 2;
    if (tip === 0) context.moveTo(Math.cos(turn) * reach, Math.sin(turn) * reach);
    else context.lineTo(Math.cos(turn) * reach, Math.sin(turn) * reach);
  }
  context.fill();
  context.restore();
  const box = { x: x - radius, y: y - radius, width: radius * 2, height: radius * 2 };
  noteRegion(sheet, 'stamp', box);
  if (strength < 0.5) noteMark(sheet, 'faint-stamp', box);
}

const digits: readonly string[] = ['12', '7', '45', '108', '3'];

/** One of the small things that must survive every later step, centred at the place. */
export function plant(sheet: Sheet, kind: MarkKind, x: number, y: number): void {
  const { context, random } = sheet;
  if (kind === 'dot') {
    context.fillStyle = sheet.inkColour;
    context.fillRect(x - 1, y - 1, 2, 2);
    noteMark(sheet, kind, { x: x - 1, y: y - 1, width: 2, height: 2 });
  } else if (kind === 'thin-stroke') {
    const long = random.between(4, 9) * mm;
    context.fillStyle = sheet.inkColour;
    context.fillRect(x - long / 2, y, long, 1);
    noteMark(sheet, kind, { x: x - long / 2, y, width: long, height: 1 });
  } else if (kind === 'pencil-number') {
    const size = random.between(4, 7) * mm;
    context.save();
    context.translate(x, y);
    context.rotate(random.between(-0.15, 0.15));
    context.strokeStyle = `rgba(70,70,75,${random.between(0.4, 0.7)})`;
    context.lineWidth = random.between(3.5, 5.5);
    context.font = `${size}px ${sheet.face.italic}`;
    const text = random.pick(digits);
    const { width } = context.measureText(text);
    context.fillStyle = context.strokeStyle;
    context.fillText(text, -width / 2, size * 0.35);
    context.restore();
    noteMark(sheet, kind, { x: x - width / 2, y: y - size * 0.4, width, height: size * 0.8 });
  } else if (kind === 'faint-stamp') stamp(sheet, x, y, random.between(0.16, 0.3));
  else if (kind === 'signature') {
    const width = random.between(30, 45) * mm;
    sign(sheet, x, y, width, bluePen(random));
    noteMark(sheet, kind, { x: x - width / 2, y: y - width / 4, width, height: width / 2 });
  } else {
    const size = random.between(8, 10) * (300 / 72);
    context.font = `${size}px ${sheet.face.regular}`;
    context.fillStyle = sheet.inkColour;
    const text = 'Trang 2/2';
    const { width } = context.measureText(text);
    context.fillText(text, x - width / 2, y);
    noteMark(sheet, kind, { x: x - width / 2, y: y - size * 0.75, width, height: size });
  }
}
