/** A seeded officer: works through the contract as a window would, and says what was acknowledged. */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../main/contract/errors.ts';
import type { WindowEvent } from '../../main/contract/events.ts';
import type { InputOf, OperationName, OutputOf } from '../../main/contract/operations.ts';
import type { Draft } from '../../main/domain/dossier.ts';
import type { Result } from '../../main/domain/result.ts';
import type { TicketRequest } from '../../main/printing/tickets.ts';
import type { PrintJob } from '../../main/store/ports.ts';
import { randomFrom, type Random } from '../fuzz/mutate.ts';
import { samplePerson } from '../sample-people.ts';
import { crashStaff, pageDpi, ticketRequest } from './crash-place.ts';
import { markedJpeg } from './marked-jpeg.ts';
import type { CounterTask, Word } from './words.ts';

export interface Counter {
  ask<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<Result<OutputOf<Name>, ErrorCode>>;
  issueTicket(request: TicketRequest): Promise<Result<PrintJob, ErrorCode>>;
  onEvent(listener: (event: WindowEvent) => void): void;
  say(word: Word): void;
  look(question: { kind: 'ticket' | 'slip'; label: string }): Promise<'came-out' | 'did-not'>;
}

/** Has one paper to be digitized in its only case that needs one. */
const procedures = ['1.004194', '1.001193'] as const;
/** Drafts that lie about; more are finished before another is begun. */
const mostOpen = 3;

export interface Officer {
  signIn(): Promise<void>;
  work(): Promise<void>;
}

