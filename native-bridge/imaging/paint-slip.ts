/** A slip as dots: the picture that prints where a printer is sent no text. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { BridgeError } from '../bridge-error.ts';
import type { SlipItem } from '../contract-slip.ts';
import { code128Modules, qrModules, type CodeModules } from './slip-codes.ts';
import {
  baseline,
  fittingSize,
  lineHeight,
  placed,
  textContext,
  widthOf,
  wrapped,
  type SlipWeight,
} from './slip-text.ts';

/** A block of the slip: its height in dots, and how it is drawn from `top` down. */
interface Block {
  readonly height: number;
  draw(context: SKRSContext2D, top: number): void;
}

/** Widest paper head in use is 832 dots (104 mm); a slip longer than a metre is a mistake. */
const maxWidthPx = 2_000;
const maxHeightPx = 8_000;
const minTextPx = 8;
const maxTextPx = 400;
/** Lightness, 0–255, below which a dot burns. */
const burnBelow = 128;
const ruleHeight = 3;
const ruleSpace = 6;
const maxBarModulePx = 3;

/** Draws a slip in whole dots. Codes are drawn after the threshold's rules: each module is a block of whole dots. */
export function paintSlip(
  widthPx: number,
  marginPx: number,
  items: readonly SlipItem[],
): { readonly bitmap: Uint8Array; readonly grey: Uint8Array; readonly heightPx: number } {
  const innerPx = widthPx - 2 * marginPx;
  if (innerPx < 8 || widthPx > maxWidthPx) throw new BridgeError('wrong-shape', { widthPx, marginPx });
  const blocks = items.map((item) => blockOf(item, innerPx));
  const heightPx = Math.max(
    1,
    blocks.reduce((sum, block) => sum + block.height, 0),
  );
  if (heightPx > maxHeightPx) throw new BridgeError('image-too-large', { widthPx, heightPx, maxHeightPx });
  textContext();
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#000000';
  context.translate(marginPx, 0);
  let top = 0;
  for (const block of blocks) {
    block.draw(context, top);
    top += block.height;
  }
  return { ...burnt(context.getImageData(0, 0, widthPx, heightPx).data, widthPx, heightPx), heightPx };
}

function blockOf(item: SlipItem, widthPx: number): Block {
  switch (item.type) {
    case 'text': {
      const size = fittingSize(item.text, textSize(item.size), item.weight, widthPx);
      return linesBlock(
        wrapped(item.text, size, item.weight, widthPx).map((text) => ({ text, align: item.align })),
        { size, weight: item.weight },
        widthPx,
      );
    }
    case 'pair':
      return pairBlock(item.left, item.right, textSize(item.size), widthPx);
    case 'qr':
      return qrBlock(item.text, item.size, widthPx);
    case 'code128':
      return barsBlock(item.text, item.height, widthPx);
    case 'rule':
      return {
        height: ruleHeight + 2 * ruleSpace,
        draw: (context, top) => context.fillRect(0, top + ruleSpace, widthPx, ruleHeight),
      };
    case 'space':
      return { height: wholeDots(item.height), draw: () => undefined };
  }
}

interface Line {
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
}

interface Face {
  readonly size: number;
  readonly weight: SlipWeight;
}

function linesBlock(lines: readonly Line[], { size, weight }: Face, widthPx: number): Block {
  const step = lineHeight(size);
  return {
    height: lines.length * step,
    draw(context, top) {
      for (const [at, { text, align }] of lines.entries()) {
        const line = placed(context, text, size, weight);
        const free = widthPx - line.widthPx;
        const left = align === 'left' ? 0 : align === 'right' ? free : Math.round(free / 2);
        for (const { letter, x } of line.letters)
          context.fillText(letter, left + x, top + at * step + baseline(size));
      }
    },
  };
}

/** Two texts on one line where they fit; else the right one goes on a line of its own, still at the right. */
function pairBlock(left: string, right: string, size: number, widthPx: number): Block {
  const face: Face = { size, weight: 'regular' };
  const width = (text: string): number => widthOf(textContext(), text.normalize('NFC'), size, 'regular');
  const gap = size / 2;
  if (width(left) + gap + width(right) > widthPx) {
    const lines: Line[] = [
      ...wrapped(left, size, 'regular', widthPx).map((text) => ({ text, align: 'left' as const })),
      ...wrapped(right, size, 'regular', widthPx).map((text) => ({ text, align: 'right' as const })),
    ];
    return linesBlock(lines, face, widthPx);
  }
  const both = [
    linesBlock([{ text: left.normalize('NFC'), align: 'left' }], face, widthPx),
    linesBlock([{ text: right.normalize('NFC'), align: 'right' }], face, widthPx),
  ];
  return { height: lineHeight(size), draw: (target, top) => both.forEach((one) => one.draw(target, top)) };
}

function qrBlock(text: string, size: number, widthPx: number): Block {
  const code = qrModules(text);
  const module = Math.floor(Math.min(size, widthPx) / code.columns);
  if (module < 1) throw new BridgeError('wrong-shape', { item: 'qr', needsPx: code.columns });
  return codeBlock(code, module, module, widthPx);
}

function barsBlock(text: string, height: number, widthPx: number): Block {
  const code = code128Modules(text);
  const module = Math.min(maxBarModulePx, Math.floor(widthPx / code.columns));
  if (module < 1) throw new BridgeError('wrong-shape', { item: 'code128', needsPx: code.columns });
  return codeBlock(code, module, Math.max(8, wholeDots(height)), widthPx);
}

function codeBlock(code: CodeModules, moduleWidth: number, moduleHeight: number, widthPx: number): Block {
  const left = Math.floor((widthPx - code.columns * moduleWidth) / 2);
  return {
    height: code.rows * moduleHeight,
    draw(context, top) {
      for (let row = 0; row < code.rows; row += 1)
        for (let column = 0; column < code.columns; column += 1)
          if (code.isBlack(column, row))
            context.fillRect(
              left + column * moduleWidth,
              top + row * moduleHeight,
              moduleWidth,
              moduleHeight,
            );
    },
  };
}

/** One bit a dot, rows padded to bytes, 1 = black; and the same dots as 8-bit grey. */
function burnt(
  rgba: ArrayLike<number>,
  widthPx: number,
  heightPx: number,
): { bitmap: Uint8Array; grey: Uint8Array } {
  const rowBytes = Math.ceil(widthPx / 8);
  const bitmap = new Uint8Array(rowBytes * heightPx);
  const grey = new Uint8Array(widthPx * heightPx).fill(255);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      // black ink on white paper: one channel tells all
      if ((rgba[(y * widthPx + x) * 4] ?? 255) >= burnBelow) continue;
      const at = y * rowBytes + (x >> 3);
      bitmap[at] = (bitmap[at] ?? 0) | (0x80 >> (x & 7));
      grey[y * widthPx + x] = 0;
    }
  }
  return { bitmap, grey };
}

function textSize(size: number): number {
  return Math.min(maxTextPx, Math.max(minTextPx, Math.round(size)));
}

function wholeDots(dots: number): number {
  return Math.min(maxHeightPx, Math.max(0, Math.round(dots)));
}
