/** Hands what the readers say to the one window that may hear it, and lets the reader sound an error for a useless code. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { EventOf } from '../../native-bridge/contract-devices.ts';
import type { Role } from '../contract/define.ts';
import type { WindowEvent } from '../contract/events.ts';
import { hearScans, hearScansSignedIn } from '../contract/scanned-code.ts';
import { readScan } from '../domain/identity.ts';
import type { Log } from './logger.ts';

/** Tells the window that a person used last, among those with a role that may hear; false when there is none. */
export type TellOne = (event: WindowEvent, mayHear: (role: Role) => boolean) => boolean;

const beepLimitMs = 2_000;

/** What the process of the readers says unasked goes into the returned function. */
export function createScannedCodes(parts: {
  readonly readers: () => BridgeClient<'readers'>;
  readonly tellOne: TellOne;
  readonly signedIn: () => boolean;
  /** A reader came, went, or changed its state. */
  readonly onChanged: () => void;
  readonly log: Log;
}): (event: EventOf<'readers'>) => void {
  const mayHear = (role: Role): boolean =>
    hearScans.has(role) && (parts.signedIn() || !hearScansSignedIn.has(role));

  return (event) => {
    switch (event.type) {
      case 'fault':
        parts.log('readers.fault', { code: event.code });
        parts.tellOne(
          { type: 'scan.failed', error: { code: event.code, details: { device: event.device.name } } },
          mayHear,
        );
        return;
      case 'scanned': {
        const { payload, symbology, device, source, at } = event;
        const heard = parts.tellOne(
          { type: 'scanned', code: { payload, symbology, device, source, at } },
          mayHear,
        );
        // Readers beep by themselves when they have read; that it was of no use only we know.
        if (heard && readScan(payload).kind !== 'unusable') return;
        const error = { readerId: device.id, sound: 'error' as const };
        void parts.readers().call('beep', error, [], { timeoutMs: beepLimitMs });
        return;
      }
      default:
        parts.onChanged();
    }
  };
}
