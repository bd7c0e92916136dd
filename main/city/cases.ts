/**
 * What a person does about messages that the city did not take (hồ sơ cần xử lý): look, take it on, put right, send anew,
 * choose another unit, ask support. Each is one transaction with its event.
 */
import type { Catalogue } from '../catalogue/index.ts';
import type { CaseView, MessageView } from '../contract/city-views.ts';
import type { Clock } from '../domain/clock.ts';
import type { DossierCorrection, Instant, SyncState } from '../domain/dossier.ts';
import { localDateOf } from '../domain/local-time.ts';
import { explainRefusal, explainWaiting, needsPerson, type RefusalStep } from '../domain/refusal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { CaseRow, OutboxRow, StuckAfter } from '../store/city-cases-port.ts';
import type { NewEvent, Store } from '../store/ports.ts';
import { writeCaseFile, type CaseFileParts } from './case-file.ts';

export interface CityCasesParts {
  readonly store: Store;
  readonly catalogue: Pick<Catalogue, 'unit' | 'successors'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly file: Omit<CaseFileParts, 'store' | 'clock'>;
  /** What waits may be sent now. */
  readonly kick: () => void;
  readonly onChanged: (dossierId: string) => void;
}

interface Page {
  readonly limit: number;
  readonly offset: number;
}
type Done<Code extends string> = Result<Record<string, never>, Code | 'disk-full'>;

export interface CityCasesDesk {
  messages(query: Page & { readonly states: readonly SyncState[] }): {
    items: MessageView[];
    total: number;
  };
  cases(page: Page): { items: CaseView[]; refused: number; stuck: number };
  take(dossierId: string, officer: string): Done<'not-found'>;
  resend(itemId: string, change: DossierCorrection, officer: string): Done<'not-found' | 'case-settled'>;
  changeUnit(
    itemId: string,
    unit: string,
    officer: string,
  ): Done<'not-found' | 'case-settled' | 'unit-not-in-force'>;
  exportCase(
    dossierId: string,
    officer: string,
  ): Promise<Result<{ file: string; bytes: number }, 'not-found' | 'disk-full'>>;
}

/** Longer than the longest way to lunch and back of a city system, ms. */
const stuckAfterMs = 8 * 60 * 60_000;
/** About an hour of trying: the waits double up to five minutes. */
const stuckAttempts = 20;

function stuckAt(now: Instant): StuckAfter {
  return { before: now - stuckAfterMs, attempts: stuckAttempts };
}

export function createCityCases(parts: CityCasesParts): CityCasesDesk {
  const { store, catalogue, clock, newId } = parts;

  const event = (dossierId: string, actor: string, type: string, payload: unknown): NewEvent => ({
    ...{ id: newId(), at: clock.now(), actor, type },
    ...{ subject: dossierId, payload },
  });

  /** Null when it stands in no case any more. */
  const refusedItem = (itemId: string) => {
    const item = store.cityCases.message(itemId);
    if (!item) return fail('not-found');
    return item.state === 'refused' ? ok(item) : fail('case-settled');
  };

  const sendAnew = (
    itemId: string,
    officer: string,
    write: (dossierId: string) => NewEvent | null,
  ): Done<'not-found' | 'case-settled'> => {
    const found = refusedItem(itemId);
    if (!found.ok) return found;
    const { dossierId, kind, payload } = found.value;
    const id = newId();
    const written = store.transaction(() => {
      const told = write(dossierId);
      const by = {
        id,
        at: clock.now(),
        payload: kind === 'dossier' ? { dossierId, corrected: true } : payload,
      };
      if (!store.cityCases.replace(itemId, by)) return false;
      store.dossiers.setSync(dossierId, 'waiting');
      if (told) store.events.append(told);
      store.events.append(event(dossierId, officer, 'case.resent', { item: itemId, by: id }));
      return true;
    });
    if (!written.ok) return written;
    if (!written.value) return fail('case-settled');
    parts.onChanged(dossierId);
    parts.kick();
    return ok({});
  };

  const correction =
    (change: DossierCorrection, officer: string, type: string) =>
    (dossierId: string): NewEvent | null => {
      const before = store.dossiers.get(dossierId);
      if (!before) return null;
      const names = (Object.keys(change) as (keyof DossierCorrection)[]).filter(
        (name) => change[name] !== undefined && JSON.stringify(change[name]) !== JSON.stringify(before[name]),
      );
      if (names.length === 0) return null;
      const changed = Object.fromEntries(names.map((name) => [name, change[name]]));
      store.dossiers.correct(dossierId, changed);
      const had = Object.fromEntries(names.map((name) => [name, before[name]]));
      return event(dossierId, officer, type, { before: had, after: changed });
    };

  return {
    messages: ({ states, limit, offset }) => ({
      items: store.cityCases.messages(states, limit, offset).map(messageView),
      total: store.cityCases.countMessages(states),
    }),

    cases: ({ limit, offset }) => {
      const stuck = stuckAt(clock.now());
      return {
        items: store.cityCases.cases(stuck, limit, offset).map(caseView),
        ...store.cityCases.countCases(stuck),
      };
    },

    take: (dossierId, officer) => {
      if (!store.dossiers.get(dossierId)) return fail('not-found');
      const written = store.transaction(() => {
        store.cityCases.take(dossierId, officer, clock.now());
        store.events.append(event(dossierId, officer, 'case.taken', {}));
      });
      if (!written.ok) return written;
      parts.onChanged(dossierId);
      return ok({});
    },

    resend: (itemId, change, officer) =>
      sendAnew(itemId, officer, correction(change, officer, 'dossier.corrected')),

    changeUnit: (itemId, unit, officer) => {
      const today = localDateOf(clock.now());
      const chosen = catalogue.unit(unit);
      if (!chosen || !catalogue.successors(unit, today).some(({ code }) => code === unit))
        return fail('unit-not-in-force', { unit });
      return sendAnew(itemId, officer, correction({ competentUnit: unit }, officer, 'dossier.unit-changed'));
    },

    exportCase: async (dossierId, officer) => {
      const written = await writeCaseFile({ ...parts.file, store, clock }, dossierId);
      if (!written.ok) return written;
      const told = store.transaction(() => {
        store.events.append(event(dossierId, officer, 'case.exported', { bytes: written.value.bytes }));
      });
      return told.ok ? written : told;
    },
  };
}

function messageView(row: OutboxRow): MessageView {
  const waits = row.state === 'waiting' && row.lastError !== null;
  return {
    ...row,
    nextAttemptAt: row.state === 'waiting' ? row.nextAttemptAt : null,
    waitsFor: waits ? explainWaiting(row.lastError ?? '') : null,
  };
}

function caseView(row: CaseRow): CaseView {
  const message = messageView(row);
  if (row.state === 'refused') {
    const { steps, ...refusal } = explainRefusal(row.lastError ?? '');
    // A step of the progress says nothing that could be put right in the dossier.
    const offered: readonly RefusalStep[] =
      row.kind === 'dossier' ? steps : steps.filter((step) => step !== 'correct' && step !== 'change-unit');
    return { ...message, refusal, steps: [...offered], owner: row.owner, replaced: row.replaced };
  }
  const mends = message.waitsFor === null || !needsPerson(message.waitsFor);
  return {
    ...message,
    refusal: null,
    steps: mends ? ['wait', 'support'] : ['support', 'wait'],
    owner: row.owner,
    replaced: row.replaced,
  };
}
