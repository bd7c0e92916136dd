import { isDossierCode, isLocalCode } from '../domain/codes.ts';
import type { Dossier, DossierStatus, SyncState } from '../domain/dossier.ts';
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull } from './columns.ts';
import type { Database, Row } from './database.ts';
import { excerptsFor, matchOf, pageMatchOf, queryWords, searchTextOf } from './dossier-search.ts';
import { foundPage, indexPages, notePages, pageHits, placesEach } from './page-search.ts';
import type { FoundDossier, Store } from './ports.ts';

/** Dossiers that one millisecond has room for. */
const perInstant = 1000;

/** Matches of a text are counted no further: nobody reads on, and the counting would hold the window. */
const countedUpTo = 1000;
/** Pages of one dossier that are expected to bear the same words. */
const pagesCountedEach = 5;

const summaryColumns =
  'd.seq, d.id, d.city_code, d.local_code, d.applicant_name, d.procedure_name, d.status, d.accepted_at, d.due_at, d.sync';

export function dossierTable(database: Database): Store['dossiers'] {
  const one = (column: 'id' | 'draft_id', value: string): Dossier | null => {
    const row = database.get(`SELECT body, city_code, sync, status FROM dossiers WHERE ${column} = ?`, value);
    if (!row) return null;
    return {
      ...jsonOf<Dossier>(row, 'body'),
      cityCode: textOrNull(row, 'city_code'),
      sync: textOf(row, 'sync') as SyncState,
      status: numberOf(row, 'status') as DossierStatus,
    };
  };
  const keepCode = (id: string, code: string): void => {
    database.run('INSERT OR IGNORE INTO old_city_codes VALUES (?, ?)', code, id);
  };
  const oldCodes = (id: string): string =>
    database
      .all('SELECT code FROM old_city_codes WHERE dossier_id = ? ORDER BY code', id)
      .map((row) => ` ${textOf(row, 'code')}`)
      .join('');
  /** All that it is found by, anew. */
  const indexAnew = (dossier: Dossier): void => {
    const row = database.get('SELECT seq FROM dossiers WHERE id = ?', dossier.id);
    if (!row) return;
    const words = searchTextOf(dossier) + oldCodes(dossier.id);
    database.run('UPDATE dossiers SET search = ? WHERE id = ?', words, dossier.id);
    index(database, numberOf(row, 'seq'), words, dossier.cityCode);
    indexPages(database, dossier.id, numberOf(row, 'seq'), words);
  };

  return {
    insert(dossier, draftId = dossier.id) {
      database.immediate(() => {
        const seq = nextSeq(database, dossier.acceptedAt);
        const words = searchTextOf(dossier);
        database.run(
          `INSERT INTO dossiers (seq, id, draft_id, accepted_at, local_code, city_code, sync, status, due_at,
             applicant_name, procedure_name, search, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          seq,
          dossier.id,
          draftId,
          dossier.acceptedAt,
          dossier.localCode,
          dossier.cityCode,
          dossier.sync,
          dossier.status,
          dossier.deadline.dueAt,
          dossier.people.applicant?.fullName ?? '',
          dossier.procedureName,
          words,
          JSON.stringify(dossier),
        );
        index(database, seq, words, dossier.cityCode);
        notePages(database, dossier, seq, words);
      });
    },

    get: (id) => one('id', id),
    byDraft: (draftId) => one('draft_id', draftId),
    idOfCityCode(cityCode) {
      const row =
        database.get('SELECT id FROM dossiers WHERE city_code = ?', cityCode) ??
        database.get('SELECT dossier_id AS id FROM old_city_codes WHERE code = ?', cityCode);
      return row ? textOf(row, 'id') : null;
    },

    setCityCode(id, cityCode) {
      database.immediate(() => {
        const row = database.get('SELECT seq, search FROM dossiers WHERE id = ?', id);
        if (!row) return;
        database.run('UPDATE dossiers SET city_code = ? WHERE id = ?', cityCode, id);
        index(database, numberOf(row, 'seq'), textOf(row, 'search'), cityCode);
      });
    },

    setSync(id, sync) {
      database.run('UPDATE dossiers SET sync = ? WHERE id = ?', sync, id);
    },

    setStatus(id, status) {
      database.run('UPDATE dossiers SET status = ? WHERE id = ?', status, id);
    },

    correct(id, change) {
      database.immediate(() => {
        const before = one('id', id);
        if (!before) return;
        const after: Dossier = {
          ...before,
          people: change.people ?? before.people,
          competentUnit: change.competentUnit === undefined ? before.competentUnit : change.competentUnit,
          delivery: change.delivery ?? before.delivery,
          note: change.note ?? before.note,
        };
        database.run(
          'UPDATE dossiers SET applicant_name = ?, body = ? WHERE id = ?',
          ...[after.people.applicant?.fullName ?? '', JSON.stringify(after), id],
        );
        indexAnew(after);
      });
    },

    changeCityCode(id, cityCode) {
      database.immediate(() => {
        const before = one('id', id);
        if (!before || before.cityCode === cityCode) return;
        if (before.cityCode !== null) keepCode(id, before.cityCode);
        database.run('UPDATE dossiers SET city_code = ? WHERE id = ?', cityCode, id);
        indexAnew({ ...before, cityCode });
      });
    },

    list({ text, limit, before }) {
      const below = before === null ? Number.MAX_SAFE_INTEGER : before * perInstant;
      if (text.trim() === '') {
        return { items: page(database, null, below, limit), total: totalCount(database) };
      }
      const coded = seqOfCode(database, text);
      if (coded !== null) return { items: coded < below ? onlyOne(database, coded) : [], total: 1 };
      const match = matchOf(text);
      if (match === null) return { items: [], total: 0 };
      const query = { match, pageMatch: pageMatchOf(text), words: queryWords(text) };
      if (before !== null)
        return { items: page(database, query, below, limit), total: foundCount(database, query) };
      // The screen asks this at every letter: what is counted is also what is shown, so that the index is read once.
      const named = namedSeqs(database, match, below, 0, countedUpTo);
      return {
        items: page(database, { ...query, named: named.slice(0, limit) }, below, limit),
        total: foundCount(database, { ...query, named }),
      };
    },
  };
}

/** A whole code names one dossier: its parts stand in so many others that the search index would be read through. */
function seqOfCode(database: Database, text: string): number | null {
  const code = text.trim().toUpperCase();
  const column = isLocalCode(code) ? 'local_code' : isDossierCode(code) ? 'city_code' : null;
  const row = column && database.get(`SELECT seq FROM dossiers WHERE ${column} = ?`, code);
  return row ? numberOf(row, 'seq') : null;
}

function onlyOne(database: Database, seq: number): FoundDossier[] {
  return summaries(database, null, seq + 1, seq, 1).map(({ seq: _, ...summary }) => summary);
}

interface Query {
  /** In the language of the index. */
  readonly match: string;
  readonly pageMatch: string;
  readonly words: readonly string[];
  /** Those found by what they are called, newest first, where they are known already. */
  readonly named?: readonly number[];
}

function nextSeq(database: Database, acceptedAt: number): number {
  const row = database.get(
    'SELECT max(seq) AS last FROM dossiers WHERE seq >= ? AND seq < ?',
    acceptedAt * perInstant,
    (acceptedAt + 1) * perInstant,
  );
  const last = row ? numberOrNull(row, 'last') : null;
  const seq = last === null ? acceptedAt * perInstant : last + 1;
  if (seq >= (acceptedAt + 1) * perInstant) throw new RangeError('too many dossiers at one instant');
  return seq;
}

function index(database: Database, seq: number, words: string, cityCode: string | null): void {
  database.run(
    'INSERT OR REPLACE INTO dossier_search (rowid, words) VALUES (?, ?)',
    seq,
    cityCode === null ? words : `${words} ${cityCode}`,
  );
}

function totalCount(database: Database): number {
  const row = database.get('SELECT total FROM dossier_count');
  return row ? numberOf(row, 'total') : 0;
}

function foundCount(database: Database, { match, pageMatch, named }: Query): number {
  const known = named ?? namedSeqs(database, match, Number.MAX_SAFE_INTEGER, 0, countedUpTo);
  if (known.length >= countedUpTo) return countedUpTo;
  const row = database.get(
    `SELECT count(*) AS found FROM (
       SELECT value AS seq FROM json_each(?)
       UNION SELECT rowid / ${placesEach} FROM (SELECT rowid FROM page_search WHERE page_search MATCH ? LIMIT ?))`,
    ...[JSON.stringify(known), pageMatch, countedUpTo * pagesCountedEach],
  );
  return row ? Math.min(countedUpTo, numberOf(row, 'found')) : 0;
}

/** Dossiers found by what they are called, newest first, `from` ≤ seq < `below`. */
function namedSeqs(database: Database, match: string, below: number, from: number, limit: number): number[] {
  // As one value: a thousand rows, each handed over by itself, take longer than finding them.
  const row = database.get(
    `SELECT json_group_array(seq) AS seqs FROM (
       SELECT rowid AS seq FROM dossier_search WHERE dossier_search MATCH ? AND rowid < ? AND rowid >= ?
       ORDER BY rowid DESC LIMIT ?)`,
    ...[match, below, from, limit],
  );
  return row ? jsonOf<number[]>(row, 'seqs') : [];
}

/** Newest first. Dossiers of the last instant all come along, so that "before" that instant skips none. */
function page(database: Database, query: Query | null, below: number, limit: number): FoundDossier[] {
  const rows = below > 0 ? summaries(database, query, below, 0, limit) : [];
  const last = rows.length === limit ? rows.at(-1) : undefined;
  if (last) {
    const from = last.acceptedAt * perInstant;
    const rest = query && { match: query.match, pageMatch: query.pageMatch, words: query.words };
    rows.push(...summaries(database, rest, last.seq, from, perInstant));
  }
  return rows.map(({ seq: _, ...summary }) => summary);
}

type Placed = FoundDossier & { readonly seq: number };

function summaries(
  database: Database,
  query: Query | null,
  below: number,
  from: number,
  limit: number,
): Placed[] {
  if (query === null) {
    return database
      .all(
        `SELECT ${summaryColumns} FROM dossiers d WHERE d.seq < ? AND d.seq >= ? ORDER BY d.seq DESC LIMIT ?`,
        ...[below, from, limit],
      )
      .map((row) => summaryOf(row, null));
  }
  const { match, pageMatch, words } = query;
  const excerptOf = excerptsFor(words);
  const named = new Set(query.named ?? namedSeqs(database, match, below, from, limit));
  const places = new Map(
    pageHits(database, pageMatch, below, from, limit).map(({ seq, place }) => [seq, place] as const),
  );
  const newest = [...new Set([...named, ...places.keys()])].sort((a, b) => b - a).slice(0, limit);
  return database
    .all(
      `SELECT ${summaryColumns}, d.body ->> '$.procedureCode' AS procedure_code FROM dossiers d
       WHERE d.seq IN (SELECT value FROM json_each(?)) ORDER BY d.seq DESC`,
      JSON.stringify(newest),
    )
    .map((row) => {
      const seq = numberOf(row, 'seq');
      const place = named.has(seq) ? undefined : places.get(seq);
      const found = place === undefined ? null : foundPage(database, textOf(row, 'id'), place);
      if (!found) return summaryOf(row, null);
      const { plain, ...where } = found;
      const procedureCode = textOf(row, 'procedure_code');
      return summaryOf(row, { ...where, procedureCode, words: excerptOf(plain) });
    });
}

function summaryOf(row: Row, found: FoundDossier['found']): Placed {
  return {
    seq: numberOf(row, 'seq'),
    id: textOf(row, 'id'),
    cityCode: textOrNull(row, 'city_code'),
    localCode: textOf(row, 'local_code'),
    applicantName: textOf(row, 'applicant_name'),
    procedureName: textOf(row, 'procedure_name'),
    status: numberOf(row, 'status') as DossierStatus,
    acceptedAt: numberOf(row, 'accepted_at'),
    dueAt: numberOrNull(row, 'due_at'),
    sync: textOf(row, 'sync') as SyncState,
    found,
  };
}
