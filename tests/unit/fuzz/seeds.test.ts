/** Inputs that once broke a parser are kept in tests/fuzz/seeds and are parsed on every run. */
import { expect, it } from 'vitest';
import { tryOne } from '../../fuzz/loop.ts';
import { SharedRun } from '../../fuzz/shared-run.ts';
import { fuzzTargets } from '../../fuzz/targets.ts';
import { savedSeeds } from '../../fuzz/watch.ts';

it.each(fuzzTargets.map((target) => [target.name, target] as const))(
  '%s takes its seeds and all that was ever found',
  async (name, target) => {
    for (const input of [...target.seeds, ...savedSeeds(name).map((saved) => saved.input)])
      expect(await tryOne(target, input, new SharedRun())).toBeNull();
  },
);

it('names of targets are unique', () => {
  expect(new Set(fuzzTargets.map(({ name }) => name)).size).toBe(fuzzTargets.length);
});
