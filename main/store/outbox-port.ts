/** The outbox (hàng đợi gửi): what goes to the city, in order within a dossier. */
import type { Instant } from '../domain/dossier.ts';
import type { OutboxItemView } from '../contract/views.ts';

export interface OutboxItem {
  readonly id: string;
  readonly dossierId: string;
  /** Order within the dossier; a later one waits for an earlier one. */
  readonly sequence: number;
  readonly kind: 'dossier' | 'progress';
  readonly payload: unknown;
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused';
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly nextAttemptAt: Instant;
  readonly lastError: string | null;
}

export type NewOutboxItem = Pick<
  OutboxItem,
  'id' | 'dossierId' | 'sequence' | 'kind' | 'payload' | 'createdAt'
>;

export interface DueQuery {
  /** The city system; '' for what is given to none yet. */
  readonly lane: string;
  readonly now: Instant;
  readonly order: 'oldest' | 'newest';
  /** Only what was written down at or after it; everything when absent. */
  readonly createdFrom?: Instant;
  readonly limit: number;
}

/** Where a walk back through what was sent has come to. */
export interface SentPlace {
  readonly sentAt: Instant;
  readonly position: number;
}

export interface Outbox {
  /** In the lane of the dossier's other messages. */
  add(item: NewOutboxItem): void;
  /** At most one item a dossier, its earliest unfinished one, where it waits and is due. Costs the same in any backlog. */
  due(query: DueQuery): OutboxItem[];
  /** The earliest unfinished item of a dossier, whatever its state. */
  headOf(dossierId: string): (OutboxItem & { readonly lane: string }) | null;
  /** All messages of a dossier go to this system. */
  route(dossierId: string, lane: string): void;
  /** `at` counts for `sent`: when the city said yes. */
  mark(
    id: string,
    change: Partial<Pick<OutboxItem, 'state' | 'attempts' | 'nextAttemptAt' | 'lastError'>>,
    at?: Instant,
  ): void;
  /** What waits for a system that is none of these is given to none. */
  unroute(lanes: readonly string[]): void;
  /** What was on its way waits again. */
  resume(now: Instant): void;
  /** What backs off is due now. */
  wakeAll(now: Instant): void;
  /** Everything unfinished counts as tried once, so that the city is asked before it is sent; how many dossiers. */
  doubt(): number;
  /** What was sent of a dossier, from this sequence on, waits again and is asked about first; false when there is none. */
  reopen(dossierId: string, fromSequence: number, now: Instant): boolean;
  /** Dossiers with something sent to this system, by the last of it, the last sent first, before `place`. */
  sentBefore(lane: string, place: SentPlace, limit: number): (SentPlace & { readonly dossierId: string })[];
  /** What was sent of a dossier, in order. */
  sentOf(dossierId: string): OutboxItem[];
  /** Dossiers (not messages) that wait or were refused, and since when the oldest waits. */
  counts(): { waiting: number; refused: number; oldestAt: Instant | null };
  /** The refused ones first, then what waits, the oldest first, then what was sent last. */
  items(limit: number): OutboxItemView[];
}
