/** What a simulated printer does with text, letters and codes until they are dots; see slip-simulator.ts. */
import { code128Modules, qrModules } from '../imaging/slip-codes.ts';
import { cellHeight, cellWidth, drawLetter } from './letters.ts';
import type { SimulatedPaper } from './simulated-paper.ts';

const defaultSpacing = 30;
const qrQuiet = 4;
const code128Quiet = 10;
/** More than a metre of one line is a mistake of the sender. */
const widestLine = 4_096;

/** A dot matrix in columns of whole pixels. */
interface Picture {
  readonly width: number;
  readonly height: number;
  isBlack(x: number, y: number): boolean;
}

export class SimulatedHead {
  readonly #paper: SimulatedPaper;
  #line: Picture[] = [];
  #letters = new Map<number, Uint8Array>();
  #downloaded = false;
  #bold = false;
  #across = 1;
  #down = 1;
  #side = 0;
  #spacing = defaultSpacing;
  #qr: { module: number; data: Uint8Array } = { module: 3, data: new Uint8Array() };
  #bars = { height: 162, module: 3 };

  constructor(paper: SimulatedPaper) {
    this.#paper = paper;
  }

  /** ESC @: letters and all styles are gone. */
  reset(): void {
    this.#line = [];
    this.#letters.clear();
    this.#downloaded = false;
    this.#bold = false;
    [this.#across, this.#down, this.#side, this.#spacing] = [1, 1, 0, defaultSpacing];
    this.#qr = { module: 3, data: new Uint8Array() };
    this.#bars = { height: 162, module: 3 };
  }

  /** What stands in the line is lost; styles stay. */
  dropLine(): void {
    this.#line = [];
  }

  set bold(on: boolean) {
    this.#bold = on;
  }
  set downloaded(on: boolean) {
    this.#downloaded = on;
  }
  set side(side: number) {
    this.#side = side % 48;
  }
  set spacing(dots: number | undefined) {
    this.#spacing = dots ?? defaultSpacing;
  }

  /** GS ! */
  magnify(size: number): void {
    this.#across = ((size >> 4) & 7) + 1;
    this.#down = (size & 7) + 1;
  }

  /** ESC !: bit 3 bold, bit 4 double height, bit 5 double width. */
  mode(mode: number): void {
    this.#bold = (mode & 8) !== 0;
    this.#down = mode & 16 ? 2 : 1;
    this.#across = mode & 32 ? 2 : 1;
  }

  /** ESC &: columns of three bytes. */
  define(code: number, columns: Uint8Array): void {
    this.#letters.set(code, columns);
  }

  forgetLetter(code: number): void {
    this.#letters.delete(code);
  }

  put(code: number): void {
    const own = this.#downloaded ? this.#letters.get(code) : undefined;
    // High codes depend on a code page that firmwares do not agree on: they come out as a box.
    const columns = own ?? drawLetter(code < 0x7f ? String.fromCharCode(code) : '\u25a1');
    const width = cellWidth * this.#across;
    if (this.#lineWidth() + width > this.#paper.rowBytes * 8) this.feedLine();
    this.#line.push(letterPicture(columns, this.#across, this.#down, this.#bold));
  }

  feedLine(): void {
    this.feed(Math.max(this.#spacing, ...this.#line.map((picture) => picture.height)));
  }

  /** Prints the line and moves the paper on by so many dots in all. */
  feed(dots: number): void {
    const rows = this.#burn();
    this.#paper.feed(Math.max(0, dots - rows));
  }

  qrModule(dots: number): void {
    this.#qr.module = Math.max(1, Math.min(16, dots));
  }
  qrData(data: Uint8Array): void {
    this.#qr.data = data;
  }
  printQr(): void {
    const text = new TextDecoder().decode(this.#qr.data);
    const code = modules(() => qrModules(text));
    if (!code) return;
    const { module } = this.#qr;
    this.#picture({
      width: (code.columns - 2 * qrQuiet) * module,
      height: (code.rows - 2 * qrQuiet) * module,
      isBlack: (x, y) => code.isBlack(Math.floor(x / module) + qrQuiet, Math.floor(y / module) + qrQuiet),
    });
  }

  barHeight(dots: number): void {
    this.#bars.height = Math.max(1, dots);
  }
  barModule(dots: number): void {
    this.#bars.module = Math.max(1, Math.min(6, dots));
  }
  printBars(data: Uint8Array): void {
    const text = new TextDecoder('latin1')
      .decode(data)
      .replace(/^\{[ABC]/, '')
      .replaceAll('{{', '{');
    const code = modules(() => code128Modules(text));
    if (!code) return;
    const { height, module } = this.#bars;
    this.#picture({
      width: (code.columns - 2 * code128Quiet) * module,
      height,
      isBlack: (x) => code.isBlack(Math.floor(x / module) + code128Quiet, 0),
    });
  }

  /** Stands in a line of its own. A code that is wider than the paper is not printed, as printers do. */
  #picture(picture: Picture): void {
    if (this.#line.length > 0) this.feedLine();
    if (picture.width > this.#paper.rowBytes * 8) return;
    this.#line.push(picture);
    this.feed(picture.height);
  }

  #lineWidth(): number {
    return this.#line.reduce((sum, picture) => sum + picture.width, 0);
  }

  /** The line as dots, its letters on one baseline; returns its height. */
  #burn(): number {
    const line = this.#line;
    this.#line = [];
    const height = Math.max(0, ...line.map((picture) => picture.height));
    if (height === 0) return 0;
    const { rowBytes } = this.#paper;
    const free = rowBytes * 8 - line.reduce((sum, picture) => sum + picture.width, 0);
    const rows = new Uint8Array(rowBytes * height);
    let left = Math.max(0, this.#side === 1 ? Math.floor(free / 2) : this.#side === 2 ? free : 0);
    for (const picture of line) {
      const top = height - picture.height;
      for (let y = 0; y < picture.height; y += 1)
        for (let x = 0; x < picture.width && left + x < widestLine; x += 1) {
          if (!picture.isBlack(x, y)) continue;
          const at = (top + y) * rowBytes + ((left + x) >> 3);
          if (left + x < rowBytes * 8) rows[at] = (rows[at] ?? 0) | (0x80 >> ((left + x) & 7));
        }
      left += picture.width;
    }
    this.#paper.print(rows, rowBytes);
    return height;
  }
}

/** Bold is the letter once more, a dot to the right. */
function letterPicture(columns: Uint8Array, across: number, down: number, bold: boolean): Picture {
  const dot = (x: number, y: number): boolean =>
    x >= 0 && x < cellWidth && (((columns[x * 3 + (y >> 3)] ?? 0) >> (7 - (y & 7))) & 1) === 1;
  return {
    width: cellWidth * across,
    height: cellHeight * down,
    isBlack(x, y) {
      const [column, row] = [Math.floor(x / across), Math.floor(y / down)];
      return (
        dot(column, row) ||
        (bold && Math.floor((x - 1) / across) >= 0 && x > 0 && dot(Math.floor((x - 1) / across), row))
      );
    },
  };
}

/** A printer prints nothing for a code that it cannot make. */
function modules<Code>(make: () => Code): Code | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
