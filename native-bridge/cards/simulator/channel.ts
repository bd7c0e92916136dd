/** The simulated chip as a card in this process. */
import { BridgeError } from '../../bridge-error.ts';
import type { CardChannel } from '../card-channel.ts';
import type { ChipSimulator } from './chip.ts';

export interface ChannelFaults {
  /** The card is taken away when this command is on its way; the first is 1. */
  readonly removedAt?: number;
  /** The card thinks so long about each answer, ms. */
  readonly delayMs?: number;
}

/** Powers the chip; `count` tells how many commands it has had. */
export function connectTo(
  chip: ChipSimulator,
  faults: ChannelFaults = {},
): CardChannel & { readonly count: () => number } {
  chip.reset();
  let count = 0;
  return {
    atr: chip.atr,
    count: () => count,
    async transmit(command, { timeoutMs, signal }) {
      count += 1;
      if (faults.removedAt !== undefined && count >= faults.removedAt) throw new BridgeError('card-removed');
      const waitMs = faults.delayMs ?? 0;
      if (waitMs > 0) await pause(Math.min(waitMs, timeoutMs), signal);
      if (waitMs > timeoutMs) throw new BridgeError('card-timeout');
      return new Uint8Array(chip.process(command));
    },
    close: async () => undefined,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new BridgeError('cancelled'));
      },
      { once: true },
    );
  });
}
