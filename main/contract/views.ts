/** Shapes that windows see and that are not domain records themselves. */
import { z } from 'zod';
import { ReaderInfo } from '../../native-bridge/contract-readers.ts';
import { DeadlineRule, FeeRule, Procedure, ProcedureCase, ProcedureComponent } from '../domain/procedure.ts';
import { DeadlineAssessment, DossierStatus, FeeAssessment, Instant, SyncState } from '../domain/dossier.ts';
import { Person } from '../domain/person.ts';
import { SyncView } from './sync-view.ts';

export const StaffView = z.object({
  id: z.string(),
  /** Sign-in name, e.g. `CB001`. */
  code: z.string(),
  fullName: z.string(),
  title: z.string(),
  admin: z.boolean(),
});
export type StaffView = z.infer<typeof StaffView>;

export const SessionView = z.object({
  mode: z.enum(['training', 'production']),
  /** `locked`: a passphrase opens the store; `new`: one must be chosen; `first-staff`: nobody can sign in yet. */
  store: z.enum(['open', 'locked', 'new', 'first-staff']),
  /** Why the store could not be opened although no person is needed for it; an error code. Unlocking tries again. */
  fault: z.string().nullable(),
  /** True when the data key is guarded by a passphrase because this machine has no keyring. */
  passphraseCustody: z.boolean(),
  staff: StaffView.nullable(),
  /** Start of the running shift. */
  shiftStartedAt: Instant.nullable(),
  counter: z.object({ id: z.string(), name: z.string(), branch: z.string(), agency: z.string().nullable() }),
  /** Only in training: what to type to sign in. */
  trainingHint: z.object({ code: z.string(), pin: z.string() }).nullable(),
  version: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

export const DeviceState = z.object({
  /** `ready`, `busy`, `absent` (nothing found), `fault` (found, needs a person), `starting`. */
  state: z.enum(['ready', 'busy', 'absent', 'fault', 'starting']),
  name: z.string().nullable(),
  /** Why, when `fault`, or `absent` for another reason than an unplugged cable; an error code. */
  reason: z.string().nullable(),
  virtual: z.boolean(),
});
export type DeviceState = z.infer<typeof DeviceState>;

/** What is done so that nothing gets lost (sao lưu, kiểm tra kho), and what was found damaged. */
export const KeepingView = z.object({
  backup: z.object({
    /**
     * `off`: none is set up; `waiting`: none was made yet; `retrying`: the last try failed, the one before is fresh;
     * `late`: none for three times the interval.
     */
    state: z.enum(['off', 'waiting', 'fresh', 'retrying', 'late']),
    /** When the last one was finished. */
    at: Instant.nullable(),
    /** Why the last try failed; an error code. */
    reason: z.string().nullable(),
  }),
  /** Null when the last check of everything found nothing, or none was made yet. */
  damage: z
    .object({
      /** Page files that were set aside. */
      pages: z.number().int(),
      /** Local codes of the dossiers concerned, at most a hundred. */
      dossiers: z.array(z.string()),
      database: z.boolean(),
      events: z.boolean(),
      /** Work that was lost with a damaged log; null: none. */
      log: z
        .object({
          lostCommits: z.number().int(),
          /** What was saved after this may be missing. */
          lastAt: Instant.nullable(),
        })
        .nullable(),
    })
    .nullable(),
});
export type KeepingView = z.infer<typeof KeepingView>;

export const StatusView = z.object({
  scanner: DeviceState,
  slipPrinter: DeviceState,
  paperPrinter: DeviceState,
  reader: DeviceState,
  /** PC/SC reader of identity card chips. */
  chipReader: DeviceState,
  network: z.enum(['up', 'down', 'unknown']),
  city: z.object({
    state: z.enum(['up', 'slow', 'down', 'unknown']),
    since: Instant.nullable(),
    /** Our clock minus the city's, ms; null when never compared. */
    clockOffsetMs: z.number().nullable(),
  }),
  outbox: z.object({ waiting: z.number().int(), refused: z.number().int(), oldestAt: Instant.nullable() }),
  /** Free bytes where the data lies; `low` below 1 GiB. */
  disk: z.object({ freeBytes: z.number(), low: z.boolean() }),
  keeping: KeepingView,
  sync: SyncView,
});
export type StatusView = z.infer<typeof StatusView>;

export const ProcedureSummary = z.object({
  code: z.string(),
  name: z.string(),
  field: z.string(),
  group: z.string(),
  deadline: DeadlineRule,
  fee: FeeRule,
  paperCount: z.number().int(),
});
export type ProcedureSummary = z.infer<typeof ProcedureSummary>;

export const ProcedureView = Procedure.omit({ effectiveTo: true }).extend({
  catalogueVersion: z.string(),
  components: z.array(
    ProcedureComponent.extend({
      /** Whether the rules let this paper be captured at all. */
      mayDigitize: z.boolean(),
    }),
  ),
  cases: z.array(
    ProcedureCase.extend({
      /** Ids of the papers that must be received in this case, or their data reused. */
      requiredPapers: z.array(z.string()),
    }),
  ),
});
export type ProcedureView = z.infer<typeof ProcedureView>;

export const UnitView = z.object({ code: z.string(), fullName: z.string(), branch: z.string() });
export type UnitView = z.infer<typeof UnitView>;

/**
 * What a scanned or typed text turned out to be. `warnings` and `reason` are i18n keys, e.g.
 * `number-sex-mismatch`, `diacritics-lost`, `truncated`.
 */
export const ScanView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('identity'), person: Person, warnings: z.array(z.string()) }),
  z.object({ kind: z.literal('dossier'), code: z.string() }),
  z.object({ kind: z.literal('procedure'), code: z.string() }),
  z.object({
    kind: z.literal('unusable'),
    reason: z.enum([
      'truncated',
      'health-insurance',
      'payment',
      'vneid',
      'legacy-card',
      'bad-number',
      'unreadable',
      'unknown',
    ]),
  }),
]);
export type ScanView = z.infer<typeof ScanView>;

