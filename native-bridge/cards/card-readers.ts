/** Where cards are read: PC/SC readers, or the virtual one of training mode. */
import type { CardReaderView, CardSupport } from '../contract-cards.ts';
import type { CardChannel } from './card-channel.ts';

export interface CardReaders {
  list(): Promise<{ readonly support: CardSupport; readonly readers: readonly CardReaderView[] }>;
  /** Powers the card; `release` lets go of it. @throws BridgeError */
  open(readerId: string): Promise<{ readonly channel: CardChannel; readonly release: () => Promise<void> }>;
  stop(): Promise<void>;
}

/** Stands in where the binding could not be built. */
export const noReaders: CardReaders = {
  list: () => Promise.resolve({ support: 'none', readers: [] }),
  open: () => Promise.reject(new Error('there is no reader to open')),
  stop: () => Promise.resolve(),
};
