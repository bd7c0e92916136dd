/** Intake (tiếp nhận): from an empty draft to an accepted dossier. Each function is one operation of the contract. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { CitySync } from '../city/ports.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { WindowEvent } from '../contract/events.ts';
import type { InputOf } from '../contract/operations.ts';
import type { DossierSummary, DraftSummary, ReviewView } from '../contract/views.ts';
import { layOutChecklist } from '../domain/checklist.ts';
import type { Clock } from '../domain/clock.ts';
import type { Dossier, Draft } from '../domain/dossier.ts';
import { localDateOf } from '../domain/local-time.ts';
import { findKeptPage } from '../domain/page-gate.ts';
import { reviewDraft } from '../domain/review.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { BlobStore, FoundDossier, StaffRecord, Store } from '../store/ports.ts';
import { createAcceptDossier, type AcceptDossier } from './accept-dossier.ts';
import { createCapture, type Capture } from './capture.ts';
import { createDrafts } from './drafts.ts';
import { createPageGate, type PageGate } from './page-gate.ts';
import type { Jobs } from './jobs.ts';
import type { Digitization, ScannerPort } from './ports.ts';
import { createSuggestions, type Suggestions } from './suggestions.ts';

export interface IntakeParts {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly digitization: Digitization;
  readonly scanners: ScannerPort;
  /** The process that watches the folder of the copiers. */
  readonly copiers: BridgeClient<'scanners'>;
  readonly city: Pick<CitySync, 'status' | 'notice' | 'codeOf'>;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly station: { readonly counterId: string; readonly unitCode: string; readonly agency: string | null };
  readonly cityCodeWaitMs: number;
  readonly onDraftChanged: (draft: Draft) => void;
  readonly tell: (event: WindowEvent) => void;
}

type DraftResult = Result<Draft, ErrorCode>;

export interface Intake extends Capture, Suggestions {
  start(officer: StaffRecord): DraftResult;
  drafts(): DraftSummary[];
  open(draftId: string): DraftResult;
  setPeople(input: InputOf<'intake.setPeople'>, actor: string): DraftResult;
  setProcedure(input: InputOf<'intake.setProcedure'>, actor: string): DraftResult;
  setComponent(input: InputOf<'intake.setComponent'>, actor: string): DraftResult;
  setDetails(input: InputOf<'intake.setDetails'>, actor: string): DraftResult;
  review(draftId: string): Result<ReviewView, ErrorCode>;
  readonly accept: AcceptDossier;
  readonly gate: PageGate;
  discard(input: InputOf<'intake.discard'>, actor: string): Result<Record<string, never>, ErrorCode>;
  pageImage(
    ownerId: string,
    pageId: string,
    size: 'thumb' | 'full',
  ): Promise<Result<{ mime: string; bytes: Uint8Array }, ErrorCode>>;
  dossiers(query: InputOf<'dossier.list'>): { items: DossierSummary[]; total: number };
  dossier(id: string): Result<Dossier, 'not-found'>;
}