export const DraftSummary = z.object({
  id: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
  /** Applicant's name, masked but for the last word ("N. V. An"). */
  applicantMasked: z.string().nullable(),
  procedureName: z.string().nullable(),
  pageCount: z.number().int(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

/** One thing that still stands in the way of accepting. `blocking: false` is advice. */
export const ReviewProblem = z.object({
  code: z.enum([
    'applicant-missing',
    'applicant-number-missing',
    'procedure-missing',
    'component-not-received',
    'component-not-captured',
    'component-copies-short',
    'competent-unit-missing',
    'delivery-address-missing',
    'presented-must-not-be-captured',
    'fee-unknown',
    'deadline-unknown',
    'deadline-provisional',
    'clock-skewed',
    'clock-unchecked',
    'data-low-confidence',
    'pages-undecided',
  ]),
  blocking: z.boolean(),
  componentId: z.string().nullable(),
});
export type ReviewProblem = z.infer<typeof ReviewProblem>;

export const ReviewView = z.object({
  ready: z.boolean(),
  problems: z.array(ReviewProblem),
  deadline: DeadlineAssessment,
  fee: FeeAssessment,
  /** The numbers that the officer gives for the fee, in order; `label` is the key in the draft's `feeQuantities`. */
  feeQuestions: z.array(z.object({ label: z.string(), unit: z.string() })),
  pageCount: z.number().int(),
});
export type ReviewView = z.infer<typeof ReviewView>;

export const DossierSummary = z.object({
  id: z.string(),
  cityCode: z.string().nullable(),
  localCode: z.string(),
  applicantName: z.string(),
  procedureName: z.string(),
  status: DossierStatus,
  acceptedAt: Instant,
  dueAt: Instant.nullable(),
  sync: SyncState,
  /** The page whose words the searched text was found among; null when the dossier itself was found by it. */
  found: z
    .object({
      pageId: z.string(),
      /** Name of the component; its id when the catalogue knows it no more. */
      paper: z.string(),
      componentId: z.string(),
      /** From 1, in the component. */
      number: z.number().int(),
      /** A few words around it. */
      words: z.array(z.object({ text: z.string(), hit: z.boolean() })),
    })
    .nullable(),
});
export type DossierSummary = z.infer<typeof DossierSummary>;

export const OutboxItemView = z.object({
  id: z.string(),
  dossierId: z.string(),
  code: z.string(),
  kind: z.enum(['dossier', 'progress']),
  state: z.enum(['waiting', 'sending', 'sent', 'refused']),
  attempts: z.number().int(),
  createdAt: Instant,
  nextAttemptAt: Instant.nullable(),
  /** The city's own words, or an error code; never personal data. */
  lastError: z.string().nullable(),
});
export type OutboxItemView = z.infer<typeof OutboxItemView>;

export const PrinterView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['paper', 'slip']),
  isDefault: z.boolean(),
  virtual: z.boolean(),
});
export type PrinterView = z.infer<typeof PrinterView>;

/** A code reader, as its device process gives it. */
export const ReaderView = ReaderInfo;
export type ReaderView = z.infer<typeof ReaderView>;

export const ScannerView = z.object({
  id: z.string(),
  name: z.string(),
  /** Where paper can come from, e.g. flatbed and feeder. */
  sources: z.array(z.enum(['flatbed', 'feeder', 'feeder-duplex'])),
  virtual: z.boolean(),
  /** A network scanner that can be taken off the list with `capture.forgetScanner`. */
  network: z.boolean().optional(),
});
export type ScannerView = z.infer<typeof ScannerView>;
