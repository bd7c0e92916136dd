/** Wires the parts that need an open store; made once a shift has a key to it. */
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/index.ts';
import { createCityCases } from '../city/cases.ts';
import { connectSystem } from '../city/connect.ts';
import type { CitySync } from '../city/ports.ts';
import { createApplyChange } from '../city/apply-change.ts';
import { createDownlink } from '../city/downlink.ts';
import { createCityNews } from '../city/news.ts';
import { createCitySync } from '../city/sync.ts';
import { createCitySystems } from '../city/systems.ts';
import type { WindowEvent } from '../contract/events.ts';
import { createDigitization } from '../digitization/index.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Clock } from '../domain/clock.ts';
import type { Result } from '../domain/result.ts';
import { createIntake, type Intake } from '../intake/index.ts';
import type { Jobs } from '../intake/jobs.ts';
import { createScannerPort } from '../intake/scanner-port.ts';
import { createPrinting } from '../printing/index.ts';
import type { PaperRenderer } from '../printing/paper-renderer.ts';
import { createPrintQuestions } from '../printing/questions.ts';
import { createSlipParts } from '../printing/slip-parts.ts';
import { issueTicket, type TicketRequest } from '../printing/tickets.ts';
import { createDeviceDesk } from '../readiness/device-desk.ts';
import { createReadiness } from '../readiness/index.ts';
import { createSelfTest } from '../readiness/self-test.ts';
import type { PrintJob, Store } from '../store/ports.ts';
import type { SupervisedClient } from './bridge/supervisor.ts';
import type { OpenStation } from './handlers.ts';
import { logFileName, type Log } from './logger.ts';
import type { Places } from './places.ts';
import { centreName, describeDossier } from './print-place.ts';
import type { StationSettings } from './station-settings.ts';
import type { StationStatus } from './station-status.ts';
import type { TrainingCity } from './training-city.ts';
import { trainingStation } from './training-pack.ts';

export interface OpenStationParts {
  readonly store: Store;
  /** Null in training. */
  readonly settings: StationSettings | null;
  readonly identity: StationSettings['counter'];
  readonly place: Places;
  readonly version: string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly catalogue: Catalogue;
  readonly jobs: Jobs;
  readonly papers: PaperRenderer;
  readonly status: StationStatus;
  readonly bridges: {
    readonly [
      Class in 'imaging' | 'reading' | 'scanners' | 'printers' | 'readers' | 'cards'
    ]: SupervisedClient<Class>;
  };
  readonly trainingCity: TrainingCity;
  readonly tell: (event: WindowEvent) => void;
  readonly log: Log;
}

export interface OpenedStation extends OpenStation {
  readonly sync: CitySync;
  /** The next number of a hall's queue, on paper. */
  issueTicket(request: TicketRequest): Promise<Result<PrintJob, ErrorCode>>;
  /** Speaks to the city and asks the slip printers what they are. */
  goOnline(): void;
  /** Asks the city for nothing more. */
  stopListening(): Promise<void>;
  /** The processes that read pages are about to end. */
  stopReading(): void;
  /** The printers' process has been started anew. */
  printersBack(): void;
}

/** How long a citizen waits for the city's code before the receipt shows the local number. */
const cityCodeWaitMs = 4_000;

