import { z } from 'zod';
import { DossierPeople } from './person.ts';
import { ComponentKind } from './procedure.ts';

/** Milliseconds since the epoch. */
export const Instant = z.number().int();
export type Instant = z.infer<typeof Instant>;

/** The ten national states (trạng thái hồ sơ); 5, 6 and 8 pause the clock. Local states are kept elsewhere. */
export const DossierStatus = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
  z.literal(8),
  z.literal(9),
  z.literal(10),
]);
export type DossierStatus = z.infer<typeof DossierStatus>;

export const Rotation = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]);
export type Rotation = z.infer<typeof Rotation>;

/** What an officer decided about faults of a page (quyết định về trang). */
export const PageDecision = z.object({
  /** In the officer's words. */
  reason: z.string().max(300),
  /** The kinds of fault that it is about; `blank`, `separator`: the page was set aside as such and belongs to the file. */
  faults: z.array(z.string()),
  officerId: z.string(),
  at: Instant,
});
export type PageDecision = z.infer<typeof PageDecision>;

export const PagePicture = z.object({
  /** Sealed page picture (JPEG) at `widthPx` × `heightPx`, as captured, not rotated. */
  imageBlob: z.string(),
  /** Sealed thumbnail (JPEG, ≤ 320 px on the long side). */
  thumbBlob: z.string(),
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  /** Dots per inch of the page picture; 1:1 size follows from it. */
  dpi: z.number().positive(),
});
export type PagePicture = z.infer<typeof PagePicture>;

/** What a page is made of; an edit may change it, see normalised-page.ts. */
export const PageBody = PagePicture.extend({
  /** For a page of an incoming PDF: the kept file and the 0-based page in it. */
  pdf: z.object({ fileId: z.string(), pageIndex: z.number().int().min(0) }).nullable(),
  /**
   * For one drawn anew from such a page (trang chuẩn hóa), and then `pdf` is null: where it comes from, whether its words
   * are the PDF's own, and the picture by which the page of the PDF was shown.
   */
  normalised: z
    .object({
      fileId: z.string(),
      pageIndex: z.number().int().min(0),
      ownWords: z.boolean(),
      shownBy: PagePicture,
    })
    .optional(),
});
export type PageBody = z.infer<typeof PageBody>;

/** One captured page. It is safe on disk before it appears here. */
export const Page = PageBody.extend({
  id: z.string(),
  /** Clockwise, applied when shown and when written to PDF. */
  rotation: Rotation,
  source: z.enum(['scanner', 'camera', 'file']),
  capturedAt: Instant,
  /** Neighbours with the same value are the two sides of one card, and lie on one A4 page of the file (see card-sheet.ts). */
  sheet: z.string().optional(),
  decision: PageDecision.optional(),
  /** The page that this one was cut out of, when several papers lay on one glass; it is kept aside. */
  cutFrom: z.string().optional(),
});
export type Page = z.infer<typeof Page>;

