/** Parsers with a fault on purpose, each behind a mark that random bytes hardly hit. */
import type { FuzzTarget } from '../../fuzz/target.ts';

const starts = (input: Uint8Array, mark: string): boolean =>
  [...mark].every((character, at) => input[at] === character.charCodeAt(0));

const base = { seeds: [Uint8Array.of(0x41, 0x42)], words: ['PLANT', '\u0000'] };

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    ...base,
    name: 'planted-crash',
    run(input) {
      if (starts(input, 'PLANT')) throw new TypeError('planted');
    },
  },
  {
    ...base,
    name: 'planted-rejection',
    run: (input) => (starts(input, 'PLANT') ? Promise.reject(new Error('planted')) : Promise.resolve()),
  },
  {
    ...base,
    name: 'planted-hang',
    hangMs: 300,
    run(input) {
      while (starts(input, 'PLANT'));
    },
  },
  {
    ...base,
    name: 'planted-allocation',
    run: (input) => starts(input, 'PLANT') && new Uint8Array(100 * 1024 * 1024),
  },
  {
    ...base,
    name: 'planted-heap',
    run(input) {
      const kept: number[][] = [];
      while (starts(input, 'PLANT')) kept.push(new Array<number>(10_000).fill(kept.length));
    },
    hangMs: 60_000,
  },
];
