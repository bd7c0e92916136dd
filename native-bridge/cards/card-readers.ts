/** Where cards are read: PC/SC readers, or the virtual one of training mode. */
import type { CardChannel } from './card-channel.ts';

export interface CardReaderView {
  readonly id: string;
  readonly name: string;
  readonly virtual: boolean;
  /** `mute`: something lies there that does not answer, often a card put in the wrong way round. */
  readonly state: 'empty' | 'card' | 'mute';
}

/** `none`: this installation has no PC/SC binding; `service-down`: the system's card service does not run. */
export type CardSupport = 'ready' | 'none' | 'service-down';

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
