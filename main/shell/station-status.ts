/** What the status bar shows: devices, network, city, outbox, disk. Asked for in the background, told when it changes. */
import { statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { CitySync } from '../city/ports.ts';
import type { DeviceState, StatusView } from '../contract/views.ts';
import type { Store } from '../store/ports.ts';

export interface StationStatus {
  current(): StatusView;
  /** Tells the windows what is known now, if it differs from what they heard last; asks no device. */
  announce(): void;
  /** Looks again now; tells listeners when anything changed. */
  refresh(): Promise<void>;
  start(): void;
  stop(): void;
}

const pollMs = 10_000;
const answerLimitMs = 20_000;
const lowDiskBytes = 1024 ** 3;
const starting: DeviceState = { state: 'starting', name: null, reason: null, virtual: false };
const absent: DeviceState = { state: 'absent', name: null, reason: null, virtual: false };

export function createStationStatus(parts: {
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly city: () => CitySync | null;
  readonly store: () => Store | null;
  readonly folder: string;
  readonly onChange: (status: StatusView) => void;
}): StationStatus {
  let devices = { scanner: starting, slipPrinter: starting, paperPrinter: starting, reader: starting };
  let disk = { freeBytes: 0, low: false };
  let told = '';
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;

  function current(): StatusView {
    const city = parts.city()?.status() ?? { state: 'unknown' as const, since: null, clockOffsetMs: null };
    const outbox = parts.store()?.outbox.counts() ?? { waiting: 0, refused: 0, oldestAt: null };
    return { ...devices, network: network(), city, outbox, disk };
  }

  function tell(): void {
    const status = current();
    // Free space moves all the time; only its alarm is news.
    const key = JSON.stringify({ ...status, disk: status.disk.low });
    if (key === told) return;
    told = key;
    parts.onChange(status);
  }

  async function look(): Promise<void> {
    const options = { timeoutMs: answerLimitMs };
    const [scanners, printers, readers, space] = await Promise.all([
      parts.scanners.call('list', {}, [], options),
      parts.printers.call('list', {}, [], options),
      parts.readers.call('list', {}, [], options),
      statfs(parts.folder).catch(() => null),
    ]);
    const printer = (kind: 'slip' | 'paper'): DeviceState => {
      if (!printers.ok) return failed(printers.error.code);
      const ofKind = printers.value.printers.filter((each) => each.kind === kind);
      const chosen = ofKind.find((each) => each.isDefault) ?? ofKind[0];
      if (!chosen) return absent;
      return { state: chosen.state, name: chosen.name, reason: chosen.reason, virtual: chosen.virtual };
    };
    devices = {
      scanner: scanners.ok ? firstOf(scanners.value.scanners) : failed(scanners.error.code),
      slipPrinter: printer('slip'),
      paperPrinter: printer('paper'),
      reader: readers.ok ? firstOf(readers.value.readers) : failed(readers.error.code),
    };
    if (space) {
      const freeBytes = space.bavail * space.bsize;
      disk = { freeBytes, low: freeBytes < lowDiskBytes };
    }
    tell();
  }

  function refresh(): Promise<void> {
    looking ??= look().finally(() => (looking = null));
    return looking;
  }

  return {
    current,
    announce: tell,
    refresh,
    start() {
      timer ??= setInterval(() => void refresh(), pollMs);
      void refresh();
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
    },
  };
}

function firstOf(found: readonly { name: string; virtual: boolean }[]): DeviceState {
  const [first] = found;
  return first ? { state: 'ready', name: first.name, reason: null, virtual: first.virtual } : absent;
}

function failed(code: string): DeviceState {
  return { state: 'fault', name: null, reason: code, virtual: false };
}

/** Whether any cable or radio carries an address; the city has a state of its own. */
function network(): StatusView['network'] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some((address) => !address.internal) ? 'up' : 'down';
}
