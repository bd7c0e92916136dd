/** The technician's desk: what is plugged in, what was said last, and a test of each device. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import { deviceClasses, type ShownDeviceClass, type TraceView } from '../contract/devices-operations.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { createPluggedIn, type ClassView, type DeskBridges } from './plugged-in.ts';

export interface DeviceDesk {
  list(): Promise<ClassView[]>;
  /** The first of its kind that is there; why not, when there is none or nobody can tell. */
  firstPrinter(kind: 'slip-printer' | 'paper-printer'): Promise<Result<string, ErrorCode>>;
  /** Newest first. */
  trace(): Promise<TraceView[]>;
  /** Draws the items and prints them. */
  printSlip(
    printerId: string | null,
    items: readonly SlipItem[],
  ): Promise<Result<{ outcome: 'confirmed' | 'unknown'; png: Uint8Array }, ErrorCode>>;
  testScan(
    scannerId: string,
    source: 'flatbed' | 'feeder' | 'feeder-duplex',
  ): Promise<Result<{ thumb: Uint8Array; widthPx: number; heightPx: number }, ErrorCode>>;
  /** Asks the card in the reader what opens it; reads nothing of a person. */
  testChip(readerId: string): Promise<Result<OutputOf<'devices.testChip'>, ErrorCode>>;
  restart(deviceClass: ShownDeviceClass): Promise<void>;
}

const traceLimitMs = 3_000;
const drawLimitMs = 20_000;
const printLimitMs = 90_000;
const scanLimitMs = 90_000;
/** The device process ends by its own, shorter limits. */
const chipLimitMs = 35_000;
const testDpi = 100;
const slipMarginPx = 16;

export function createDeviceDesk(parts: {
  readonly bridges: DeskBridges;
  readonly restart: (deviceClass: ShownDeviceClass) => Promise<void>;
  /** Dots across the slip printer's roll. */
  readonly slipWidthPx: number;
}): DeviceDesk {
  const { scanners, printers, cards, imaging } = parts.bridges;
  const pluggedIn = createPluggedIn(parts.bridges);

  async function firstPrinter(kind: 'slip-printer' | 'paper-printer'): Promise<Result<string, ErrorCode>> {
    const { answered, reason, devices } = await pluggedIn.of('printers');
    const first = devices.find((one) => one.kind === kind && one.state !== 'absent');
    if (first) return ok(first.id);
    return fail(answered ? 'printer-absent' : (errorCodes.find((known) => known === reason) ?? 'unexpected'));
  }

  return {
    firstPrinter,
    list: () => pluggedIn.list(),

    async trace() {
      const options = { timeoutMs: traceLimitMs };
      const all = await Promise.all(
        deviceClasses.map(async (deviceClass) => {
          // Each class answers the same operation; its own type says nothing more here.
          const client = parts.bridges[deviceClass] as BridgeClient<'readers'>;
          const traced = await client.call('trace', {}, [], options);
          return traced.ok ? traced.value.entries.map((entry) => ({ deviceClass, ...entry })) : [];
        }),
      );
      return all.flat().sort((a, b) => b.at - a.at || b.sequence - a.sequence);
    },

    async printSlip(wanted, items) {
      const widthPx = parts.slipWidthPx;
      const drawn = await imaging.call(
        'drawSlip',
        { widthPx, marginPx: slipMarginPx, items: [...items] },
        [],
        { timeoutMs: drawLimitMs },
      );
      if (!drawn.ok) return failure(drawn, 'worker-lost');
      const [bitmap, png] = drawn.bodies;
      if (!bitmap || !png) return fail('worker-lost');
      const chosen = wanted === null ? await firstPrinter('slip-printer') : ok(wanted);
      if (!chosen.ok) return chosen;
      const printerId = chosen.value;
      const sent = await printers.call('printSlip', { printerId, ...drawn.value }, [bitmap], {
        timeoutMs: printLimitMs,
      });
      return sent.ok ? ok({ outcome: sent.value.outcome, png }) : failure(sent, 'printer-failed');
    },

    async testScan(scannerId, source) {
      const stop = new AbortController();
      let page: { picture: Uint8Array; dpi: number } | null = null;
      const outcome = await scanners.call('scan', { scannerId, source, dpi: testDpi }, [], {
        timeoutMs: scanLimitMs,
        signal: stop.signal,
        onItem({ dpi }, [picture]) {
          // One sheet is enough; the rest of the feeder stays where it is.
          if (picture) page ??= { picture, dpi };
          stop.abort();
        },
      });
      const scanned = page as { picture: Uint8Array; dpi: number } | null;
      if (!scanned) return outcome.ok ? fail('scanner-empty') : failure(outcome, 'scanner-failed');
      const shown = await imaging.call('scannedPage', { dpi: scanned.dpi }, [scanned.picture], {
        timeoutMs: drawLimitMs,
      });
      if (!shown.ok) return failure(shown, 'worker-lost');
      const { widthPx, heightPx } = shown.value;
      return ok({ thumb: shown.bodies[1] ?? new Uint8Array(), widthPx, heightPx });
    },

    async testChip(readerId) {
      const probed = await cards.call('probe', { readerId }, [], { timeoutMs: chipLimitMs });
      return probed.ok ? ok(probed.value) : failure(probed, 'card-reader-failed');
    },

    restart: parts.restart,
  };
}

function failure<Value>(
  outcome: Extract<BridgeOutcome<Value>, { ok: false }>,
  otherwise: ErrorCode,
): Result<never, ErrorCode> {
  const { code, details } = outcome.error;
  return fail(errorCodes.find((known) => known === code) ?? otherwise, details);
}
