/** The technician's desk: what is plugged in, what was said last, and a test of each device. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import type { DeviceView, ShownDeviceClass, TraceView } from '../contract/devices-operations.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { noChipReader } from '../cards/index.ts';

/** Clients whose driver process can be started anew. */
export interface DeskBridges {
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly cards: BridgeClient<'cards'>;
  readonly imaging: BridgeClient<'imaging'>;
}

interface ClassView {
  readonly deviceClass: ShownDeviceClass;
  readonly process: 'starting' | 'up' | 'down';
  readonly devices: DeviceView[];
  /** Error code that says why none can be found. */
  readonly reason: string | null;
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
  /** Asks the card in the reader what opens it; reads nothing of a person. */
  testChip(readerId: string): Promise<Result<OutputOf<'devices.testChip'>, ErrorCode>>;
  restart(deviceClass: ShownDeviceClass): Promise<void>;
}

const listLimitMs = 20_000;
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
  const { scanners, printers, readers, cards, imaging } = parts.bridges;
  const classes = { scanners, printers, readers, cards, imaging };

  async function chipReaders(): Promise<Pick<ClassView, 'devices' | 'reason'>> {
    const listed = await cards.call('list', {}, [], { timeoutMs: listLimitMs });
    if (!listed.ok) return { devices: [], reason: null };
    const devices = listed.value.readers.map(({ id, name, virtual, state }): DeviceView => ({
      ...{ id, name, virtual, kind: 'chip-reader', sources: [] },
      ...(state === 'mute'
        ? { state: 'fault', reason: 'card-unresponsive' }
        : { state: 'ready', reason: null }),
    }));
    return { devices, reason: noChipReader(listed.value.support) };
  }

  async function devicesOf(deviceClass: Exclude<ShownDeviceClass, 'cards'>): Promise<DeviceView[]> {
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
          const found =
            deviceClass === 'cards'
              ? await chipReaders()
              : { devices: await devicesOf(deviceClass), reason: null };
          return { deviceClass, process: classes[deviceClass].state(), ...found };
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
