/** What the rest of the main process may do with the store. Every write that returns is on disk, fsynced. */
import type {
  Dossier,
  DossierCorrection,
  DossierStatus,
  Draft,
  Instant,
  SyncState,
} from '../domain/dossier.ts';
import type { PrintJobState } from '../domain/print-job.ts';
import type { Result } from '../domain/result.ts';
import type { StoreEpoch } from './epoch.ts';
import type { CityCases } from './city-cases-port.ts';
import type { CityNews } from './city-news-port.ts';
import type { CityMemory } from './city-memory-port.ts';
import type { DossierSummary, DraftSummary } from '../contract/views.ts';
import type { Outbox } from './outbox-port.ts';

/** A staff account (tài khoản cán bộ). The PIN is kept only as a scrypt hash. */
export interface StaffRecord {
  readonly id: string;
  readonly code: string;
  readonly fullName: string;
  readonly title: string;
  readonly admin: boolean;
  readonly pinHash: string;
  readonly failedAttempts: number;
  readonly lockedUntil: Instant | null;
}

/** Something that happened; appended once, never changed. `payload` must be JSON. */
export interface NewEvent {
  /** Made once by the author; appending the same id again changes nothing. */
  readonly id: string;
  /** Never before that of the event before: then that one's is taken, and the clock's goes to `payload.clockAt`. */
  readonly at: Instant;
  readonly actor: string;
  readonly type: string;
  readonly subject: string;
  readonly payload: unknown;
}

export interface PrintRecord {
  readonly id: string;
  readonly dossierId: string;
  readonly paper: 'form01' | 'slip';
  readonly state: 'started' | 'confirmed' | 'failed' | 'unknown';
  readonly at: Instant;
  readonly reprintReason: string | null;
}

/** A captured page in the form of its file: a sealed PDF of one page. It can be made again at any time. */
export interface PreparedPage {
  readonly imageBlob: string;
  /** Number of the way that it was made; a newer way has another number. */
  readonly recipe: number;
  readonly dpi: number;
  readonly pdfBlob: string;
  /** What was found out on the way, as JSON (`PreparedPageFacts`). */
  readonly facts: string;
  readonly madeAt: Instant;
}

/** Words read from a captured page, in the geometry of what a recipe prepared of it. */
export interface PageTextRow {
  readonly imageBlob: string;
  readonly recipe: number;
  readonly dpi: number;
  /** Sealed like the page: `PageText` as JSON. */
  readonly textBlob: string;
  /** The same words line by line, to be found by. */
  readonly plain: string;
  readonly madeAt: Instant;
}

/** A page whose words are wanted. */
export interface WantedReading {
  readonly imageBlob: string;
  readonly dpi: number;
  /** Where its PDF may tell them; null: it is a picture. */
  readonly pdf: { readonly blob: string; readonly pageIndex: number } | null;
}

/** What one look at a captured page has told, by a way of looking that has a number. */
export interface PageLookRow {
  readonly imageBlob: string;
  readonly recipe: number;
  readonly dpi: number;
  /** `PageFacts` as JSON. */
  readonly facts: string;
  readonly lookedAt: Instant;
}

/** One paper with a number (phiếu), see domain/print-job.ts. */
export interface PrintJob {
  readonly id: string;
  readonly kind: 'ticket' | 'slip';
  /** Numbers are given within a series, from 1, e.g. `ticket/Q01/A/2026-11-22`. */
  readonly series: string;
  readonly number: number;
  /** What a person calls it, e.g. `A012` or a dossier's code. */
  readonly label: string;
  /** Null: the default slip printer. */
  readonly printerId: string | null;
  readonly state: PrintJobState;
  /** How often it was sent. */
  readonly attempts: number;
  /** Why the last attempt failed or is unknown. */
  readonly reason: string | null;
  /** Why its next paper says "in lại"; null while the first has not been lost. */
  readonly mark: string | null;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  /** What the paper says; must be JSON. */
  readonly content: unknown;
}

/** `found`: the page that it was found by; null when it was found without. Names are in the catalogue. */
export type FoundDossier = Omit<DossierSummary, 'found'> & {
  readonly found:
    (Omit<NonNullable<DossierSummary['found']>, 'paper'> & { readonly procedureCode: string }) | null;
};

export interface Store {
  /**
   * Runs `work` in one immediate transaction; all of it or nothing. Synchronous on purpose: the database commits in
   * well under a millisecond. A full disk surfaces as `disk-full`, with nothing written. What `work` throws undoes
   * everything and is thrown on. A transaction inside another one belongs to the outer one.
   */
  transaction<T>(work: () => T): Result<T, 'disk-full'>;

  readonly staff: {
    all(): StaffRecord[];
    byCode(code: string): StaffRecord | null;
    byId(id: string): StaffRecord | null;
    insert(record: StaffRecord): void;
    setAttempts(id: string, failedAttempts: number, lockedUntil: Instant | null): void;
  };

  readonly drafts: {
    insert(draft: Draft): void;
    get(id: string): { draft: Draft; state: 'open' | 'accepted' | 'discarded' } | null;
    /** Replaces the draft if its stored revision is `draft.revision - 1`; false when another change came first. */
    update(draft: Draft): boolean;
    /** Ends a draft and wipes what it said; the content of an accepted one lives on as the dossier. */
    close(id: string, state: 'accepted' | 'discarded'): void;
    /** Last changed first. `procedureName` is null: names live in the catalogue, which the store does not know. */
    open(): (DraftSummary & { readonly procedureCode: string | null })[];
  };

