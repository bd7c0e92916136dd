/** Writes down what became of an item: dossier, event and outbox row together. */
import type { Clock } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';
import type { OutboxItem } from '../store/outbox-port.ts';
import type { Store } from '../store/ports.ts';
import type { Outcome } from './send-item.ts';

export interface Settlement {
  /** Inside a transaction. `retryAt` counts only for what is to be tried again. */
  write(item: OutboxItem, outcome: Outcome, retryAt: Instant): void;
  /** In a transaction of its own; kept for `retry` when the disk is full. */
  settle(item: OutboxItem, outcome: Outcome, retryAt: Instant): void;
  retry(): void;
}

export function createSettlement(store: Store, clock: Clock): Settlement {
  const { outbox, dossiers, events } = store;
  const unwritten: (() => void)[] = [];

  const refused = (item: OutboxItem, words: string, at: Instant): void => {
    outbox.mark(item.id, { state: 'refused', lastError: words });
    dossiers.setSync(item.dossierId, 'refused');
    const { id, dossierId: subject, kind } = item;
    const payload = { item: kind, words };
    events.append({ id: `${id}.refused`, at, actor: 'city', subject, type: 'dossier.refused', payload });
  };

  const sentDossier = (item: OutboxItem, outcome: Outcome & { kind: 'sent' }, at: Instant): void => {
    const { dossierId: subject } = item;
    const { cityCode, displaced } = outcome;
    if (displaced !== null) {
      // The city was set back and has given the code of a dossier that it forgot to this one.
      dossiers.setCityCode(displaced, null);
      reopenLost(store, { dossierId: displaced, fromSequence: 1, at, id: `${item.id}.displaced` });
    }
    if (cityCode !== null) dossiers.setCityCode(subject, cityCode);
    dossiers.setSync(subject, 'sent');
    const again = item.attempts === 0 ? '' : `.${String(item.attempts + 1)}`;
    const id = `${item.id}.linked${again}`;
    events.append({ id, at, actor: 'city', subject, type: 'dossier.linked', payload: { cityCode } });
  };

  const write = (item: OutboxItem, outcome: Outcome, retryAt: Instant): void => {
    const at = clock.now();
    if (outcome.kind === 'later') {
      const lastError = outcome.reason === 'stopped' ? item.lastError : outcome.reason;
      outbox.mark(item.id, { state: 'waiting', nextAttemptAt: retryAt, lastError });
      if (item.kind === 'dossier') dossiers.setSync(item.dossierId, 'waiting');
    } else if (outcome.kind === 'lost') {
      outbox.mark(item.id, { state: 'waiting', nextAttemptAt: retryAt, lastError: 'lost-at-city' });
      const { id, attempts, dossierId } = item;
      const { fromSequence } = outcome;
      reopenLost(store, { dossierId, fromSequence, at, id: `${id}.lost.${String(attempts + 1)}` });
    } else if (outcome.kind === 'refused' || outcome.kind === 'unsendable') {
      refused(item, outcome.words, at);
    } else if (item.sequence > (outbox.headOf(item.dossierId)?.sequence ?? item.sequence)) {
      // What was before it turned out to be lost while it was on its way: it is looked at again after that.
      outbox.mark(item.id, { state: 'waiting', nextAttemptAt: at, lastError: 'lost-at-city' });
    } else {
      outbox.mark(item.id, { state: 'sent', lastError: null }, at);
      if (item.kind === 'dossier') sentDossier(item, outcome, at);
    }
  };

  const attempt = (work: () => void): boolean => store.transaction(work).ok;

  return {
    write,
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

/** What the city had confirmed of a dossier and does not know any more waits again. Inside a transaction. */
export function reopenLost(
  { outbox, dossiers, events }: Pick<Store, 'outbox' | 'dossiers' | 'events'>,
  lost: { dossierId: string; fromSequence: number; at: Instant; id: string },
): void {
  const { dossierId, fromSequence, at, id } = lost;
  if (!outbox.reopen(dossierId, fromSequence, at)) return;
  dossiers.setSync(dossierId, 'waiting');
  const payload = { fromSequence };
  events.append({ id, at, actor: 'city', subject: dossierId, type: 'dossier.lost-at-city', payload });
}
