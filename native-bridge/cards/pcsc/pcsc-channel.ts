/** A card in a PC/SC reader as a CardChannel; every answer has its time, and what PC/SC says becomes a code. */
import { BridgeError } from '../../bridge-error.ts';
import type { CardChannel } from '../card-channel.ts';
import type { PcscBinding, PcscCard, PcscContext } from './binding.ts';

/** Room for a protected answer of the longest read. */
const answerRoom = 65_538;
const connectLimitMs = 6_000;

/**
 * Powers the card; the context is the caller's alone. @throws BridgeError card-absent, card-busy, card-timeout, card-unresponsive, card-reader-failed, card-reader-absent
 */
export async function openPcscCard(
  binding: PcscBinding,
  context: PcscContext,
  readerName: string,
): Promise<CardChannel> {
  const reader = listed(context).find((each) => each.name === readerName);
  if (!reader) throw new BridgeError('card-reader-absent');
  const connecting = reader.connect(binding.shareExclusive, binding.anyProtocol);
  const card = await inTime(connecting, connectLimitMs, new AbortController().signal);
  return new PcscChannel(binding, card);
}

export function listed(context: PcscContext): ReturnType<PcscContext['listReaders']> {
  try {
    return context.listReaders();
  } catch (error) {
    const code = codeOf(error);
    // No reader at all is an answer, not a failure.
    if (code === 'card-reader-absent') return [];
    throw new BridgeError(code);
  }
}

class PcscChannel implements CardChannel {
  readonly #binding: PcscBinding;
  readonly #card: PcscCard;
  #open = true;

  constructor(binding: PcscBinding, card: PcscCard) {
    this.#binding = binding;
    this.#card = card;
  }

  get atr(): Uint8Array {
    return new Uint8Array(this.#card.atr ?? []);
  }

  async transmit(
    command: Uint8Array,
    { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  ): Promise<Uint8Array> {
    if (!this.#open) throw new BridgeError('card-removed');
    const options = { maxRecvLength: answerRoom, autoGetResponse: true };
    const answer = await inTime(this.#card.transmit(Buffer.from(command), options), timeoutMs, signal);
    // Some drivers give an empty answer for a card that has just gone.
    if (answer.byteLength < 2) throw new BridgeError('card-removed');
    return new Uint8Array(answer);
  }

  /** Resets the card, so that nobody after us finds it open. */
  close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      whenIdle(() => this.#card.disconnect(this.#binding.resetCard));
    }
    return Promise.resolve();
  }
}

async function inTime<Value>(work: Promise<Value>, limitMs: number, signal: AbortSignal): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  let heard: () => void = () => undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BridgeError('card-timeout')), limitMs);
    heard = () => reject(new BridgeError('cancelled'));
    signal.addEventListener('abort', heard, { once: true });
    if (signal.aborted) heard();
  });
  const told = work.catch((error: unknown) => {
    throw new BridgeError(codeOf(error));
  });
  underWay.add(told);
  // Whoever loses the race still ends; its end is of no interest any more.
  told.catch(() => undefined).finally(() => underWay.delete(told));
  try {
    return await Promise.race([told, limit]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', heard);
  }
}

/** Calls that PC/SC has not ended. Anything said to it beside one waits for it, and with it this whole process. */
const underWay = new Set<Promise<unknown>>();

/** Calls that were given up and have still not ended. */
export function stuckCalls(): number {
  return underWay.size;
}

/** Now, or when the calls under way have ended; a card or service that is gone by then is let go of all the same. */
export function whenIdle(letGo: () => void): void {
  void Promise.allSettled(underWay).then(() => {
    try {
      letGo();
    } catch {
      // It has been taken away.
    }
  });
}

/** The binding gives PC/SC's own words only. */
const codes: readonly (readonly [RegExp, string])[] = [
  // A card that is moved on a contactless reader breaks off in the middle of a transaction.
  [/removed|no smart card|unpowered|was reset|transaction failed|communication error/i, 'card-removed'],
  [/sharing violation/i, 'card-busy'],
  [/no readers|unknown reader|reader unavailable/i, 'card-reader-absent'],
  [/service (not running|stopped)/i, 'card-service-down'],
  [/timed out/i, 'card-timeout'],
  [/unresponsive|not supported|protocol mismatch/i, 'card-unresponsive'],
];

export function codeOf(error: unknown): string {
  const words = error instanceof Error ? error.message : '';
  return codes.find(([pattern]) => pattern.test(words))?.[1] ?? 'card-reader-failed';
}
