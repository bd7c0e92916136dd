/** The scanner of training mode: feeds invented pages at the pace of a real one, and fails on demand. */
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeError } from '../bridge-error.ts';
import type { ParamsOf } from '../contract.ts';
import type { ScannerHandlers } from './incoming-handlers.ts';
import { drawBlankSide, drawVirtualPage } from './virtual-page.ts';

export const virtualScannerId = 'virtual-scanner';

type Fault = ParamsOf<'scanners', 'arm'>['fault'];

/** What a feeder of 240 pages a minute takes, ms. */
const pageMs = 250;
const feederSheets = 3;
/** A sheet that does not lie flat on the glass: readable by guessing. */
const outOfFocusMm = 0.5;
const dpiRange = { low: 75, high: 600 };

/** An armed fault strikes once, at the next scan; `absent` and `busy` last until `none` is armed. */
export function virtualScanners(): ScannerHandlers {
  let fault: Fault = 'none';
  let strikesAt = 2;
  /** Side of the next scan that is blank; 0 for none. */
  let blankAt = 0;
  /** Sheets that still lie in the feeder; null while it is filled for each scan. */
  let tray: number | null = null;
  let scanning = false;
  /** Counts on from scan to scan: each sheet is another one. */
  let sheet = 0;

  return {
    list: () =>
      Promise.resolve({
        result: {
          scanners:
            fault === 'absent'
              ? []
              : [
                  {
                    id: virtualScannerId,
                    name: 'Máy quét tập huấn',
                    sources: ['flatbed' as const, 'feeder' as const, 'feeder-duplex' as const],
                    virtual: true,
                  },
                ],
        },
        bodies: [],
      }),

    async scan({ scannerId, source, dpi }, _bodies, { signal, item, progress }) {
      if (scannerId !== virtualScannerId || fault === 'absent')
        throw new BridgeError('scanner-absent', { pages: 0 });
      if (scanning || fault === 'busy') throw new BridgeError('scanner-busy', { pages: 0 });
      const struck = fault;
      fault = 'none';
      const blank = blankAt;
      blankAt = 0;
      if (struck === 'empty' && source !== 'flatbed') throw new BridgeError('scanner-empty', { pages: 0 });
      const usedDpi = Math.round(Math.min(dpiRange.high, Math.max(dpiRange.low, dpi)));
      const perSheet = source === 'feeder-duplex' ? 2 : 1;
      const sides = source === 'flatbed' ? 1 : (tray ?? feederSheets) * perSheet;
      if (sides === 0) throw new BridgeError('scanner-empty', { pages: 0 });
      let sidesDone = 0;
      scanning = true;
      try {
        for (let index = 0; index < sides; index += 1) {
          if (struck === 'jam' && index === strikesAt - 1)
            throw new BridgeError('scanner-jammed', { pages: index });
          sheet += 1;
          const isSoft = struck === 'blurred' && index === Math.min(strikesAt, sides) - 1;
          const [picture] = await Promise.all([
            index === blank - 1
              ? drawBlankSide(sheet, usedDpi)
              : drawVirtualPage(sheet, usedDpi, isSoft ? outOfFocusMm : 0),
            wait(pageMs, undefined, { signal }),
          ]);
          await item({ index, dpi: usedDpi }, [picture]);
          sidesDone = index + 1;
          progress(sidesDone, null);
        }
        if (struck === 'jam') throw new BridgeError('scanner-jammed', { pages: sides });
        return { result: { pageCount: sides }, bodies: [] };
      } finally {
        // A sheet of which one side is missing is laid back.
        if (tray !== null && source !== 'flatbed') tray -= Math.floor(sidesDone / perSheet);
        scanning = false;
      }
    },

    add: () => Promise.reject(new BridgeError('scanner-absent')),
    forget: () => Promise.reject(new BridgeError('not-found')),

    arm({ fault: next, page = 2, blank = 0, sheets }) {
      fault = next;
      strikesAt = page;
      blankAt = blank;
      if (sheets !== undefined) tray = sheets;
      else if (next === 'none') tray = tray === 0 ? null : tray;
      return Promise.resolve({ result: {}, bodies: [] });
    },
  };
}
