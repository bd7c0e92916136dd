/**
 * What the status bar shows: devices, network, city, outbox, disk. A device class is asked when its process told that
 * something changed, and in the background every so often; windows are told when anything differs.
 */
import { statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { BridgeClient, ProcessHealth } from '../../native-bridge/contract.ts';
import type { ChipReaders } from '../../native-bridge/contract-cards.ts';
import type { ReaderInfo } from '../../native-bridge/contract-readers.ts';
import { noChipReader } from '../cards/index.ts';
import type { CitySync } from '../city/ports.ts';
import type { SyncView } from '../contract/sync-view.ts';
import type { DeviceState, KeepingView, StatusView } from '../contract/views.ts';
import type { Store } from '../store/ports.ts';

/** The classes that the status bar shows. */
export type ShownClass = 'scanners' | 'printers' | 'readers' | 'cards';

export interface StationStatus {
  current(): StatusView;
  /** A device of the class came, went or changed. */
  deviceChanged(of: ShownClass): void;
  /** The driver process of the class ended, or answers again. */
  driverChanged(of: ShownClass, health: ProcessHealth): void;
  /** Tells the windows what is known now, if it differs from what they heard last; asks no device. */
  announce(): void;
  /** Looks again now; tells listeners when anything changed. */
  refresh(): Promise<void>;
  start(): void;
  stop(): void;
}

const pollMs = 10_000;
/** A class whose process tells by itself is asked unasked-for this seldom, ms. */
const seldomMs = 60_000;
/** Changes come in flocks (a hub with three devices); they are asked about once, ms. */
const flockMs = 200;
const answerLimitMs = 20_000;
const nothingKept: KeepingView = { backup: { state: 'off', at: null, reason: null }, damage: null };
const nothingSent: SyncView = { systems: [], pause: null, bytesPerSecond: null, restorations: [] };
const lowDiskBytes = 1024 ** 3;
const starting: DeviceState = { state: 'starting', name: null, reason: null, virtual: false };
const sound: ProcessHealth = { state: 'up', failures: 0 };
const absent: DeviceState = { state: 'absent', name: null, reason: null, virtual: false };

export function createStationStatus(parts: {
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly cards: BridgeClient<'cards'>;
  readonly city: () => CitySync | null;
  readonly store: () => Store | null;
  readonly keeping: () => KeepingView | null;
  readonly folder: string;
  readonly onChange: (status: StatusView) => void;
}): StationStatus {
  const devices = {
    scanner: starting,
    slipPrinter: starting,
    paperPrinter: starting,
    reader: starting,
    chipReader: starting,
  };
  let disk = { freeBytes: 0, low: false };
  let told = '';
  let timer: NodeJS.Timeout | null = null;
  const asks: Readonly<Record<ShownClass, ClassAsk>> = {
    scanners: classAsk(askScanners),
    printers: classAsk(askPrinters),
    readers: classAsk(askReaders),
    cards: classAsk(askCards),
  };
  const all = Object.values(asks);
  const drivers: Record<ShownClass, ProcessHealth> = {
    scanners: sound,
    printers: sound,
    readers: sound,
    cards: sound,
  };

  function current(): StatusView {
    const city = parts.city()?.status() ?? { state: 'unknown' as const, since: null, clockOffsetMs: null };
    const outbox = parts.store()?.outbox.counts() ?? { waiting: 0, refused: 0, oldestAt: null };
    const shown = {
      scanner: withDriver(devices.scanner, drivers.scanners),
      slipPrinter: withDriver(devices.slipPrinter, drivers.printers),
      paperPrinter: withDriver(devices.paperPrinter, drivers.printers),
      reader: withDriver(devices.reader, drivers.readers),
      chipReader: withDriver(devices.chipReader, drivers.cards),
    };
    const keeping = parts.keeping() ?? nothingKept;
    const sync = parts.city()?.report() ?? nothingSent;
    return { ...shown, network: network(), city, outbox, disk, keeping, sync };
  }

  function tell(): void {
    const status = current();
    // Free space moves all the time; only its alarm is news.
    const key = JSON.stringify({ ...status, disk: status.disk.low });
    if (key === told) return;
    told = key;
    parts.onChange(status);
  }

  async function askScanners(): Promise<void> {
    const listed = await parts.scanners.call('list', {}, [], { timeoutMs: answerLimitMs });
    devices.scanner = listed.ok ? firstOf(listed.value.scanners) : failed(listed.error.code);
  }

  async function askReaders(): Promise<void> {
    const listed = await parts.readers.call('list', {}, [], { timeoutMs: answerLimitMs });
    devices.reader = listed.ok ? readerOf(listed.value.readers) : failed(listed.error.code);
  }

  async function askCards(): Promise<void> {
    const listed = await parts.cards.call('list', {}, [], { timeoutMs: answerLimitMs });
    devices.chipReader = listed.ok ? chipReaderOf(listed.value) : failed(listed.error.code);
  }

  async function askPrinters(): Promise<void> {
    const listed = await parts.printers.call('list', {}, [], { timeoutMs: answerLimitMs });
    const printer = (kind: 'slip' | 'paper'): DeviceState => {
      if (!listed.ok) return failed(listed.error.code);
      const ofKind = listed.value.printers.filter((each) => each.kind === kind);
      const chosen = ofKind.find((each) => each.isDefault) ?? ofKind[0];
      if (!chosen) return absent;
      return { state: chosen.state, name: chosen.name, reason: chosen.reason, virtual: chosen.virtual };
    };
    devices.slipPrinter = printer('slip');
    devices.paperPrinter = printer('paper');
  }

  async function askDisk(): Promise<void> {
    const space = await statfs(parts.folder).catch(() => null);
    if (!space) return;
    const freeBytes = space.bavail * space.bsize;
    disk = { freeBytes, low: freeBytes < lowDiskBytes };
  }

  async function look(asked: readonly ClassAsk[]): Promise<void> {
    await Promise.all([askDisk(), ...asked.map((each) => each.now())]);
    tell();
  }

  return {
    current,
    announce: tell,
    refresh: () => look(all),
    deviceChanged: (of) => {
      if (timer) asks[of].soon(tell);
    },
    driverChanged(of, health) {
      drivers[of] = health;
      tell();
      // The new process has to be asked before anything is known of its devices.
      if (timer && health.state !== 'up') asks[of].soon(tell);
    },
    start() {
      timer ??= setInterval(() => void look(all.filter((each) => each.due())), pollMs);
      void look(all);
    },
    stop() {
      if (timer) clearInterval(timer);
      timer = null;
      for (const each of all) each.stop();
    },
  };
}

interface ClassAsk {
  /** One question at a time: who asks while it is under way shares its answer. */
  now(): Promise<void>;
  /** Asks once for all changes of the next moment, then calls `then`. */
  soon(then: () => void): void;
  /** Has to be asked in the background. */
  due(): boolean;
  stop(): void;
}

function classAsk(ask: () => Promise<void>): ClassAsk {
  let asking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let tellsByItself = false;

  function now(): Promise<void> {
    askedAt = performance.now();
    asking ??= ask().finally(() => (asking = null));
    return asking;
  }

  return {
    now,
    soon(then) {
      tellsByItself = true;
      timer ??= setTimeout(() => {
        // A question that began before the change may be answered from before it.
        void (asking ?? Promise.resolve()).then(now).then(then);
        timer = null;
      }, flockMs);
    },
    due: () => performance.now() - askedAt >= (tellsByItself ? seldomMs : 0),
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}

/** What a device was does not count while its driver is away. */
function withDriver(device: DeviceState, driver: ProcessHealth): DeviceState {
  if (driver.state === 'up' || driver.failures === 0) return device;
  return driver.state === 'failing'
    ? { ...device, state: 'fault', reason: 'driver-failing' }
    : { ...device, state: 'starting', reason: 'driver-restarting' };
}

function firstOf(found: readonly { name: string; virtual: boolean }[]): DeviceState {
  const [first] = found;
  return first ? { state: 'ready', name: first.name, reason: null, virtual: first.virtual } : absent;
}

/** The best of them: one reader is enough to work. */
function readerOf(found: readonly ReaderInfo[]): DeviceState {
  const working = found.find(({ state, reason }) => state === 'ready' && reason === null);
  const reader = working ?? found.find(({ state }) => state === 'opening') ?? found[0];
  if (!reader) return absent;
  const { name, reason, virtual } = reader;
  if (reader === working) return { state: 'ready', name, reason: null, virtual };
  return { state: reader.state === 'opening' ? 'starting' : 'fault', name, reason, virtual };
}

/** A counter without a chip reader has no use for the system's card service either: nothing is broken then. */
function chipReaderOf({ support, readers }: ChipReaders): DeviceState {
  const reason = noChipReader(support);
  const [reader] = readers;
  if (reason !== null || !reader) return { ...absent, reason };
  const { name, virtual } = reader;
  return readers.every(({ state }) => state === 'mute')
    ? { state: 'fault', name, reason: 'card-unresponsive', virtual }
    : { state: 'ready', name, reason: null, virtual };
}

function failed(code: string): DeviceState {
  return { state: 'fault', name: null, reason: code, virtual: false };
}

/** Whether any cable or radio carries an address; the city has a state of its own. */
function network(): StatusView['network'] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some((address) => !address.internal) ? 'up' : 'down';
}
