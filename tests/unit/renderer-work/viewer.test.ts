import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  neighbourAfterRemoval,
  placeBeside,
  placeStepped,
} from '../../../renderer/counter/work/capture/placing.ts';
import {
  fitScale,
  shownSize,
  steppedZoom,
  turned,
  zoomLevels,
} from '../../../renderer/counter/work/capture/zoom.ts';

describe('placing pages', () => {
  test('a drop beside any page puts the page exactly there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (count, a, b, before) => {
          const ids = Array.from({ length: count }, (_, index) => `p${index}`);
          const moved = `p${a % count}`;
          const target = `p${b % count}`;
          fc.pre(moved !== target);
          const place = placeBeside(ids, [moved], target, before ? 'before' : 'after') ?? -1;
          const next = ids.filter((id) => id !== moved);
          next.splice(place, 0, moved);
          expect(next.indexOf(moved) - next.indexOf(target)).toBe(before ? -1 : 1);
        },
      ),
    );
  });

  test('a page at the end cannot be moved further', () => {
    expect(placeStepped(['a', 'b'], ['b'], 1)).toBeNull();
    expect(placeStepped(['a', 'b'], ['a'], -1)).toBeNull();
    expect(placeStepped(['a', 'b'], ['a'], 1)).toBe(1);
    expect(placeStepped(['a', 'b'], ['gone'], 1)).toBeNull();
  });

  test('after the last page is deleted the one before it is looked at', () => {
    expect(neighbourAfterRemoval(['a', 'b', 'c'], ['c'])).toBe('b');
    expect(neighbourAfterRemoval(['a', 'b', 'c'], ['a'])).toBe('b');
    expect(neighbourAfterRemoval(['a'], ['a'])).toBeNull();
  });
});

describe('zoom', () => {
  test('a page lying on its side is fitted by its turned measures', () => {
    expect(shownSize({ width: 100, height: 200 }, 90, 1)).toEqual({ width: 200, height: 100 });
    expect(fitScale({ width: 100, height: 200 }, 90, { width: 100, height: 100 })).toBe(0.5);
  });

  test('a viewer without size yet does not divide by nothing', () => {
    expect(fitScale({ width: 100, height: 200 }, 0, { width: 0, height: 0 })).toBeGreaterThan(0);
  });

  test('zooming ends at the ends', () => {
    expect(steppedZoom(4, 1)).toBe(4);
    expect(steppedZoom(0.1, -1)).toBe(zoomLevels[0]);
    expect(steppedZoom(0.42, 1)).toBe(0.5);
    expect(steppedZoom(0.5, -1)).toBe(0.33);
  });

  test('four quarter turns lead back', () => {
    expect(turned(0, -1)).toBe(270);
    expect(turned(270, 1)).toBe(0);
  });
});
