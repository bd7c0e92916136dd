/** The technician's desk: what is plugged in, what was said last, and a test of each device. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import type { DeviceView, ShownDeviceClass, TraceView } from '../contract/devices-operations.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { fail, ok, type Result } from '../domain/result.ts';

/** Clients whose driver process can be started anew. */
export interface DeskBridges {
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly imaging: BridgeClient<'imaging'>;
}

interface ClassView {
  readonly deviceClass: ShownDeviceClass;
  readonly process: 'starting' | 'up' | 'down';
  readonly devices: DeviceView[];
}

export interface DeviceDesk {
  list(): Promise<ClassView[]>;
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
  restart(deviceClass: ShownDeviceClass): Promise<void>;
}

const listLimitMs = 20_000;
const traceLimitMs = 3_000;
const drawLimitMs = 20_000;
const printLimitMs = 90_000;
const scanLimitMs = 90_000;
const testDpi = 100;
const slipMarginPx = 16;

export function createDeviceDesk(parts: {
  readonly bridges: DeskBridges;
  readonly restart: (deviceClass: ShownDeviceClass) => Promise<void>;
  /** Dots across the slip printer's roll. */
  readonly slipWidthPx: number;
}): DeviceDesk {
  const { scanners, printers, readers, imaging } = parts.bridges;
  const classes = { scanners, printers, readers, imaging };

  async function devicesOf(deviceClass: ShownDeviceClass): Promise<DeviceView[]> {
    const options = { timeoutMs: listLimitMs };
    const plain = { state: 'ready' as const, reason: null, sources: [] };
    switch (deviceClass) {
      case 'scanners': {
        const listed = await scanners.call('list', {}, [], options);
        if (!listed.ok) return [];
        return listed.value.scanners.map(({ id, name, virtual, sources }) => ({
          ...plain,
          id,
          name,
          virtual,
          kind: 'scanner' as const,
          sources,
        }));
      }
      case 'printers': {
        const listed = await printers.call('list', {}, [], options);
        if (!listed.ok) return [];
        return listed.value.printers.map(({ id, name, virtual, kind, state, reason }) => ({
          ...plain,
          id,
          name,
          virtual,
          kind: `${kind}-printer` as const,
          state,
          reason,
        }));
      }
      case 'readers': {
        const listed = await readers.call('list', {}, [], options);
        if (!listed.ok) return [];
        return listed.value.readers.map(({ id, name, virtual }) => ({
          ...plain,
          id,
          name,
          virtual,
          kind: 'reader' as const,
        }));
      }
      case 'imaging':
        return [];
    }
  }

  return {
    list: () =>
      Promise.all(
        (Object.keys(classes) as ShownDeviceClass[]).map(async (deviceClass) => {
          const devices = await devicesOf(deviceClass);
          return { deviceClass, process: classes[deviceClass].state(), devices };
        }),
      ),

    async trace() {
      const options = { timeoutMs: traceLimitMs };
      const all = await Promise.all(
        (Object.keys(classes) as ShownDeviceClass[]).map(async (deviceClass) => {
          // Each class answers the same operation; its own type says nothing more here.
          const client = classes[deviceClass] as BridgeClient<'readers'>;
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
      const printerId =
        wanted ?? (await devicesOf('printers')).find((one) => one.kind === 'slip-printer')?.id;
      if (printerId === undefined) return fail('printer-absent');
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
