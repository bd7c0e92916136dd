/** What the city has told, as it is shown. */
import type { Instant } from '../domain/dossier.ts';

export interface NewsRow {
  /** Grows with each change that came. */
  readonly position: number;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly dossierId: string | null;
  /** The city's code of the dossier, or the local one; '' for what is about none of ours. */
  readonly code: string;
  readonly applicantName: string;
  readonly body: unknown;
}

/** What came since a moment, or after a position; about our dossiers, or about all (bundles). */
export interface NewsQuery {
  readonly since: Instant;
  readonly after: number;
}

export interface CityNews {
  /** Newest first. */
  list(query: NewsQuery, limit: number, offset: number): NewsRow[];
  count(query: NewsQuery): number;
  countAfter(position: number): number;
  /** In the order in which it came. */
  of(dossierId: string): NewsRow[];
}
