/** Each operation of the contract, answered by the part that owns it. No rules here. */
import type { CardService } from '../cards/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { CityCasesDesk } from '../city/cases.ts';
import type { CityNewsDesk } from '../city/news.ts';
import type { CitySync } from '../city/ports.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import { localDateOf } from '../domain/local-time.ts';
import { fail, ok } from '../domain/result.ts';
import type { Clock } from '../domain/clock.ts';
import type { Intake } from '../intake/index.ts';
import type { Jobs } from '../intake/jobs.ts';
import type { Printing } from '../printing/index.ts';
import type { Readiness } from '../readiness/index.ts';
import type { PrintQuestions } from '../printing/questions.ts';
import type { StaffRecord, Store } from '../store/ports.ts';
import type { Handlers } from './contract-router.ts';
import { changesLookOnly, type PreferenceKeeper } from './preferences.ts';
import { viewOfProcedure } from './procedure-view.ts';
import type { SessionService } from './session.ts';
import type { StationStatus } from './station-status.ts';
import type { TrainingDock } from './training-dock.ts';

/** What exists once the store is open. */
export interface OpenStation {
  readonly store: Store;
  readonly intake: Intake;
  readonly printing: Printing;
  readonly questions: PrintQuestions;
  readonly city: CitySync;
  readonly cases: CityCasesDesk;
  readonly news: CityNewsDesk;
  readonly readiness: Readiness;
}

export interface HandlerParts {
  readonly session: SessionService;
  readonly preferences: PreferenceKeeper;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly status: StationStatus;
  readonly scanners: BridgeClient<'scanners'>;
  readonly readers: BridgeClient<'readers'>;
  readonly cards: CardService;
  /** The router lets only signed-in staff through, and signing in needs an open store. */
  readonly station: () => OpenStation;
  readonly training: TrainingDock | null;
  readonly openWindow: () => void;
}

const listLimitMs = 30_000;
const signalLimitMs = 5_000;