/** A file as it came in, kept byte for byte. */
export const KeptFile = z.object({
  id: z.string(),
  blob: z.string(),
  /** File name as given, without folders. */
  name: z.string().max(200),
  mime: z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']),
  bytes: z.number().int().min(1),
  /** SHA-256 of the file, lower-case hex. */
  sha256: z.string().length(64),
  /** True when the PDF carries a digital signature: it goes to the city unchanged. */
  signed: z.boolean(),
  pageCount: z.number().int().min(1),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** A captured page that is kept and goes into no file (trang để riêng). */
export const AsidePage = z.object({
  page: Page,
  /**
   * `blank`: nothing is on it, by the gate's look; `cut`: its papers are pages of their own now; `separator`: a side of a
   * sheet that split a batch.
   */
  why: z.enum(['blank', 'cut', 'separator']),
  /** Where it lay (0-based), counting what lay aside already. */
  place: z.number().int().min(0),
  /** An officer has seen it and left it aside. */
  seen: z.boolean(),
});
export type AsidePage = z.infer<typeof AsidePage>;

/** What the officer did with one paper. "received" is never implied by "captured", nor the other way round. */
export const ComponentState = z.object({
  componentId: z.string(),
  /** Whether this paper belongs to this dossier (conditional papers start false). */
  applies: z.boolean(),
  /** Seen and taken (or, for a paper that is only presented: seen and given back). */
  received: z.boolean(),
  receivedAs: ComponentKind.nullable(),
  copies: z.number().int().min(0).max(99),
  /** Not taken, because the city already has the data (tái sử dụng). */
  reused: z.boolean(),
  note: z.string().max(500),
  pages: z.array(Page),
  /** Not part of the file; absent where nothing was ever set aside. */
  aside: z.array(AsidePage).optional(),
  files: z.array(KeptFile),
});
export type ComponentState = z.infer<typeof ComponentState>;

export const Delivery = z.object({
  method: z.enum(['counter', 'post', 'electronic']),
  address: z.string().max(300),
});
export type Delivery = z.infer<typeof Delivery>;

/** A dossier being taken in; only on this machine, and found again after a crash. */
export const Draft = z.object({
  id: z.string(),
  /** Grows by one with every change; a change names the revision it was made on. */
  revision: z.number().int().min(0),
  createdAt: Instant,
  updatedAt: Instant,
  officerId: z.string(),
  people: DossierPeople,
  procedureCode: z.string().nullable(),
  caseId: z.string().nullable(),
  /** Version of the catalogue that the procedure was taken from. */
  catalogueVersion: z.string(),
  components: z.array(ComponentState),
  delivery: Delivery,
  /** Number of sets (bộ). */
  sets: z.number().int().min(1).max(20),
  /** The exemption group claimed, word for word from the fee rule; null = none. */
  exemption: z.string().nullable(),
  /** Quantity per fee item label (pages, copies …). */
  feeQuantities: z.record(z.string(), z.number().int().min(0).max(100_000)),
  /** Competent unit (cơ quan giải quyết), code of units.json; reception is non-territorial. */
  competentUnit: z.string().nullable(),
  note: z.string().max(1000),
});
export type Draft = z.infer<typeof Draft>;

/** The fee as it stands for one dossier. */
export const FeeAssessment = z.object({
  state: z.enum(['unknown', 'free', 'exempt', 'payable']),
  lines: z.array(z.object({ label: z.string(), quantity: z.number().int(), amount: z.number().int() })),
  /** Đồng; null when unknown. */
  total: z.number().int().nullable(),
  note: z.string().nullable(),
});
export type FeeAssessment = z.infer<typeof FeeAssessment>;

export const DeadlineAssessment = z.object({
  state: z.enum(['known', 'unknown']),
  /** When the result is due; null when the term is unknown. */
  dueAt: Instant.nullable(),
  /** The term in words parts, for the receipt ("3 ngày làm việc"). */
  unit: z.enum(['in_day', 'hour', 'working_day', 'day', 'varies', 'season', 'unknown']),
  value: z.number().nullable(),
  /** True when the days counted touch calendar rows that are only projected. */
  provisional: z.boolean(),
  note: z.string().nullable(),
});
export type DeadlineAssessment = z.infer<typeof DeadlineAssessment>;

/** The digitized file of one component, ready for the city. */
export const ComponentFile = z.object({
  id: z.string(),
  componentId: z.string(),
  blob: z.string(),
  name: z.string(),
  sha256: z.string().length(64),
  bytes: z.number().int().min(1),
  pageCount: z.number().int().min(1),
  /** Kept byte for byte because it is signed. */
  signed: z.boolean(),
});
export type ComponentFile = z.infer<typeof ComponentFile>;

/** Where a dossier stands on its way to the city; never mixed with its business status. */
export const SyncState = z.enum(['waiting', 'sending', 'sent', 'refused']);
export type SyncState = z.infer<typeof SyncState>;

/** An accepted dossier (hồ sơ đã tiếp nhận). */
export const Dossier = z.object({
  id: z.string(),
  /** Issued by the city only; null until it answers. */
  cityCode: z.string().nullable(),
  /** Local number "TAM-<counter>-<yymmdd>-<nnnn>" (số tạm). */
  localCode: z.string(),
  status: DossierStatus,
  acceptedAt: Instant,
  officerId: z.string(),
  officerName: z.string(),
  helpedAt: z.string().nullable(),
  receivedAt: z.string(),
  competentUnit: z.string().nullable(),
  people: DossierPeople,
  procedureCode: z.string(),
  procedureName: z.string(),
  caseId: z.string(),
  catalogueVersion: z.string(),
  components: z.array(ComponentState),
  files: z.array(ComponentFile),
  deadline: DeadlineAssessment,
  fee: FeeAssessment,
  delivery: Delivery,
  sets: z.number().int(),
  note: z.string(),
  sync: SyncState,
});
export type Dossier = z.infer<typeof Dossier>;

/** What may be put right after a dossier was accepted; what is absent stays. */
export const DossierCorrection = Dossier.pick({
  people: true,
  competentUnit: true,
  delivery: true,
  note: true,
}).partial();
export type DossierCorrection = z.infer<typeof DossierCorrection>;
