import { expect, test } from 'vitest';
import { clipOf } from '../../../renderer/counter/work/capture/gate/clip.ts';
import { nextFaulty } from '../../../renderer/counter/work/capture/gate/gate-news.tsx';
import type { Look } from '../../../renderer/counter/work/capture/gate/use-looks.ts';
import { turnsToUpright } from '../../../renderer/counter/work/capture/gate/verdict.ts';

test('the divider cuts the screen from left to right, however the page is turned', () => {
  expect(clipOf(0, 0.25)).toBe('inset(0 0 0 25%)');
  expect(clipOf(90, 0.25)).toBe('inset(0 0 25% 0)');
  expect(clipOf(180, 0.25)).toBe('inset(0 25% 0 0)');
  expect(clipOf(270, 0.25)).toBe('inset(25% 0 0 0)');
  expect(clipOf(0, 7)).toBe('inset(0 0 0 100%)');
});

test('the key for the next faulty page goes round', () => {
  const faulty = ['a', 'b'].map((pageId) => ({ componentId: 'p', pageId }));
  expect(nextFaulty(faulty, null)?.pageId).toBe('a');
  expect(nextFaulty(faulty, 'a')?.pageId).toBe('b');
  expect(nextFaulty(faulty, 'b')?.pageId).toBe('a');
  expect(nextFaulty([], 'b')).toBeNull();
});

test('a page is offered to be turned upright only as far as it still lies', () => {
  const lying = (turnDeg: 0 | 90 | 180 | 270, turnSure: boolean): Look => ({
    state: 'seen',
    facts: {
      ...{ blank: false, skewDeg: 0, turnDeg, turnSure, dpi: 200, hasColour: false },
      faults: [],
      papers: [],
    },
  });
  expect(turnsToUpright({ rotation: 0 }, lying(90, true))).toBe(3);
  expect(turnsToUpright({ rotation: 270 }, lying(90, true))).toBe(0);
  expect(turnsToUpright({ rotation: 0 }, lying(180, true))).toBe(2);
  expect(turnsToUpright({ rotation: 0 }, lying(90, false))).toBe(0);
});