/** What a reader answers to a signal. */
function told(outcome: BridgeOutcome<unknown>) {
  if (outcome.ok) return ok({});
  const { code } = outcome.error;
  return fail(
    code === 'reader-absent' || code === 'reader-cannot' || code === 'reader-failed' ? code : 'timed-out',
  );
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { session, catalogue, clock, training } = parts;
  const intake = () => parts.station().intake;
  const readiness = () => parts.station().readiness;
  const today = () => localDateOf(clock.now());
  const officer = (): StaffRecord => {
    const staff = session.staff();
    if (!staff) throw new Error('an operation for signed-in staff ran with nobody signed in');
    return staff;
  };
  const actor = () => officer().id;

  return {
    'session.state': async () => ok(await session.state()),
    'session.unlock': ({ passphrase }) => session.unlock(passphrase),
    'session.firstStaff': (input) => session.firstStaff(input),
    'session.signIn': ({ code, pin }) => session.signIn(code, pin),
    'session.signOut': async () => ok(await session.signOut()),
    'admin.addStaff': (input) => session.addStaff(input),
    'status.get': () => ok(parts.status.current()),
    'preferences.get': () => ok(parts.preferences.current()),
    'preferences.set': (change) =>
      session.staff() || changesLookOnly(change) ? parts.preferences.change(change) : fail('not-signed-in'),
    'shell.openWindow': () => {
      parts.openWindow();
      return ok({});
    },

    'catalogue.search': ({ text, limit }) =>
      ok({
        items: catalogue.search(text, limit, today()).map((procedure) => ({
          code: procedure.code,
          name: procedure.name,
          field: procedure.field,
          group: procedure.group,
          deadline: procedure.deadline,
          fee: procedure.fee,
          paperCount: procedure.components.length,
        })),
        version: catalogue.version,
      }),
    'catalogue.procedure': ({ code }) => {
      const procedure = catalogue.procedure(code, today());
      if (procedure) return ok(viewOfProcedure(procedure, catalogue.version));
      return fail(catalogue.anyVersion(code) ? 'procedure-not-in-force' : 'not-found', { code });
    },
    'catalogue.units': ({ text, limit }) => ok({ items: catalogue.units(text, limit, today()) }),
    'catalogue.unit': ({ code }) =>
      ok({ unit: catalogue.unit(code), today: catalogue.successors(code, today()) }),

    'intake.start': () => intake().start(officer()),
    'intake.drafts': () => ok({ items: intake().drafts() }),
    'intake.open': ({ draftId }) => intake().open(draftId),
    'intake.setPeople': (input) => intake().setPeople(input, actor()),
    'intake.setProcedure': (input) => intake().setProcedure(input, actor()),
    'intake.setComponent': (input) => intake().setComponent(input, actor()),
    'intake.setDetails': (input) => intake().setDetails(input, actor()),
    'intake.review': ({ draftId }) => intake().review(draftId),
    'intake.accept': async (input) => {
      const accepted = await intake().accept(input, officer());
      // One more waits for the city, also when the city is known to be down and nothing else will say so.
      parts.status.announce();
      return accepted;
    },
    'intake.discard': (input) => intake().discard(input, actor()),

    'capture.scanners': async () => {
      const listed = await parts.scanners.call('list', {}, [], { timeoutMs: listLimitMs });
      return listed.ok ? ok({ items: listed.value.scanners }) : fail('timed-out');
    },
    'capture.scan': (input) => intake().scan(input, actor()),
    'capture.printSeparator': (input) => parts.station().printing.printSeparator(input),
    'capture.incoming': () => intake().incoming(),
    'capture.takeIncoming': (input) => intake().takeIncoming(input, actor()),
    'capture.addScanner': async ({ address }) => {
      const added = await intake().addScanner(address);
      void parts.status.refresh();
      return added;
    },
    'capture.forgetScanner': async ({ scannerId }) => {
      const forgotten = await intake().forgetScanner(scannerId);
      void parts.status.refresh();
      return forgotten;
    },
    'capture.cameraPage': (input) => intake().cameraPage(input, actor()),
    'capture.addFile': (input) => intake().addFile(input, actor()),
    'capture.pageImage': ({ ownerId, pageId, size }) => intake().pageImage(ownerId, pageId, size),
    'capture.turnPages': (input) => intake().turn({ ...input, actor: actor() }),
    'capture.movePages': (input) => intake().move({ ...input, actor: actor() }),
    'capture.removePages': (input) => intake().remove({ ...input, actor: actor() }),
    'capture.joinCard': (input) => intake().joinCard({ ...input, actor: actor() }),
    'capture.partCard': (input) => intake().partCard({ ...input, actor: actor() }),
    'capture.normalisePdfs': (input) => intake().normalisePdfs(input, actor()),
    'capture.pdfAsCame': (input) => intake().pdfAsCame({ ...input, actor: actor() }),
    'capture.undoEdit': (input) => intake().undo({ ...input, actor: actor() }),
    'capture.redoEdit': (input) => intake().redo({ ...input, actor: actor() }),
    'capture.suggestion': (input) => intake().suggestion(input),
    'capture.answerSuggestion': (input) => intake().answerSuggestion(input, actor()),
    'capture.edits': ({ draftId }) => intake().edits(draftId),
    'gate.looks': ({ ownerId }) => intake().gate.looks(ownerId),
    'gate.look': ({ ownerId, pageId }) => intake().gate.look(ownerId, pageId),
    'gate.decide': (input) => intake().gate.decide({ ...input, actor: actor() }),
    'gate.fileAside': (input) => intake().gate.fileAside({ ...input, actor: actor() }),
    'gate.keepAside': (input) => intake().gate.keepAside({ ...input, actor: actor() }),
    'gate.split': (input) => intake().gate.split({ ...input, actor: actor() }),
    'gate.join': (input) => intake().gate.join({ ...input, actor: actor() }),
    'gate.filePicture': ({ ownerId, pageId }) => intake().gate.filePicture(ownerId, pageId),
    'cards.readers': () => parts.cards.readers(),
    'cards.read': (input) => parts.cards.read(input),
    'cards.cancel': ({ readId }) => {
      parts.cards.cancel(readId);
      return ok({});
    },
    'job.cancel': ({ jobId }) => parts.jobs.cancel(jobId),

    'dossier.list': (query) => ok(intake().dossiers(query)),
    'dossier.get': ({ dossierId }) => intake().dossier(dossierId),
    'dossier.paper': ({ dossierId, paper }) => parts.station().printing.preview(dossierId, paper),
    'printing.printers': () => parts.station().printing.list(),
    'printing.print': (input) => parts.station().printing.print(input),
    'printing.questions': () => ok({ items: parts.station().questions.list() }),
    'printing.answer': ({ jobId, seen }) => parts.station().questions.answer(jobId, seen),

    'sync.items': (query) => ok(parts.station().cases.messages(query)),
    'sync.cases': (page) => ok(parts.station().cases.cases(page)),
    'sync.take': ({ dossierId }) => parts.station().cases.take(dossierId, actor()),
    'sync.resend': ({ itemId, change }) => parts.station().cases.resend(itemId, change, actor()),
    'sync.changeUnit': ({ itemId, unit }) => parts.station().cases.changeUnit(itemId, unit, actor()),
    'sync.exportCase': ({ dossierId }) => parts.station().cases.exportCase(dossierId, actor()),
    'sync.retryNow': () => {
      parts.station().city.kick();
      return ok({});
    },
    'sync.pause': ({ minutes }) => parts.station().city.pause(minutes, actor()),
    'sync.resume': () => {
      const resumed = parts.station().city.resume(actor());
      return resumed.ok ? ok({}) : resumed;
    },

    'city.news': (page) => ok(parts.station().news.list(page, actor())),
    'city.newsSeen': ({ upTo }) => parts.station().news.seen(upTo, actor()),
    'city.dossier': ({ dossierId }) => parts.station().news.dossier(dossierId, actor()),
    'city.settle': (settlement) => parts.station().news.settle(settlement, actor()),

    'devices.list': async () => ok({ classes: await readiness().desk.list() }),
    'devices.trace': async () => ok({ entries: await readiness().desk.trace() }),
    'devices.testSlip': ({ printerId }) => readiness().testSlip(printerId),
    'devices.testChip': ({ readerId }) => readiness().desk.testChip(readerId),
    'devices.testScan': ({ scannerId, source }) => readiness().desk.testScan(scannerId, source),
    'devices.restart': async ({ deviceClass }) => {
      await readiness().desk.restart(deviceClass);
      return ok({});
    },
    'devices.diagnostics': () => readiness().diagnostics(),
    'readiness.start': () => ok({ jobId: readiness().selfTest.start() }),
    'readiness.last': () => ok(readiness().selfTest.state()),
    'readiness.print': ({ form }) => readiness().print(form),
    'readiness.paper': () => readiness().paper(),

    'training.cards': () => (training ? ok({ items: [...training.cards] }) : fail('not-in-training')),
    'training.city': async ({ running }) => (training ? training.city(running) : fail('not-in-training')),
    'training.scanner': async (set) => (training ? training.scanner(set) : fail('not-in-training')),
    'training.printer': async ({ fault }) => (training ? training.printer(fault) : fail('not-in-training')),
    'readers.list': async () => {
      const listed = await parts.readers.call('list', {}, [], { timeoutMs: listLimitMs });
      return listed.ok ? ok({ items: listed.value.readers }) : fail('timed-out');
    },
    'readers.trigger': async (input) =>
      told(await parts.readers.call('trigger', input, [], { timeoutMs: signalLimitMs })),
    'readers.beep': async (input) =>
      told(await parts.readers.call('beep', input, [], { timeoutMs: signalLimitMs })),

    'training.holdCode': async ({ payload, fault }) =>
      training ? training.holdCode(payload, fault) : fail('not-in-training'),
    'training.chip': async ({ card }) => (training ? training.chip(card) : fail('not-in-training')),
    'training.lastSlip': async () => (training ? ok(await training.lastSlip()) : fail('not-in-training')),
  };
}