export function openStation(parts: OpenStationParts): OpenedStation {
  const { store, settings, identity, place, version, clock, newId, catalogue, jobs, papers, bridges } = parts;
  const { status, trainingCity, tell, log } = parts;
  const { imaging, reading, scanners, printers } = bridges;
  const described = settings?.city.systems ?? [trainingStation.city];
  const addressOf = new Map(settings?.city.systems.map(({ id, baseUrl }) => [id, baseUrl]));
  const procedureOf = (code: string) => catalogue.anyVersion(code);
  const systems = createCitySystems({
    systems: described.map((system) =>
      connectSystem(
        settings ? system : { ...system, baseUrl: trainingCity.baseUrl },
        settings ? { store, clock } : { store, clock, fetch: trainingCity.fetch },
      ),
    ),
    rows: settings?.city.rows ?? [{ from: '2000-01-01', system: trainingStation.city.id }],
    store,
    clock,
    procedureOf,
  });
  const sync = createCitySync({
    ...{ store, systems, clock, log, procedureOf },
    bytesPerSecond: settings?.sync?.bytesPerSecond,
  });
  const downlink = createDownlink({
    systems: systems.all,
    store,
    clock,
    bundleKeys: settings?.city.bundleKeys ?? [],
    dossierWithCode: store.dossiers.idOfCityCode,
    hasDossier: (id) => store.dossiers.get(id) !== null,
    apply: createApplyChange(store, clock),
    onTaken: (_system, changes) => {
      for (const { dossierId } of changes) if (dossierId !== '') tell({ type: 'dossier.changed', dossierId });
    },
    onBundleRefused: (_system, kind, reason) => log('city.bundle-not-taken', { kind, reason }),
    log,
  });
  const toCity = {
    kick: () => sync.kick(),
    onChanged: (dossierId: string) => {
      tell({ type: 'dossier.changed', dossierId });
      status.announce();
    },
  };
  const news = createCityNews({ ...{ store, clock, newId }, ...toCity });
  const cases = createCityCases({
    ...{ store, catalogue, clock, newId },
    file: {
      ...{ folder: join(place.data, 'support'), version, counter: identity.id },
      cityStatus: () => sync.status(),
      systems: described.map(({ id, style }) => ({ id, style, baseUrl: addressOf.get(id) ?? 'simulator' })),
    },
    ...toCity,
  });
  const digitization = createDigitization({
    imaging,
    reading,
    store,
    blobs: store.blobs,
    newId,
    now: clock.now,
    log,
    onRead: (imageBlob) => tell({ type: 'page.read', imageBlob }),
    onLooked: ({ ownerId, pageId }, look) => intake.gate.looked(ownerId, pageId, look),
  });
  const intake: Intake = createIntake({
    store,
    catalogue,
    digitization,
    scanners: createScannerPort(scanners),
    copiers: scanners,
    city: sync,
    jobs,
    clock,
    newId,
    station: { counterId: identity.id, unitCode: identity.unitCode, agency: identity.agency },
    cityCodeWaitMs,
    onDraftChanged: (draft) => tell({ type: 'draft.changed', draft }),
    tell,
  });
  const slipPrinterIds = settings?.slipPrinters.map(({ path }) => `serial:${path}`) ?? [];
  const { profiles, printJobs, keepReady } = createSlipParts({
    ...{ store, printers, newId, training: settings === null, now: clock.now },
    printerIds: settings ? slipPrinterIds : ['virtual-slip'],
    onQuestion: () => tell({ type: 'printing.questions' }),
    ticketPlace: { centre: centreName, branch: identity.branch },
  });
  // A full disk leaves them as they were; they are asked about all the same.
  if (!printJobs.recover().ok) log('print-jobs.not-recovered');
  const printing = createPrinting({
    jobs: printJobs,
    slipProfileOf: profiles.of,
    store,
    printers,
    imaging,
    papers,
    now: clock.now,
    newId,
    describe: describeDossier({ catalogue, counter: identity }),
    training: settings === null,
    ...(settings?.forms ? { form01: settings.forms.form01, receiptPaper: settings.forms.form01.paper } : {}),
    ...(settings?.slipPrinters[0] ? { slipWidthPx: settings.slipPrinters[0].widthPx } : {}),
  });
  const slipPrinters = settings?.slipPrinters ?? [];
  const desk = createDeviceDesk({
    bridges,
    restart: (deviceClass) => bridges[deviceClass].restart(),
    slipWidthPx: slipPrinters[0]?.widthPx ?? 576,
  });
  const selfTest = createSelfTest({
    store,
    desk,
    refreshed: () => status.refresh().then(() => status.current()),
    jobs,
    clock,
  });
  const readiness = createReadiness({
    desk,
    selfTest,
    papers,
    printers,
    imaging,
    place: { counter: identity.name, branch: identity.branch, training: settings === null },
    diagnostics: {
      version,
      settings: {
        mode: settings ? 'production' : 'training',
        counter: identity.id,
        city: settings
          ? settings.city.systems.map(({ id, style, baseUrl }) => ({ id, style, baseUrl }))
          : 'simulator',
        slipPrinters,
      },
      logFile: join(place.logs, logFileName),
      folder: join(place.data, 'diagnostics'),
      now: clock.now,
    },
    now: clock.now,
  });
  const questions = createPrintQuestions({ jobs: printJobs, printing, store });
  sync.onChange(({ dossierId }) => {
    if (dossierId) tell({ type: 'dossier.changed', dossierId });
    status.announce();
  });
  return {
    ...{ store, intake, printing, questions, city: sync, sync, cases, news, readiness },
    issueTicket: (request) => issueTicket(printJobs, request),
    goOnline() {
      log('catalogue.read', { version: catalogue.version });
      sync.start();
      downlink.start();
      digitization.begin();
      intake.gate.settleAll();
      status.announce();
      void profiles.learn(slipPrinterIds).then(keepReady);
    },
    stopListening: () => downlink.stop(),
    stopReading: () => digitization.end(),
    printersBack: () => void keepReady(),
  };
}
