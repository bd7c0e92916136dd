/** What the card process answers. */
import { BridgeError } from '../bridge-error.ts';
import type { Handlers } from '../host.ts';
import { chipSteps } from '../contract-cards.ts';
import type { CardChannel } from './card-channel.ts';
import type { CardReaders } from './card-readers.ts';
import { probeChip, readChip } from './read-chip.ts';
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

  /** Powers the card in that reader, works with it within the time for a whole reading, and lets go of it. */
  async function withCard<Value>(
    readerId: string,
    cancelled: AbortSignal,
    work: (channel: CardChannel, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const { support } = await readers.list();
    if (support === 'none') throw new BridgeError('card-support-none');
    if (reading.has(readerId)) throw new BridgeError('card-busy');
    reading.add(readerId);
    const limit = AbortSignal.timeout(wholeMs);
    try {
      const { channel, release } = await readers.open(readerId);
      try {
        return await work(channel, AbortSignal.any([cancelled, limit]));
      } finally {
        await release();
      }
    } catch (error) {
      if (limit.aborted && !cancelled.aborted) throw new BridgeError('card-timeout');
      throw error;
    } finally {
      reading.delete(readerId);
    }
  }

  return {
    list: async () => {
      const { support, readers: found } = await readers.list();
      return { result: { support, readers: [...found] }, bodies: [] };
    },
    readChip: ({ readerId, password, ethnicityAndReligion, now }, _, context) =>
      withCard(readerId, context.signal, async (channel, signal) => {
        const { face, checks, ...found } = await readChip(channel, {
          password,
          sensitive:
            ethnicityAndReligion === 'include'
              ? 'with-ethnicity-and-religion'
              : 'without-ethnicity-and-religion',
          trusted: trusted(),
          now,
          signal,
          answerMs,
          onStep: (step) => context.progress(chipSteps.indexOf(step), chipSteps.length),
        });
        return {
          result: { ...found, checks: [...checks], face: face?.mime ?? null },
          bodies: face ? [face.bytes] : [],
        };
      }),
    probe: ({ readerId }, _, context) =>
      withCard(readerId, context.signal, async (channel, signal) => ({
        result: { access: await probeChip(channel, { answerMs, signal }) },
        bodies: [],
      })),
    insert: ({ card }) => {
      if (!virtual) throw new BridgeError('card-reader-absent');
      virtual.insert(card);
      return Promise.resolve({ result: {}, bodies: [] });
    },
  };
}
