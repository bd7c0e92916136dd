/** The port between the protocols and whatever carries their bytes: a PC/SC reader, or a card in this process. */

export interface TransmitOptions {
  /** The card's answer must be there within so many ms; then the channel fails with `card-timeout`. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * One card, powered. `transmit` fails with a BridgeError: `card-removed`, `card-timeout`, `card-reader-failed`,
 * `cancelled`. After a failure the channel is of no use any more.
 */
export interface CardChannel {
  /** Answer to reset. */
  readonly atr: Uint8Array;
  transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array>;
  close(): Promise<void>;
}
