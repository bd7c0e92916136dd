/** What the city has told, for people: the list of a day with what an officer has not seen yet, and each dossier's own. */
import type { ConflictView, DossierAtCity, NewsContent, NewsView } from '../contract/city-views.ts';
import { zoneOffsetMs, type Clock } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { NewsRow } from '../store/city-news-port.ts';
import type { Store } from '../store/ports.ts';
import type { CityChange } from './changes.ts';
import { mergeFields } from './conflicts.ts';
import { readField, writtenField } from './dossier-fields.ts';

export interface CityNewsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly kick: () => void;
  readonly onChanged: (dossierId: string) => void;
}

export interface Settlement {
  readonly dossierId: string;
  readonly changeId: string;
  readonly field: string;
  readonly choose: 'here' | 'there';
}

export interface CityNewsDesk {
  /** Of today, and what the officer has not seen; newest first. */
  list(
    page: { limit: number; offset: number },
    officer: string,
  ): { items: NewsView[]; total: number; unread: number };
  seen(upTo: number, officer: string): Result<Record<string, never>, 'disk-full'>;
  dossier(dossierId: string, officer: string): Result<DossierAtCity, 'not-found'>;
  settle(
    settlement: Settlement,
    officer: string,
  ): Result<Record<string, never>, 'not-found' | 'case-settled' | 'disk-full'>;
}

const dayMs = 24 * 60 * 60_000;

function startOfDay(now: Instant): Instant {
  return Math.floor((now + zoneOffsetMs) / dayMs) * dayMs - zoneOffsetMs;
}

export function createCityNews(parts: CityNewsParts): CityNewsDesk {
  const { store, clock, newId } = parts;
  const seenName = (officer: string): string => `city-news-seen.${officer}`;
  const seenBy = (officer: string): number => Number(store.settings.get(seenName(officer)) ?? 0);

  const settledOf = (dossierId: string): (DossierAtCity['settled'][number] & { changeId: string })[] =>
    store.events
      .of(dossierId)
      .filter(({ type }) => type === 'conflict.settled')
      .map(({ at, actor, payload }) => {
        const { changeId, field, chosen } = payload as {
          changeId: string;
          field: string;
          chosen: 'here' | 'there';
        };
        return { changeId, field, chosen, at, by: store.staff.byId(actor)?.fullName ?? '' };
      });

  const conflictsOf = (dossierId: string, rows: readonly NewsRow[]): ConflictView[] => {
    const dossier = store.dossiers.get(dossierId);
    if (!dossier) return [];
    const settled = new Set(settledOf(dossierId).map(({ changeId, field }) => `${changeId} ${field}`));
    const changes = rows.map(({ body }) => body as CityChange);
    return mergeFields(changes, (field) => readField(dossier, field)).conflicts.filter(
      ({ changeId, field }) => !settled.has(`${changeId} ${field}`),
    );
  };

  const nextSequence = (dossierId: string): number =>
    Math.max(0, ...store.cityCases.messagesOf(dossierId).map(({ sequence }) => sequence)) + 1;

  return {
    list: ({ limit, offset }, officer) => {
      const seen = seenBy(officer);
      const query = { since: startOfDay(clock.now()), after: seen };
      return {
        items: store.cityNews.list(query, limit, offset).map((row) => viewOf(row, seen)),
        total: store.cityNews.count(query),
        unread: store.cityNews.countAfter(seen),
      };
    },

    seen: (upTo, officer) => {
      if (upTo <= seenBy(officer)) return ok({});
      const written = store.transaction(() => {
        store.settings.set(seenName(officer), String(upTo));
      });
      return written.ok ? ok({}) : written;
    },

    dossier: (dossierId, officer) => {
      if (!store.dossiers.get(dossierId)) return fail('not-found');
      const rows = store.cityNews.of(dossierId);
      const seen = seenBy(officer);
      return ok({
        news: rows.map((row) => viewOf(row, seen)),
        conflicts: conflictsOf(dossierId, rows),
        settled: settledOf(dossierId).map(({ field, chosen, at, by }) => ({ field, chosen, at, by })),
      });
    },

    settle: ({ dossierId, changeId, field, choose }, officer) => {
      const dossier = store.dossiers.get(dossierId);
      if (!dossier) return fail('not-found');
      const conflict = conflictsOf(dossierId, store.cityNews.of(dossierId)).find(
        (one) => one.changeId === changeId && one.field === field,
      );
      if (!conflict) return fail('case-settled');
      const written = store.transaction(() => {
        const correction = choose === 'there' ? writtenField(dossier, field, conflict.there) : null;
        if (correction) store.dossiers.correct(dossierId, correction);
        if (choose === 'here') {
          // What stands here goes to the city over what it has.
          store.outbox.add({
            ...{ id: newId(), dossierId, sequence: nextSequence(dossierId), kind: 'dossier' },
            ...{ payload: { dossierId }, createdAt: clock.now() },
          });
          store.dossiers.setSync(dossierId, 'waiting');
        }
        store.events.append({
          ...{ id: newId(), at: clock.now(), actor: officer, type: 'conflict.settled', subject: dossierId },
          payload: { changeId, field, chosen: choose, here: conflict.here, there: conflict.there },
        });
      });
      if (!written.ok) return written;
      parts.onChanged(dossierId);
      if (choose === 'here') parts.kick();
      return ok({});
    },
  };
}

function viewOf(row: NewsRow, seen: number): NewsView {
  const { body, ...rest } = row;
  return { ...rest, unread: row.position > seen, what: contentOf(body as CityChange) };
}

function contentOf(change: CityChange): NewsContent {
  switch (change.kind) {
    case 'status':
      return { kind: 'status', status: change.status, words: change.words };
    case 'code':
      return { kind: 'code', newCode: change.newCode };
    case 'supplement': {
      const { requestId, words, papers, dueAt } = change;
      return { kind: 'supplement', requestId, words, papers: [...papers], dueAt };
    }
    case 'result':
      return { kind: 'result', papers: change.papers.map(({ name, number }) => ({ name, number })) };
    case 'fields':
      return { kind: 'fields', fields: change.fields.map((field) => ({ ...field })) };
    case 'bundle':
      return { kind: 'bundle', bundle: change.bundle, version: change.version };
    case 'unknown':
      return { kind: 'unknown', type: change.type };
  }
}