  readonly dossiers: {
    /** `draftId` is the draft that it was taken in as; without it, the dossier's own id. */
    insert(dossier: Dossier, draftId?: string): void;
    get(id: string): Dossier | null;
    byDraft(draftId: string): Dossier | null;
    idOfCityCode(cityCode: string): string | null;
    /** Null: the city does not know the code any more, or has given it to another. */
    setCityCode(id: string, cityCode: string | null): void;
    setSync(id: string, sync: SyncState): void;
    /** As the city tells it. */
    setStatus(id: string, status: DossierStatus): void;
    /** Puts right what was accepted; it is found by what it says now. */
    correct(id: string, change: DossierCorrection): void;
    /** The city has given it another code; the old one still finds it. */
    changeCityCode(id: string, cityCode: string): void;
    /**
     * Newest first. `total` is exact without a text; matches of a text are counted up to 1,000. A text is found in what
     * the dossier is called, or on one of its pages.
     */
    list(query: { text: string; limit: number; before: Instant | null }): {
      items: FoundDossier[];
      total: number;
    };
  };

  /** Next local number of a counter on a day, from 1; never given twice. Call inside `transaction`. */
  nextLocalNumber(counterId: string, day: string): number;

  readonly events: {
    /** Call inside `transaction` together with the change that it tells of. */
    append(event: NewEvent): void;
    of(subject: string): (NewEvent & { readonly sequence: number })[];
    /** Walks the HMAC chain; the first broken sequence number, or null when whole. */
    firstBroken(): number | null;
    /** Stretches that did not hold together; the chain goes on after them, and nothing of them was removed. */
    setAside(): { readonly from: number; readonly upTo: number }[];
  };

  readonly outbox: Outbox;

  /** Of the systems that the city runs, or ran. */
  readonly cityMemory: CityMemory;
  readonly cityCases: CityCases;
  readonly cityNews: CityNews;

  readonly prints: {
    insert(record: PrintRecord): void;
    setState(id: string, state: PrintRecord['state']): void;
    of(dossierId: string, paper: PrintRecord['paper']): PrintRecord[];
  };

  /** Pages as their files will hold them, made from a captured page's picture at its resolution by a recipe. */
  readonly preparedPages: {
    put(page: PreparedPage): void;
    get(imageBlob: string, recipe: number, dpi: number): Pick<PreparedPage, 'pdfBlob' | 'facts'> | null;
  };

  /**
   * They go with what they belong to: with a draft that ends, unless a dossier has the page, and with the dossier.
   */
  readonly pageTexts: {
    /** Nobody waits for them any more, and the dossiers of the page are found by them. */
    put(text: PageTextRow): void;
    get(imageBlob: string, recipe: number, dpi: number): Pick<PageTextRow, 'textBlob'> | null;
    plainOf(imageBlob: string): string | null;
    /** Sealed texts that belong to no page any more: their files are to be removed, then told `removed`. At most 100. */
    left(): string[];
    removed(textBlob: string): void;
    /** It was written for a page that is gone. */
    leave(textBlob: string): void;
  };

  readonly pageReadings: {
    /** Changes nothing when it is waited for, or known. */
    want(page: WantedReading, at: Instant): void;
    /** The longest wanted first, among those that are due. */
    due(now: Instant, limit: number): (WantedReading & { readonly attempts: number })[];
    nextAt(): Instant | null;
    /** `nextAt` null: not tried any more. */
    failed(page: Pick<WantedReading, 'imageBlob' | 'dpi'>, attempts: number, nextAt: Instant | null): void;
    /** Its PDF tells no words. */
    isPicture(page: Pick<WantedReading, 'imageBlob' | 'dpi'>): void;
    /** There is nothing to read. */
    done(page: Pick<WantedReading, 'imageBlob' | 'dpi'>): void;
    stateOf(imageBlob: string): 'waiting' | 'failed' | null;
  };

  readonly pageLooks: {
    put(look: PageLookRow): void;
    get(imageBlob: string, recipe: number, dpi: number): Pick<PageLookRow, 'facts'> | null;
  };

  readonly printJobs: {
    /** Throws when the series has this number already: numbers are given inside one `transaction`. */
    insert(job: PrintJob): void;
    /** Everything but id, kind, series, number and creation. */
    update(job: PrintJob): void;
    get(id: string): PrintJob | null;
    /** The free ones (`failed`, `did-not`) and the highest, by number. */
    ofSeries(series: string): PrintJob[];
    /** The longest unchanged first; at most 100. */
    inState(state: PrintJobState): PrintJob[];
  };

  /** Small named values, e.g. the last known clock offset. */
  readonly settings: { get(name: string): string | null; set(name: string, value: string): void };

  readonly blobs: BlobStore;

  /** Which store this is and how far it has come: what a city or a backup that knows more shows to be set back. */
  epoch(): StoreEpoch;
  /** The data was found to be older than it was: counted like a restoration. */
  noteSetBack(at: Instant): void;

  /**
   * The damage to the engine's log that was found last: commits that were lost (0: all was mended), and the time of the last
   * event that is there. Null: none ever.
   */
  logDamage(): { readonly at: Instant; readonly lostCommits: number; readonly lastAt: Instant | null } | null;

  /** `PRAGMA integrity_check`; the lines it complains with, empty when sound. */
  integrity(): string[];
  close(): void;
}

/** Sealed, content-addressed files (AES-256-GCM, a key per file, wrapped by the data key). */
export interface BlobStore {
  /** Durable when it resolves: temp → fsync → rename → fsync(dir). The same content gives the same id. */
  put(bytes: Uint8Array): Promise<Result<string, 'disk-full'>>;
  get(id: string): Promise<Result<Uint8Array, 'page-damaged' | 'not-found'>>;
  /** Gone from the disk when it resolves. Nothing may name it any more. */
  remove(id: string): Promise<void>;
}
