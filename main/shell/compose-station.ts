/** Builds the parts of one station and wires them; free of Electron, so that tests and benches run the same wiring. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { BridgeSettings, type DeviceClass } from '../../native-bridge/contract.ts';
import { catalogueOnDemand } from '../catalogue/index.ts';
import { clockMemory } from '../city/clock-memory.ts';
import { createCardService } from '../cards/index.ts';
import type { WindowEvent } from '../contract/events.ts';
import { createStationClock } from '../domain/station-clock.ts';
import { createJobs } from '../intake/jobs.ts';
import { createPaperRenderer } from '../printing/paper-renderer.ts';
import { createStaffService, type StaffService } from '../staff/index.ts';
import type { KeyGuard, KeyRing } from '../store/key-wrapping.ts';
import type { Keeping } from '../store/keeper/keeping.ts';
import type { Store } from '../store/ports.ts';
import { startBridge, type BridgeOptions } from './bridge/supervisor.ts';
import type { CurrentStaff, Handlers } from './contract-router.ts';
import { createHandlers } from './handlers.ts';
import type { Log } from './logger.ts';
import { openStation, type OpenedStation } from './open-station.ts';
import { stationFolder, type Places } from './places.ts';
import { stationKeeping } from './station-keeping.ts';
import type { PreferenceKeeper } from './preferences.ts';
import { createScannedCodes, type TellOne } from './scanned-codes.ts';
import { createSession } from './session.ts';
import type { Station } from './station-settings.ts';
import { createStationStatus, type ShownClass } from './station-status.ts';
import { createTrainingCity } from './training-city.ts';
import { createTrainingDock } from './training-dock.ts';
import { trainingEscrow, trainingKeyRing, trainingStaff, trainingStation } from './training-pack.ts';

export interface ComposeParts {
  readonly station: Station;
  readonly place: Places;
  readonly version: string;
  readonly keyring: () => KeyRing | null;
  readonly preferences: PreferenceKeeper;
  readonly log: Log;
  readonly tell: (event: WindowEvent) => void;
  readonly tellOne: TellOne;
  readonly openWindow: () => void;
  /** Milliseconds added to this machine's clock; tests of a wrong clock set it. */
  readonly clockOffsetMs?: number;
}

