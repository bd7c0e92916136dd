/**
 * The life of one plugged-in reader: opening → asking → ready; lost or refused → waiting → opening again, later each time.
 * After every opening the device is asked for its state before anything else is done with it.
 */
import { BridgeError } from '../bridge-error.ts';

/** `waiting`: it is there, but could not be opened or was lost; it is tried again. */
export type ReaderState = 'opening' | 'asking' | 'ready' | 'waiting' | 'ended';

export const delays = {
  /** How long opening may take, ms. */
  openMs: 5_000,
  /** How long the answer about its state may take, ms. */
  askMs: 2_000,
  /** Wait before the first new try and the longest wait, ms; doubled each time. */
  retryFirstMs: 250,
  retryLongestMs: 10_000,
  /** Ready for so long, it counts as sound again, ms. */
  soundMs: 5_000,
  /** How long closing may take, ms. */
  closeMs: 1_000,
} as const;

export interface LifeParts<Link> {
  /** @throws BridgeError with the reason that is shown while it is tried again */
  open(): Promise<Link>;
  /** Asks for its state; resolves to why it cannot read now, or null. */
  ask(link: Link): Promise<string | null>;
  /** From now on what it sends counts. */
  listen(link: Link, lost: () => void): void;
  close(link: Link): Promise<void>;
  onChange(): void;
}

export class ReaderLife<Link> {
  readonly #parts: LifeParts<Link>;
  #state: ReaderState = 'opening';
  #reason: string | null = null;
  #link: Link | null = null;
  #retryMs: number = delays.retryFirstMs;
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(parts: LifeParts<Link>) {
    this.#parts = parts;
  }

  get state(): ReaderState {
    return this.#state;
  }

  /** Why it is not ready, or ready and yet cannot read; an error code. */
  get reason(): string | null {
    return this.#reason;
  }

  /** The open device, once it has told its state. */
  get link(): Link | null {
    return this.#state === 'ready' ? this.#link : null;
  }

  start(): void {
    void this.#open();
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#state = 'ended';
    await this.#drop();
  }

  async #open(): Promise<void> {
    const turn = (this.#turn += 1);
    const stale = (): boolean => turn !== this.#turn;
    this.#become('opening', null);
    const opening = this.#parts.open();
    let link: Link;
    try {
      link = await within(opening, delays.openMs);
    } catch (error) {
      // Should it open after all, nobody waits for it any more.
      opening.then((late) => this.#parts.close(late)).catch(() => undefined);
      if (!stale()) this.#wait(error instanceof BridgeError ? error.code : 'reader-failed');
      return;
    }
    if (stale()) {
      await this.#parts.close(link).catch(() => undefined);
      return;
    }
    this.#link = link;
    this.#become('asking', null);
    try {
      const obstacle = await within(this.#parts.ask(link), delays.askMs);
      if (stale()) return;
      this.#parts.listen(link, () => {
        if (!stale()) this.#lost();
      });
      this.#become('ready', obstacle);
      this.#timer = setTimeout(() => {
        this.#retryMs = delays.retryFirstMs;
      }, delays.soundMs);
    } catch {
      if (!stale()) this.#lost();
    }
  }

  #lost(): void {
    void this.#drop();
    this.#wait('reader-lost');
  }

  #wait(reason: string): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#become('waiting', reason);
    this.#timer = setTimeout(() => void this.#open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, delays.retryLongestMs);
  }

  async #drop(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    if (link !== null) await within(this.#parts.close(link), delays.closeMs).catch(() => undefined);
  }

  #become(state: ReaderState, reason: string | null): void {
    this.#state = state;
    this.#reason = reason;
    this.#parts.onChange();
  }
}

/** @throws what `work` throws, or an Error when it takes longer. */
async function within<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
