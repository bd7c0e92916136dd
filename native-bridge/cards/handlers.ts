/** What the card process answers. */
import { BridgeError } from '../bridge-error.ts';
import type { Handlers } from '../host.ts';
import { chipSteps } from '../contract-cards.ts';
import type { CardReaders } from './card-readers.ts';
import { readChip } from './read-chip.ts';
import type { TrustedIssuers } from './trust/passive-authentication.ts';
import type { VirtualReader } from './virtual-reader.ts';

/** Longest wait for one answer of a chip; key agreements take real chips a second or two. */
const answerMs = 5_000;
/** Longest reading; real chips take up to ten seconds with a large picture. */
const wholeMs = 30_000;

export interface CardParts {
  readonly readers: CardReaders;
  readonly virtual: VirtualReader | null;
  readonly trusted: () => TrustedIssuers;
}

export function cardHandlers({ readers, virtual, trusted }: CardParts): Handlers<'cards'> {
  /** A reader reads one card at a time. */
  const reading = new Set<string>();
  return {
    list: async () => {
      const { support, readers: found } = await readers.list();
      return { result: { support, readers: [...found] }, bodies: [] };
    },
    async readChip({ readerId, password, ethnicityAndReligion, now }, _, context) {
      const { support } = await readers.list();
      if (support === 'none') throw new BridgeError('card-support-none');
      if (reading.has(readerId)) throw new BridgeError('card-busy');
      reading.add(readerId);
      const limit = AbortSignal.timeout(wholeMs);
      try {
        const { channel, release } = await readers.open(readerId);
        try {
          const { face, checks, ...found } = await readChip(channel, {
            password,
            sensitive:
              ethnicityAndReligion === 'include'
                ? 'with-ethnicity-and-religion'
                : 'without-ethnicity-and-religion',
            trusted: trusted(),
            now,
            signal: AbortSignal.any([context.signal, limit]),
            answerMs,
            onStep: (step) => context.progress(chipSteps.indexOf(step), chipSteps.length),
          });
          return {
            result: { ...found, checks: [...checks], face: face?.mime ?? null },
            bodies: face ? [face.bytes] : [],
          };
        } finally {
          await release();
        }
      } catch (error) {
        if (limit.aborted && !context.signal.aborted) throw new BridgeError('card-timeout');
        throw error;
      } finally {
        reading.delete(readerId);
      }
    },
    insert: ({ card }) => {
      if (!virtual) throw new BridgeError('card-reader-absent');
      virtual.insert(card);
      return Promise.resolve({ result: {}, bodies: [] });
    },
  };
}