export function createOfficer(counter: Counter, task: CounterTask): Officer {
  const random: Random = randomFrom(task.seed);
  const pictures = readdirSync(task.pageFolder).map((name) => readFileSync(join(task.pageFolder, name)));
  const toldCity = new Set<string>();

  /** Null when it was refused, which is said. */
  async function ask<Name extends OperationName>(
    operation: Name,
    input: InputOf<Name>,
  ): Promise<OutputOf<Name> | null> {
    const answer = await counter.ask(operation, input);
    if (answer.ok) return answer.value;
    counter.say({ t: 'refused', operation, code: answer.error.code });
    return null;
  }

  function shown(draft: Draft | null): Draft | null {
    if (draft) counter.say({ t: 'draft', draftId: draft.id, revision: draft.revision });
    return draft;
  }

  /** The next thing that is missing in a draft; it may have been left at any point by a killed predecessor. */
  async function goOn(draft: Draft): Promise<void> {
    const at = { draftId: draft.id, revision: draft.revision };
    if (!draft.people.applicant) {
      const applicant = samplePerson(random(900_000));
      shown(await ask('intake.setPeople', { ...at, applicant, owner: null, authorised: null, helper: null }));
      return;
    }
    if (!draft.procedureCode) {
      const procedureCode = procedures[random(procedures.length)] ?? procedures[0];
      const procedure = await ask('catalogue.procedure', { code: procedureCode });
      const caseId = procedure?.cases[0]?.id;
      if (caseId) shown(await ask('intake.setProcedure', { ...at, procedureCode, caseId }));
      return;
    }
    const procedure = await ask('catalogue.procedure', { code: draft.procedureCode });
    for (const component of draft.components.filter(({ applies }) => applies)) {
      const paper = procedure?.components.find(({ id }) => id === component.componentId);
      if (!paper) continue;
      if (!component.received) {
        const change = { received: true, receivedAs: paper.kind, copies: Math.max(1, paper.copies) };
        const { componentId } = component;
        shown(await ask('intake.setComponent', { ...at, componentId, change }));
        return;
      }
      if (paper.digitize && (component.pages.length === 0 || random(4) === 0)) {
        await capture(draft.id, component.componentId);
        return;
      }
    }
    await accept(draft);
  }

  async function capture(draftId: string, componentId: string): Promise<void> {
    const picture = pictures[random(pictures.length)];
    if (!picture) throw new Error('no pictures to capture');
    const bytes = markedJpeg(picture, randomUUID());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const pageId = randomUUID();
    const kept = await ask('capture.cameraPage', { draftId, componentId, pageId, dpi: pageDpi, bytes });
    if (kept) counter.say({ t: 'page', draftId, componentId, pageId, sha256 });
  }

  async function accept({ id, revision }: Draft): Promise<void> {
    const dossier = await ask('intake.accept', { draftId: id, revision });
    if (!dossier) return;
    counter.say({
      t: 'dossier',
      dossierId: dossier.id,
      localCode: dossier.localCode,
      files: dossier.files.map(({ sha256 }) => sha256),
      fee: dossier.fee.total,
    });
    sayCity(dossier);
    if (random(3) > 0 || task.mode === 'one') await slip(dossier.id);
  }

  async function slip(dossierId: string): Promise<void> {
    const printed = await ask('printing.print', {
      ...{ dossierId, paper: 'slip', printerId: null, reprintReason: null },
    });
    if (printed?.outcome === 'confirmed') counter.say({ t: 'slip', dossierId });
  }

  async function ticket(): Promise<void> {
    const issued = await counter.issueTicket(ticketRequest());
    if (!issued.ok) counter.say({ t: 'refused', operation: 'ticket', code: issued.error.code });
    else if (issued.value.state === 'confirmed') {
      const { id: jobId, number, label } = issued.value;
      counter.say({ t: 'ticket', jobId, number, label });
    }
  }

  function sayCity({ id, cityCode }: { id: string; cityCode: string | null }): void {
    if (cityCode === null || toldCity.has(id)) return;
    toldCity.add(id);
    counter.say({ t: 'city', dossierId: id, cityCode });
  }

  /** Of papers that a predecessor left; true when there was one. */
  async function answerOne(): Promise<boolean> {
    const questions = await ask('printing.questions', {});
    const [first] = questions?.items ?? [];
    if (!first) return false;
    const seen = await counter.look({ kind: first.kind, label: first.label });
    const answered = await ask('printing.answer', { jobId: first.jobId, seen });
    if (answered) counter.say({ t: 'answer', jobId: first.jobId, seen });
    return true;
  }

  async function openDrafts(): Promise<string[]> {
    return (await ask('intake.drafts', {}))?.items.map(({ id }) => id) ?? [];
  }

  async function step(): Promise<void> {
    if (await answerOne()) return;
    if (random(5) === 0) return await ticket();
    const open = await openDrafts();
    const chosen = open.length >= mostOpen || (open.length > 0 && random(4) > 0) ? open.at(-1) : undefined;
    if (chosen === undefined) {
      shown(await ask('intake.start', {}));
      return;
    }
    const draft = await ask('intake.open', { draftId: chosen });
    if (draft) await goOn(draft);
  }

  /** One citizen: a number, a dossier, its slip, and the city has it. */
  async function one(): Promise<void> {
    while (await answerOne());
    await ticket();
    if ((await openDrafts()).length === 0) shown(await ask('intake.start', {}));
    for (let [open] = await openDrafts(); open !== undefined; [open] = await openDrafts()) {
      const draft = await ask('intake.open', { draftId: open });
      if (draft) await goOn(draft);
    }
    await allSent();
  }

  async function allSent(): Promise<void> {
    for (;;) {
      const status = await ask('status.get', {});
      if (status?.outbox.waiting === 0) return;
      await sleep(50);
    }
  }

  return {
    async signIn() {
      counter.onEvent((event) => {
        if (event.type !== 'dossier.changed' || !event.dossierId) return;
        void counter.ask('dossier.get', { dossierId: event.dossierId }).then((dossier) => {
          if (dossier.ok) sayCity(dossier.value);
        });
      });
      const session = await ask('session.state', {});
      if (session?.store === 'first-staff') await ask('session.firstStaff', crashStaff);
      const signedIn = await ask('session.signIn', { code: crashStaff.code, pin: crashStaff.pin });
      if (!signedIn) throw new Error(`not signed in: the store is ${String(session?.store)}`);
      await openDrafts();
    },
    async work() {
      if (task.mode === 'settle') {
        while (await answerOne());
        return await allSent();
      }
      if (task.mode === 'one') return await one();
      for (;;) await step();
    },
  };
}
