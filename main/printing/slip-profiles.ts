/** What was learned about each slip printer, kept over restarts. */
import { SlipProfile } from '../../native-bridge/contract-printers.ts';
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { Store } from '../store/ports.ts';

export interface SlipProfiles {
  of(printerId: string): SlipProfile | null;
  /** Asks the printers that nothing is known of; a printer that is off is asked at the next start. */
  learn(printerIds: readonly string[]): Promise<void>;
}

/** Five speeds, a second of questions each, twice over. */
const detectLimitMs = 20_000;

export function createSlipProfiles(parts: {
  readonly store: Pick<Store, 'settings'>;
  readonly printers: BridgeClient<'printers'>;
}): SlipProfiles {
  const key = (printerId: string): string => `slip-profile:${printerId}`;

  function of(printerId: string): SlipProfile | null {
    const kept = parts.store.settings.get(key(printerId));
    if (kept === null) return null;
    // One of an older program may lack what is known today: then the printer is asked anew.
    const parsed = SlipProfile.safeParse(JSON.parse(kept));
    return parsed.success ? parsed.data : null;
  }

  return {
    of,
    async learn(printerIds) {
      for (const printerId of printerIds) {
        if (of(printerId)) continue;
        const detected = await parts.printers.call('detectSlip', { printerId }, [], {
          timeoutMs: detectLimitMs,
        });
        if (detected.ok) parts.store.settings.set(key(printerId), JSON.stringify(detected.value.profile));
      }
    },
  };
}
