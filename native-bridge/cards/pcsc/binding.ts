/**
 * The PC/SC binding, where it could be built: on Linux it needs libpcsclite and its headers at installation. Without it
 * there is no card reader support, and everything else works.
 */
import type { CardInterface, ContextInterface } from 'smartcard';

export type PcscContext = ContextInterface;
export type PcscCard = CardInterface;

export interface PcscBinding {
  /** @throws when the PC/SC service does not answer. */
  openContext(): PcscContext;
  readonly shareExclusive: number;
  readonly shareShared: number;
  readonly anyProtocol: number;
  readonly resetCard: number;
  readonly statePresent: number;
  readonly stateMute: number;
  readonly stateUnaware: number;
}

/** Null when the package was not built here. */
export async function loadBinding(): Promise<PcscBinding | null> {
  try {
    const api = await import('smartcard');
    return {
      openContext: () => new api.Context(),
      shareExclusive: api.SCARD_SHARE_EXCLUSIVE,
      shareShared: api.SCARD_SHARE_SHARED,
      anyProtocol: api.SCARD_PROTOCOL_T0 | api.SCARD_PROTOCOL_T1,
      resetCard: api.SCARD_RESET_CARD,
      statePresent: api.SCARD_STATE_PRESENT,
      stateMute: api.SCARD_STATE_MUTE,
      stateUnaware: api.SCARD_STATE_UNAWARE,
    };
  } catch {
    return null;
  }
}
