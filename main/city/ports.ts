/** The city as the rest of the main process sees it; each wire style is one adapter behind it. */
import type { Instant } from '../domain/dossier.ts';
import type { Result } from '../domain/result.ts';

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
  /** Tries everything that waits now. */
  kick(): void;
  /** Resolves with the city's code as soon as the dossier has one; null when `timeoutMs` passes first. */
  codeOf(dossierId: string, timeoutMs: number): Promise<string | null>;
  /** Called after each change of status, code or outbox. */
  onChange(listener: (change: { dossierId: string | null }) => void): () => void;
  /** Compares clocks with the city now (short timeout). */
  probe(): Promise<Result<number, 'city-unreachable'>>;
}
