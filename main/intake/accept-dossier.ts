/**
 * Tiếp nhận hồ sơ: review → component files → one transaction (dossier, event, outbox, draft closed) → a short wait for
 * the city's code. Once it returns, the dossier is on disk; called again for the same draft it returns the same dossier.
 */
import type { Catalogue } from '../catalogue/index.ts';
import type { CitySync } from '../city/ports.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Clock } from '../domain/clock.ts';
import { localDossierCode } from '../domain/codes.ts';
import type { ComponentFile, Dossier, Draft } from '../domain/dossier.ts';
import { localDateOf } from '../domain/local-time.ts';
import { reviewDraft } from '../domain/review.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { StaffRecord, Store } from '../store/ports.ts';
import type { Drafts } from './drafts.ts';
import type { PageGate } from './page-gate.ts';
import type { Digitization } from './ports.ts';

export interface AcceptParts {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly drafts: Drafts;
  readonly digitization: Digitization;
  readonly gate: Pick<PageGate, 'undecided' | 'settle'>;
  readonly city: Pick<CitySync, 'status' | 'notice' | 'codeOf'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly station: { readonly counterId: string; readonly unitCode: string; readonly agency: string | null };
  /** How long a citizen waits for the city's code before the receipt shows the local number, ms. */
  readonly cityCodeWaitMs: number;
}

export type AcceptDossier = (
  request: { readonly draftId: string; readonly revision: number },
  officer: StaffRecord,
) => Promise<Result<Dossier, ErrorCode>>;

export interface Acceptance {
  readonly accept: AcceptDossier;
  isUnderWay(draftId: string): boolean;
}

export function createAcceptDossier(parts: AcceptParts): Acceptance {
  const { store, clock, city } = parts;
  /** A second click while the first is under way gets the first one's answer. */
  const underWay = new Map<string, Promise<Result<Dossier, ErrorCode>>>();

  async function accept(
    draftId: string,
    revision: number,
    officer: StaffRecord,
  ): Promise<Result<Dossier, ErrorCode>> {
    const already = store.dossiers.byDraft(draftId);
    if (already) return ok(already);
    const opened = parts.drafts.open(draftId);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (draft.revision !== revision) return fail('draft-changed-elsewhere');

    const assessed = assess(parts, draft);
    if (!assessed.ok) return assessed;
    const files = await parts.digitization.filesOf(draft, {
      code: 'HS',
      officer: officer.code,
      device: parts.station.counterId,
    });
    if (!files.ok) return files;

    const written = store.transaction((): Result<Dossier, ErrorCode> => {
      const latest = parts.drafts.open(draftId);
      if (!latest.ok) return latest;
      // A page that arrived while the files were being made would be missing in them.
      if (latest.value.revision !== draft.revision) return fail('draft-changed-elsewhere');
      return ok(write(parts, draft, assessed.value, files.value, officer));
    });
    if (!written.ok) return written;
    if (!written.value.ok) return written.value;
    const dossier = written.value.value;
    city.notice();
    const code = city.status().state === 'down' ? null : await city.codeOf(dossier.id, parts.cityCodeWaitMs);
    return ok(code ? (store.dossiers.get(dossier.id) ?? dossier) : dossier);
  }

  return {
    isUnderWay: (draftId) => underWay.has(draftId),
    accept({ draftId, revision }, officer) {
      const running = underWay.get(draftId);
      if (running) return running;
      const pending = accept(draftId, revision, officer).finally(() => {
        underWay.delete(draftId);
        // A draft that stays open takes what was seen of its pages meanwhile.
        const left = parts.drafts.open(draftId);
        if (left.ok) parts.gate.settle(left.value);
      });
      underWay.set(draftId, pending);
      return pending;
    },
  };

  function assess({ catalogue }: AcceptParts, draft: Draft) {
    const now = clock.now();
    const procedure = draft.procedureCode ? catalogue.procedure(draft.procedureCode, localDateOf(now)) : null;
    if (draft.procedureCode && !procedure) return fail('procedure-changed');
    const review = reviewDraft({
      draft,
      procedure,
      calendar: catalogue.calendar,
      now,
      clockOffsetMs: city.status().clockOffsetMs,
    });
    if (review.problems.some((problem) => problem.code === 'clock-skewed')) return fail('clock-skewed');
    if (!review.ready || !procedure || !draft.caseId) return fail('review-incomplete');
    return ok({ procedure, caseId: draft.caseId, deadline: review.deadline, fee: review.fee, now });
  }
}

type Assessed = {
  procedure: { code: string; name: string };
  caseId: string;
  deadline: Dossier['deadline'];
  fee: Dossier['fee'];
  now: number;
};

/** Inside the transaction. */
function write(
  { store, station, newId, gate }: AcceptParts,
  draft: Draft,
  { procedure, caseId, deadline, fee, now }: Assessed,
  files: readonly ComponentFile[],
  officer: StaffRecord,
): Dossier {
  const day = localDateOf(now);
  const localCode = localDossierCode(station.counterId, now, store.nextLocalNumber(station.counterId, day));
  const dossier: Dossier = {
    // The draft's id goes on as the dossier's: one id from first touch to the city, made once.
    id: draft.id,
    cityCode: null,
    localCode,
    status: 2,
    acceptedAt: now,
    officerId: officer.id,
    officerName: officer.fullName,
    helpedAt: station.agency,
    receivedAt: station.unitCode,
    competentUnit: draft.competentUnit,
    people: draft.people,
    procedureCode: procedure.code,
    procedureName: procedure.name,
    caseId,
    catalogueVersion: draft.catalogueVersion,
    components: draft.components,
    files: files.map((file) => ({ ...file, name: file.name.replace(/^HS_/, `${localCode}_`) })),
    deadline,
    fee,
    delivery: draft.delivery,
    sets: draft.sets,
    note: draft.note,
    sync: 'waiting',
  };
  store.dossiers.insert(dossier);
  store.drafts.close(draft.id, 'accepted');
  store.events.append({
    id: newId(),
    at: now,
    actor: officer.id,
    type: 'dossier.accepted',
    subject: dossier.id,
    payload: {
      localCode,
      procedureCode: procedure.code,
      catalogueVersion: draft.catalogueVersion,
      dueAt: deadline.dueAt,
      files: files.map(({ id, sha256 }) => ({ id, sha256 })),
      undecidedFaults: gate.undecided(draft).map(({ pageId, faults }) => ({ pageId, faults })),
    },
  });
  const outbox = { dossierId: dossier.id, createdAt: now };
  store.outbox.add({
    ...outbox,
    id: newId(),
    sequence: 1,
    kind: 'dossier',
    payload: { dossierId: dossier.id },
  });
  store.outbox.add({
    ...outbox,
    id: newId(),
    sequence: 2,
    kind: 'progress',
    payload: { dossierId: dossier.id, status: 2, at: now, text: 'Tiếp nhận hồ sơ' },
  });
  return dossier;
}
