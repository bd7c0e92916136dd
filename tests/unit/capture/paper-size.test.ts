import { describe, expect, it } from 'vitest';
import {
  flatSize,
  recognised,
  trueRatio,
} from '../../../renderer/counter/work/capture/camera/edges/paper-size.ts';
import type { Quad } from '../../../renderer/counter/work/capture/camera/edges/quad.ts';
import { wholeOf } from '../../../renderer/counter/work/capture/camera/edges/quad.ts';

const frame = { width: 1920, height: 1080 };

/** A sheet of so many mm under a camera of 1.1 picture widths, turned and leaning, degrees. */
function seen(mm: { across: number; down: number }, turn: number, leanX: number, leanY: number): Quad {
  const focal = 1.1 * frame.width;
  const away = (focal * Math.hypot(mm.across, mm.down)) / 950;
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const place = (x: number, y: number) => {
    const a = x * Math.cos(rad(turn)) - y * Math.sin(rad(turn));
    const b = x * Math.sin(rad(turn)) + y * Math.cos(rad(turn));
    const y1 = b * Math.cos(rad(leanX));
    const z1 = b * Math.sin(rad(leanX));
    const x2 = a * Math.cos(rad(leanY)) + z1 * Math.sin(rad(leanY));
    const depth = away + z1 * Math.cos(rad(leanY)) - a * Math.sin(rad(leanY));
    return { x: frame.width / 2 + (focal * x2) / depth, y: frame.height / 2 + (focal * y1) / depth };
  };
  const [w, h] = [mm.across / 2, mm.down / 2];
  return [place(-w, -h), place(w, -h), place(w, h), place(-w, h)];
}

const leans = [
  [0, 0, 0],
  [3, 12, 0],
  [-9, 0, 15],
  [25, 18, 9],
  [6, -20, -14],
] as const;

describe.each(leans)('turned %i°, leaning %i° and %i°', (turn, leanX, leanY) => {
  it('A4 upright and on its side, and a card, are told from the sides', () => {
    const a4 = { across: 210, down: 297 };
    expect(Math.abs(trueRatio(seen(a4, turn, leanX, leanY), frame) * Math.SQRT2 - 1)).toBeLessThan(0.03);
    expect(recognised(seen(a4, turn, leanX, leanY), frame)).toBe('a4');
    expect(recognised(seen({ across: 297, down: 210 }, turn, leanX, leanY), frame)).toBe('a4');
    expect(recognised(seen({ across: 85.6, down: 53.98 }, turn, leanX, leanY), frame)).toBe('card');
  });

  it('a till receipt and a square are neither', () => {
    expect(recognised(seen({ across: 80, down: 200 }, turn, leanX, leanY), frame)).toBe('free');
    expect(recognised(seen({ across: 150, down: 150 }, turn, leanX, leanY), frame)).toBe('free');
  });

  it('the flat page has the exact ratio and its size on paper', () => {
    const { widthPx, heightPx, dpi } = flatSize(
      seen({ across: 210, down: 297 }, turn, leanX, leanY),
      frame,
      'a4',
    );
    expect(heightPx / widthPx).toBeCloseTo(297 / 210, 2);
    expect((heightPx / dpi) * 25.4).toBeCloseTo(297, 1);
  });
});

it('corners on one line, and corners that are one point, give a size all the same', () => {
  const point = { x: 100, y: 100 };
  for (const corners of [
    [point, point, point, point],
    [point, { x: 200, y: 100 }, { x: 300, y: 100 }, { x: 400, y: 100 }],
  ] as const) {
    const size = flatSize(corners, frame, recognised(corners, frame));
    expect(size.widthPx).toBeGreaterThan(0);
    expect(size.heightPx).toBeLessThanOrEqual(3508);
    expect(Number.isFinite(size.dpi)).toBe(true);
  }
});

it('never more pixels than A4 at 300 dpi, however large the picture', () => {
  const huge = { width: 16_000, height: 12_000 };
  const { widthPx, heightPx } = flatSize(wholeOf(16_000, 12_000), huge, 'free');
  expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(3508);
});
