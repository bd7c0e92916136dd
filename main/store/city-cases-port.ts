/** What the store tells of messages to the city, and who sees to those that were not taken. */
import type { Instant, SyncState } from '../domain/dossier.ts';
import type { OutboxItem } from './outbox-port.ts';

/** One message with what a list shows of its dossier. */
export interface OutboxRow extends Omit<OutboxItem, 'payload' | 'sequence'> {
  /** The city's code of the dossier, or the local one; '' when the dossier is gone. */
  readonly code: string;
  readonly applicantName: string;
  readonly procedureName: string;
  readonly acceptedAt: Instant | null;
  readonly fileCount: number;
  /** When the city took the dossier; null for other messages, and until then. */
  readonly sentAt: Instant | null;
}

export interface CaseRow extends OutboxRow {
  readonly owner: { readonly id: string; readonly name: string; readonly takenAt: Instant } | null;
  /** How many messages of this dossier were replaced before. */
  readonly replaced: number;
}

export interface ReplacedRow {
  readonly id: string;
  readonly kind: OutboxItem['kind'];
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly lastError: string | null;
  readonly replacedAt: Instant;
}

export interface StuckAfter {
  /** Created before this. */
  readonly before: Instant;
  readonly attempts: number;
}

export interface CityCases {
  /** Messages in one of the states; unfinished ones oldest first, sent ones newest first. */
  messages(states: readonly SyncState[], limit: number, offset: number): OutboxRow[];
  countMessages(states: readonly SyncState[]): number;
  /** At most one a dossier: its earliest unfinished message, when it was refused or has waited for long. Refused first. */
  cases(stuck: StuckAfter, limit: number, offset: number): CaseRow[];
  countCases(stuck: StuckAfter): { readonly refused: number; readonly stuck: number };
  take(dossierId: string, owner: string, at: Instant): void;
  message(id: string): OutboxItem | null;
  messagesOf(dossierId: string): OutboxItem[];
  replacedOf(dossierId: string): ReplacedRow[];
  /** Puts another message where a refused one stands in the order of its dossier; false when it is not refused (any more). */
  replace(id: string, by: { readonly id: string; readonly at: Instant; readonly payload: unknown }): boolean;
}