export function createIntake(parts: IntakeParts): Intake {
  const { store, catalogue, clock, newId } = parts;
  const drafts = createDrafts({ store, clock, newId, onChanged: parts.onDraftChanged });
  const gate = createPageGate({
    ...{ store, drafts, digitization: parts.digitization, clock, tell: parts.tell },
    isBeingAccepted: (draftId) => acceptance.isUnderWay(draftId),
  });
  const capture = createCapture({ ...parts, drafts, onCaptured: gate.captured });
  const acceptance = createAcceptDossier({ ...parts, drafts, gate });
  const today = () => localDateOf(clock.now());

  const suggestions = createSuggestions({ store, catalogue, drafts, move: capture.move });
  return {
    ...capture,
    ...suggestions,
    accept: acceptance.accept,
    gate,

    start(officer) {
      const draft = emptyDraft(newId(), officer.id, clock.now(), catalogue.version);
      const written = store.transaction(() => {
        store.drafts.insert(draft);
        store.events.append({
          id: newId(),
          at: draft.createdAt,
          actor: officer.id,
          type: 'draft.started',
          subject: draft.id,
          payload: {},
        });
      });
      return written.ok ? ok(draft) : written;
    },

    drafts: () =>
      store.drafts.open().map(({ procedureCode, ...summary }) => ({
        ...summary,
        procedureName: procedureCode ? (catalogue.anyVersion(procedureCode)?.name ?? null) : null,
      })),
    open: drafts.open,

    setPeople: ({ draftId, revision, ...people }, actor) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'draft.people-set',
        apply: (draft) => ok({ ...draft, people }),
      }),

    setProcedure({ draftId, revision, procedureCode, caseId }, actor) {
      const procedure = catalogue.procedure(procedureCode, today());
      if (!procedure) return fail('procedure-not-in-force', { code: procedureCode });
      if (!procedure.cases.some((each) => each.id === caseId)) return fail('not-found');
      return drafts.change({
        draftId,
        revision,
        actor,
        event: 'draft.procedure-set',
        payload: { procedureCode, caseId, catalogueVersion: catalogue.version },
        apply: (draft) =>
          ok({
            ...draft,
            procedureCode,
            caseId,
            catalogueVersion: catalogue.version,
            components: layOutChecklist(procedure, caseId, draft.components),
            // Claims belong to the procedure that they were made for.
            exemption: draft.procedureCode === procedureCode ? draft.exemption : null,
            feeQuantities: draft.procedureCode === procedureCode ? draft.feeQuantities : {},
          }),
      });
    },

    setComponent: ({ draftId, revision, componentId, change }, actor) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'draft.component-set',
        payload: { componentId, fields: Object.keys(change) },
        apply: (draft) => {
          if (!draft.components.some((component) => component.componentId === componentId))
            return fail('not-found');
          const given = defined(change);
          return ok({
            ...draft,
            components: draft.components.map((component) =>
              component.componentId === componentId ? { ...component, ...given } : component,
            ),
          });
        },
      }),

    setDetails: ({ draftId, revision, change }, actor) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'draft.details-set',
        payload: { fields: Object.keys(change) },
        apply: (draft) => ok({ ...draft, ...defined(change) }),
      }),

    review(draftId) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const { procedureCode } = draft.value;
      const review = reviewDraft({
        draft: draft.value,
        procedure: procedureCode ? catalogue.procedure(procedureCode, today()) : null,
        calendar: catalogue.calendar,
        now: clock.now(),
        clockOffsetMs: parts.city.status().clockOffsetMs,
      });
      const faulty = new Set(gate.undecided(draft.value).map((each) => each.componentId));
      const advice = [...faulty].map((componentId) => ({
        code: 'pages-undecided' as const,
        blocking: false,
        componentId,
      }));
      return ok({ ...review, problems: [...review.problems, ...advice] });
    },

    discard({ draftId, revision, reason }, actor) {
      const marked = drafts.change({
        draftId,
        revision,
        actor,
        event: 'draft.discarded',
        payload: { reason },
        apply: (draft) => ok(draft),
      });
      if (!marked.ok) return marked;
      const closed = store.transaction(() => store.drafts.close(draftId, 'discarded'));
      return closed.ok ? ok({}) : closed;
    },

    async pageImage(ownerId, pageId, size) {
      // An accepted dossier has its draft's id, and the closed draft is empty.
      const owner = store.dossiers.get(ownerId) ?? store.drafts.get(ownerId)?.draft;
      const found = owner && findKeptPage(owner, pageId);
      if (!found) return fail('not-found');
      const { thumbBlob, imageBlob } = found.page;
      return readPicture(store.blobs, size === 'thumb' ? thumbBlob : imageBlob);
    },

    dossiers(query) {
      const { items, total } = store.dossiers.list(query);
      return { items: items.map((item) => withPaperName(catalogue, item)), total };
    },
    dossier(id) {
      const dossier = store.dossiers.get(id);
      return dossier ? ok(dossier) : fail('not-found');
    },
  };
}

function withPaperName(catalogue: Catalogue, { found, ...summary }: FoundDossier): DossierSummary {
  if (!found) return { ...summary, found };
  const { procedureCode, ...page } = found;
  const paper = catalogue.anyVersion(procedureCode)?.components.find(({ id }) => id === page.componentId);
  return { ...summary, found: { ...page, paper: paper?.name ?? page.componentId } };
}

async function readPicture(
  blobs: BlobStore,
  blob: string,
): Promise<Result<{ mime: string; bytes: Uint8Array }, ErrorCode>> {
  const bytes = await blobs.get(blob);
  // A missing page file is damage as much as an altered one: the row says that it must be there.
  return bytes.ok ? ok({ mime: 'image/jpeg', bytes: bytes.value }) : fail('page-damaged');
}

/** Drops keys whose value is undefined, so that a partial change never erases a field. */
function defined<Change extends object>(
  change: Change,
): { [Key in keyof Change]: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}

function emptyDraft(id: string, officerId: string, now: number, catalogueVersion: string): Draft {
  return {
    id,
    revision: 0,
    createdAt: now,
    updatedAt: now,
    officerId,
    people: { applicant: null, owner: null, authorised: null, helper: null },
    procedureCode: null,
    caseId: null,
    catalogueVersion,
    components: [],
    delivery: { method: 'counter', address: '' },
    sets: 1,
    exemption: null,
    feeQuantities: {},
    competentUnit: null,
    note: '',
  };
}
