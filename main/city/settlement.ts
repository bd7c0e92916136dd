/** Writes down what became of an item: dossier, event and outbox row in one transaction each. */
import type { Clock } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';
import type { OutboxItem, Store } from '../store/ports.ts';
import type { Outcome } from './send-item.ts';

export interface Settlement {
  /** What was being sent when the program ended waits again. */
  recover(): void;
  /** Marks the item as on its way before anything leaves; false when that cannot be written. */
  begin(item: OutboxItem): boolean;
  /** `retryAt` counts only for an outcome `later`. Kept for `retry` when the disk is full. */
  settle(item: OutboxItem, outcome: Outcome, retryAt: Instant): void;
  retry(): void;
}

/** More than a counter can have unfinished. */
const mostUnfinished = 10_000;

export function createSettlement(store: Store, clock: Clock): Settlement {
  const unwritten: (() => void)[] = [];

  const write = (item: OutboxItem, outcome: Outcome, retryAt: Instant): void => {
    const { outbox, dossiers, events } = store;
    const at = clock.now();
    const event = { at, actor: 'city', subject: item.dossierId };
    if (outcome.kind === 'later') {
      const lastError = outcome.reason === 'stopped' ? item.lastError : outcome.reason;
      outbox.mark(item.id, { state: 'waiting', nextAttemptAt: retryAt, lastError });
      if (item.kind === 'dossier') dossiers.setSync(item.dossierId, 'waiting');
    } else if (outcome.kind === 'refused' || outcome.kind === 'unsendable') {
      outbox.mark(item.id, { state: 'refused', lastError: outcome.words });
      dossiers.setSync(item.dossierId, 'refused');
      events.append({
        ...event,
        id: `${item.id}.refused`,
        type: 'dossier.refused',
        payload: { item: item.kind, words: outcome.words },
      });
    } else {
      outbox.mark(item.id, { state: 'sent', lastError: null });
      if (item.kind !== 'dossier') return;
      if (outcome.cityCode !== null) dossiers.setCityCode(item.dossierId, outcome.cityCode);
      dossiers.setSync(item.dossierId, 'sent');
      events.append({
        ...event,
        id: `${item.id}.linked`,
        type: 'dossier.linked',
        payload: { cityCode: outcome.cityCode },
      });
    }
  };

  const attempt = (work: () => void): boolean => store.transaction(work).ok;

  return {
    recover: () => {
      const cut = store.outbox.items(mostUnfinished).filter(({ state }) => state === 'sending');
      if (cut.length === 0) return;
      attempt(() => {
        for (const item of cut) store.outbox.mark(item.id, { state: 'waiting', nextAttemptAt: clock.now() });
      });
    },
    begin: (item) =>
      attempt(() => {
        store.outbox.mark(item.id, { state: 'sending', attempts: item.attempts + 1 });
        if (item.kind === 'dossier') store.dossiers.setSync(item.dossierId, 'sending');
      }),
    settle: (item, outcome, retryAt) => {
      const work = (): void => {
        write(item, outcome, retryAt);
      };
      if (!attempt(work)) unwritten.push(work);
    },
    retry: () => {
      for (const work of unwritten.splice(0)) if (!attempt(work)) unwritten.push(work);
    },
  };
}