export interface ComposedStation {
  readonly handlers: Handlers;
  currentStaff(): CurrentStaff | null;
  /** What the counter does goes before what is on its way to the city. */
  counterWorks(): void;
  /** Once the store is open; no window asks for numbers of the queue yet. */
  readonly issueTicket: OpenedStation['issueTicket'];
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** How long each part may take to end, ms. */
const endLimitMs = 4_000;
/**
 * Device processes start this long after the station has begun, whether or not its store is open by then, and the city
 * is asked this long after the store is open, ms: on two cores they would hold the window back.
 */
const restAfterMs = 1_000;

export function composeStation(parts: ComposeParts): ComposedStation {
  const { place, log, tell } = parts;
  const settings = parts.station.mode === 'production' ? parts.station.settings : null;
  const identity = settings?.counter ?? trainingStation.counter;
  // Training has a folder of its own and knows no address but the simulator's: nothing of it can reach the real city.
  const folder = stationFolder(place.data, parts.station.mode);
  mkdirSync(settings ? folder : join(folder, 'may-photocopy'), { recursive: true, mode: 0o700 });

  const clock = createStationClock({
    machine: () => Date.now() + (parts.clockOffsetMs ?? 0),
    steady: () => uptime() * 1000,
  });
  const newId = () => randomUUID();
  const catalogue = catalogueOnDemand();

  const bridgeSettings = BridgeSettings.parse({
    training: settings === null,
    slipPrinters: settings?.slipPrinters ?? [],
    networkScanners: settings?.networkScanners ?? [],
    folder: join(folder, 'devices'),
    // Training has a copier's folder of its own, into which anybody may lay a file.
    incoming: settings ? settings.incoming : { path: join(folder, 'may-photocopy'), afterwards: 'move' },
    serialReaders: settings?.serialReaders ?? [],
    chipIssuers: settings?.chipIssuers,
    networkPrinters: settings?.networkPrinters ?? [],
  });
  const bridge = <Class extends DeviceClass>(
    deviceClass: Class,
    listen: Pick<BridgeOptions<Class>, 'onEvent' | 'onHealth'> = {},
  ) =>
    startBridge({
      deviceClass,
      nodePath: place.node,
      script: join(place.bridge, `${deviceClass}.mjs`),
      settings: bridgeSettings,
      log,
      ...listen,
    });
  const shown = <Class extends ShownClass>(deviceClass: Class) =>
    bridge(deviceClass, {
      onEvent: () => status.deviceChanged(deviceClass),
      onHealth: (health) => {
        status.driverChanged(deviceClass, health);
        if (deviceClass === 'printers' && health.state === 'up') open?.printersBack();
      },
    });
  const imaging = bridge('imaging');
  const reading = bridge('reading');
  const scanners = shown('scanners');
  const printers = shown('printers');
  const scanned = createScannedCodes({
    readers: () => readers,
    tellOne: parts.tellOne,
    signedIn: () => session.staff() !== null,
    onChanged: () => status.deviceChanged('readers'),
    log,
  });
  const readers = bridge('readers', {
    onEvent: scanned,
    onHealth: (health) => status.driverChanged('readers', health),
  });
  const cards = bridge('cards', {
    onEvent: () => {
      tell({ type: 'cards.changed' });
      status.deviceChanged('cards');
    },
    onHealth: (health) => status.driverChanged('cards', health),
  });
  const papers = createPaperRenderer({ workerPath: place.paperWorker, fontFolder: place.fontPackages });

  const jobs = createJobs({ tell, newId });
  let devicesSoon: NodeJS.Timeout | undefined;
  let citySoon: NodeJS.Timeout | undefined;
  let ended = false;
  let open: OpenedStation | null = null;
  let keeping: Keeping | null = null;
  const status = createStationStatus({
    scanners,
    printers,
    readers,
    cards,
    city: () => open?.sync ?? null,
    store: () => open?.store ?? null,
    keeping: () => keeping?.view() ?? null,
    folder,
    onChange: (view) => tell({ type: 'status.changed', status: view }),
  });

  const trainingCity = createTrainingCity({
    nodePath: place.node,
    script: place.simulator,
    folder: join(place.data, 'training-city'),
    log,
  });

  const session = createSession({
    mode: parts.station.mode,
    counter: { id: identity.id, name: identity.name, branch: identity.branch, agency: identity.agency },
    version: parts.version,
    trainingHint: settings ? null : { code: trainingStaff.code, pin: trainingStaff.pin },
    folder,
    escrowPublicKey: () => settings?.escrowPublicKey ?? trainingEscrow(join(place.data, 'training-city')),
    guard: () => (settings ? keyringGuard(parts.keyring()) : { kind: 'keyring', keyRing: trainingKeyRing }),
    clock,
    createStaff: (store) => createStaffService({ store, clock, newId }),
    onOpen,
    onChange: (view) => tell({ type: 'session.changed', session: view }),
  });

  async function onOpen(store: Store, staff: StaffService, dataKey: Uint8Array): Promise<void> {
    clock.remember(clockMemory(store));
    if (!settings && staff.isEmpty()) await staff.add(trainingStaff);
    open = openStation({
      ...{ store, settings, identity, place, clock, newId, catalogue, jobs, papers, status, tell, log },
      bridges: { imaging, reading, scanners, printers, readers, cards },
      version: parts.version,
      trainingCity,
    });
    if (settings) keeping = stationKeeping({ settings, store, folder, dataKey, place, clock, log, status });
    keeping?.start();
    citySoon = setTimeout(() => open?.goOnline(), restAfterMs);
  }

  const handlers = createHandlers({
    session,
    preferences: parts.preferences,
    catalogue,
    clock,
    jobs,
    status,
    scanners,
    readers,
    cards: createCardService({ bridge: cards, clock, tell }),
    station() {
      if (!open) throw new Error('the store is not open');
      return open;
    },
    training: !settings
      ? createTrainingDock({
          simulator: trainingCity.simulator,
          scanners,
          printers,
          readers,
          cards,
          afterChange: () => {
            open?.sync.kick();
            void status.refresh();
          },
        })
      : null,
    openWindow: parts.openWindow,
  });

  return {
    handlers,
    currentStaff: session.staff,
    counterWorks: () => open?.sync.counterWorks(),
    issueTicket(request) {
      if (!open) throw new Error('the store is not open');
      return open.issueTicket(request);
    },
    async begin() {
      await session.begin();
      // Also while a person is still asked for the passphrase: the status bar must not say "starting" until then.
      if (!ended) devicesSoon = setTimeout(() => status.start(), restAfterMs);
    },
    async end() {
      ended = true;
      clearTimeout(devicesSoon);
      clearTimeout(citySoon);
      status.stop();
      open?.stopReading();
      await jobs.stop(3_000);
      // A part that does not end in time is left behind: its process dies with this one, and the store is safe at any moment.
      const inTime = async (part: string, ending: Promise<unknown> | undefined) => {
        const limit = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), endLimitMs).unref());
        if ((await Promise.race([ending?.catch(() => null), limit])) === 'late') log('end.late', { part });
      };
      await inTime('preferences', parts.preferences.settled());
      await inTime('downlink', open?.stopListening());
      await inTime('sync', open?.sync.stop());
      await Promise.all([
        inTime('keeper', keeping?.stop()),
        inTime('imaging', imaging.stop()),
        inTime('reading', reading.stop()),
        inTime('scanners', scanners.stop()),
        inTime('printers', printers.stop()),
        inTime('readers', readers.stop()),
        inTime('cards', cards.stop()),
        inTime('papers', papers.stop()),
        inTime('training-city', trainingCity.end()),
      ]);
      open?.store.close();
    },
  };
}

function keyringGuard(ring: KeyRing | null): KeyGuard | null {
  return ring ? { kind: 'keyring', keyRing: ring } : null;
}
