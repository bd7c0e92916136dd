import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardParsers } from '../../../native-bridge/cards/parsers.ts';
import { makeCard } from '../../../native-bridge/cards/simulator/make-card.ts';
import { MalformedData } from '../../../native-bridge/cards/reader/tlv.ts';
import { planOf } from './sample-cards.ts';

const { files } = makeCard(planOf());
const genuine: Readonly<Record<string, Uint8Array | undefined>> = {
  tlv: files.get(0x0101),
  cardAccess: files.get(0x011c),
  com: files.get(0x011e),
  sod: files.get(0x011d),
  dg1: files.get(0x0101),
  dg2: files.get(0x0102),
  dg13: files.get(0x010d),
  dg14: files.get(0x010e),
  publicKeyInfo: files.get(0x010f)?.subarray(2),
};

/** An answer, or the one error that means "not of the form"; anything else is a crash. */
function survives(parse: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    parse(bytes);
  } catch (error) {
    if (!(error instanceof MalformedData)) throw error;
  }
}

describe.each(Object.entries(cardParsers))('%s', (name, parse) => {
  const file = genuine[name] ?? new Uint8Array(0);

  it('reads the genuine file', () => {
    expect(() => parse(file)).not.toThrow();
  });

  it('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(parse, bytes)),
      { numRuns: 300 },
    );
  });

  it('the genuine file cut anywhere', () => {
    for (let length = 0; length < Math.min(file.byteLength, 600); length += 1)
      survives(parse, file.subarray(0, length));
  });

  it('the genuine file with bytes changed', () => {
    const change = fc.tuple(fc.nat(Math.min(file.byteLength, 1_200) - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = new Uint8Array(file);
        for (const [at, value] of changes) bytes[at] = value;
        survives(parse, bytes);
      }),
      { numRuns: 300 },
    );
  });
});

it('sequences nested two thousand deep end quickly, not in a full stack', () => {
  let bytes = new Uint8Array(0);
  const levels: number[] = [];
  for (let depth = 0; depth < 2_000; depth += 1) levels.push(0x30, 0x83, 0, 0, 0);
  bytes = Uint8Array.from([0x6d, 0x83, 0, (levels.length >> 8) & 0xff, levels.length & 0xff, ...levels]);
  for (let at = 5, left = levels.length; at < bytes.length; at += 5) {
    left -= 5;
    bytes.set([(left >> 16) & 0xff, (left >> 8) & 0xff, left & 0xff], at + 2);
  }
  expect(() => cardParsers['dg13']?.(bytes)).toThrow(MalformedData);
});

it('a length of four gigabytes takes no memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (const parse of Object.values(cardParsers)) {
    survives(
      parse,
      Uint8Array.from([0x77, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30, 0x84, 0xff, 0xff, 0xff, 0xff]),
    );
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
});
