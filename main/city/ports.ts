/** The city as the rest of the main process sees it; each wire style is one adapter behind it. */
import type { Dossier, DossierStatus, Instant } from '../domain/dossier.ts';
import type { Procedure } from '../domain/procedure.ts';
import type { Result } from '../domain/result.ts';
import type { SyncPause, SyncView } from '../contract/sync-view.ts';
import type { CityChangePage } from './changes.ts';
import type { Standing } from './standing.ts';

export interface CityStatus {
  readonly state: 'up' | 'slow' | 'down' | 'unknown';
  readonly since: Instant | null;
  /** Our clock minus the city's, ms; null when never compared. */
  readonly clockOffsetMs: number | null;
}

/** Sends what the outbox holds, forever, until stopped. */
export interface CitySync {
  start(): void;
  stop(): Promise<void>;
  status(): CityStatus;
  /** More of it, for those who look closely. */
  report(): SyncView;
  /**
   * Sending rests for `minutes`, also over a new start; what is under way is finished. A dossier whose code is awaited by
   * `codeOf` goes all the same: it is one, and a citizen stands there.
   */
  pause(minutes: number, actor: string): Result<SyncPause, 'disk-full'>;
  resume(actor: string): Result<null, 'disk-full'>;
  /** A person asks: tries everything that waits now, also what backs off and a system that asked for time. */
  kick(): void;
  /** Something new waits: it is looked at now, and what backs off goes on doing so. */
  notice(): void;
  /** Somebody does something at the counter now: what nobody waits for is sent slowly for a second. */
  counterWorks(): void;
  /** Resolves with the city's code as soon as the dossier has one; null when `timeoutMs` passes first. */
  codeOf(dossierId: string, timeoutMs: number): Promise<string | null>;
  /** Called after each change of status, code or outbox. */
  onChange(listener: (change: { dossierId: string | null }) => void): () => void;
  /** Compares clocks with the city now (short timeout). */
  probe(): Promise<Result<number, 'city-unreachable'>>;
}

/** Why the city did not take something. `city-unreachable` leaves the outcome open; `city-refused` is the city's no. */
export type CityError = 'city-unreachable' | 'city-refused';

/** One answer of the city as seen from here, whatever it said. */
export interface CityExchange {
  /** From the first byte sent to the answer, ms. */
  readonly roundTripMs: number;
  /** The answer's `Date`, one second resolution; null when the city sent none. */
  readonly cityTime: Instant | null;
  /** True for file uploads, whose time says more about the line than about the city. */
  readonly bulk: boolean;
  /** So long the system asks to be left alone (`Retry-After` of a 429 or 503), ms; absent when it did not. */
  readonly retryAfterMs?: number;
}

export interface CityUpload {
  /** The city's id of the file. */
  readonly id: string;
  readonly path: string;
}

/** A dossier with everything that its message needs. */
export interface DossierParcel {
  readonly dossier: Dossier;
  /** The procedure in the version it was accepted under; null when it cannot be found any more. */
  readonly procedure: Procedure | null;
  /** By id of the dossier's component file. */
  readonly uploads: ReadonlyMap<string, CityUpload>;
}

/** One step of a dossier's progress (tiến độ). */
export interface ProgressParcel {
  readonly dossier: Dossier;
  readonly cityCode: string;
  /** Title of the officer (chức danh); '' when not known. */
  readonly officerTitle: string;
  readonly status: DossierStatus;
  readonly at: Instant;
  readonly text: string;
}

/** The file of one component on its way to the city. */
export interface OutgoingFile {
  readonly name: string;
  /** Of `bytes`, lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Resolves when so many bytes may go over the line; a cap on bandwidth waits here. */
export type Pace = (bytes: number, signal: AbortSignal) => Promise<void>;

/** What an adapter remembers of one system over a restart of the application. */
export interface WireMemory {
  /** Where an unfinished upload of this content goes on; null when none was begun. */
  uploadUrl(sha256: string): string | null;
  /** Best effort: a full disk only means that the upload starts anew. */
  keepUpload(sha256: string, url: string): void;
  forgetUpload(sha256: string): void;
  /** The code that the system gave for a dossier before it was created there. */
  reservedCode(dossierId: string): string | null;
  /** False when it cannot be written down: then nothing may be sent under it. */
  reserveCode(dossierId: string, code: string): boolean;
}

/**
 * One system in one wire style. Every call ends by itself within its own limit and earlier when `signal` says so. A
 * failure's details are `reason` (why unreachable) or `message` (the city's words, which may name people).
 */
export interface CityAdapter {
  onExchange(listener: (exchange: CityExchange) => void): () => void;
  probe(signal: AbortSignal): Promise<Result<null, 'city-unreachable'>>;
  /**
   * Names the state of the city's data: another name than before means that it was restored from a backup and may lack
   * what it had confirmed. Null when this city does not tell.
   */
  epoch(signal: AbortSignal): Promise<Result<string | null, CityError>>;
  /** The code under which the city holds our dossier, or null when it does not. */
  findDossier(dossierId: string, signal: AbortSignal): Promise<Result<string | null, CityError>>;
  /** What stands under a code that the city gave to a dossier of ours. */
  standing(cityCode: string, dossierId: string, signal: AbortSignal): Promise<Result<Standing, CityError>>;
  /** False once the city has shown that nothing can be looked up in it: a null of `findDossier` means nothing then. */
  canBeAsked(): boolean;
  /** Which of these contents (SHA-256) the city has already. Empty for a city that cannot be asked. */
  holds(
    sha256s: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, CityUpload>, CityError>>;
  /** Goes on where an earlier attempt broke off, where the city can. */
  upload(file: OutgoingFile, signal: AbortSignal, pace?: Pace): Promise<Result<CityUpload, CityError>>;
  /** Gives the city's code. */
  sendDossier(parcel: DossierParcel, signal: AbortSignal): Promise<Result<string, CityError>>;
  sendProgress(parcel: ProgressParcel, signal: AbortSignal): Promise<Result<null, CityError>>;
  /** The status of a step that is there already. Absent where the status goes with a step or with the dossier only. */
  sendStatus?(parcel: ProgressParcel, signal: AbortSignal): Promise<Result<null, CityError>>;
  /**
   * What has changed at the city since `cursor` (null: from the beginning). `etag` is that of the last empty page.
   * Null when nothing has, or when this city does not tell.
   */
  changesSince(
    cursor: string | null,
    etag: string | null,
    signal: AbortSignal,
  ): Promise<Result<CityChangePage | null, CityError>>;
  /** The signed bundle of a kind (catalogue, calendar) as it is issued now; see bundles.ts. Not checked yet. */
  bundle(kind: string, signal: AbortSignal): Promise<Result<unknown, CityError>>;
}
