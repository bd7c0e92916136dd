/** What a step's place among those of the city says. */
import { expect, test } from 'vitest';
import type { ProgressParcel } from '../../../main/city/ports.ts';
import { standingOf } from '../../../main/city/standing.ts';
import { dossierOf } from './sample.ts';

const stepOf = (text: string, status: ProgressParcel['status']): ProgressParcel => ({
  dossier: dossierOf('d1', {}),
  cityCode: 'H26.1',
  officerTitle: '',
  status,
  at: 1_795_000_000_000,
  text,
});
const [first, second, third] = [stepOf('một', 2), stepOf('hai', 4), stepOf('ba', 9)];

const held = (steps: readonly string[] | null, status: string, statusGoesAlone: boolean) =>
  standingOf({
    ...{ holder: 'ours' as const, status, steps, statusGoesAlone },
    isSame: (entry, step) => entry === step.text,
  });

test('a step that the city does not list is absent, and a city that lists none says nothing by it', () => {
  expect(held(['một'], '2', false).look(second, [first])).toBe('absent');
  expect(held(['một'], '2', false).listsSteps).toBe(true);
  expect(held(null, '2', false).listsSteps).toBe(false);
});

test('a step behind older ones that were sent anew has lost the status', () => {
  const standing = held(['ba', 'một', 'hai'], '4', false);
  expect(standing.look(third, [first, second])).toBe('stale');
  expect(standing.look(second, [first])).toBe('whole');
});

test('what the city itself has done after a step is not undone', () => {
  expect(held(['một', 'của thành phố'], '5', false).look(first, [])).toBe('whole');
  expect(held(['hai', 'một', 'của thành phố'], '5', true).look(second, [first])).toBe('whole');
});

test('where the status has a message of its own, the last step may lack it', () => {
  expect(held(['một', 'hai'], '2', true).look(second, [first])).toBe('stale');
  expect(held(['một', 'hai'], '4', true).look(second, [first])).toBe('whole');
  expect(held(['một', 'hai'], '2', false).look(second, [first])).toBe('whole');
  expect(held(['một', 'hai'], '', true).look(second, [first])).toBe('whole');
});
