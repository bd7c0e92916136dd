import type { SyncState } from '../domain/dossier.ts';
import type { CaseRow, CityCases, OutboxRow, StuckAfter } from './city-cases-port.ts';
import { numberOf, numberOrNull, textOf, textOrNull } from './columns.ts';
import type { Database, Row } from './database.ts';
import type { OutboxItem } from './outbox-port.ts';
import { itemOf } from './outbox.ts';

const shown = `o.id, o.dossier_id, o.kind, o.state, o.attempts, o.created_at, o.next_attempt_at, o.last_error,
  coalesce(d.city_code, d.local_code, '') AS code, coalesce(d.applicant_name, '') AS applicant_name,
  coalesce(d.procedure_name, '') AS procedure_name, d.accepted_at,
  coalesce(json_array_length(d.body, '$.files'), 0) AS file_count,
  (SELECT e.at FROM events e WHERE e.id = o.id || '.linked') AS sent_at`;

/** Said so that SQLite takes the index over what is not finished. */
const unfinished = `o.state <> 'sent'`;
const isCase = `${unfinished} AND (o.state = 'refused' OR o.attempts >= ? OR o.created_at < ?) AND NOT EXISTS (
  SELECT 1 FROM outbox e WHERE e.dossier_id = o.dossier_id AND e.sequence < o.sequence AND e.state <> 'sent')`;

export function cityCaseTables(database: Database): CityCases {
  /** What stands behind a refused message of its dossier waits for nothing that time brings: the tray tells of it. */
  const among = (states: readonly SyncState[]): string =>
    `${states.includes('sent') ? '' : `${unfinished} AND `}o.state IN (SELECT value FROM json_each(?))
     AND (o.state <> 'waiting' OR NOT EXISTS (
       SELECT 1 FROM outbox e WHERE e.dossier_id = o.dossier_id AND e.state = 'refused'))`;
  const limits = ({ attempts, before }: StuckAfter) => [attempts, before] as const;

  return {
    messages: (states, limit, offset) =>
      database
        .all(
          `SELECT ${shown} FROM outbox o LEFT JOIN dossiers d ON d.id = o.dossier_id WHERE ${among(states)}
           ORDER BY ${states.includes('sent') ? 'o.position DESC' : 'o.created_at, o.position'} LIMIT ? OFFSET ?`,
          ...[JSON.stringify(states), limit, offset],
        )
        .map(rowOf),
    countMessages: (states) => {
      const row = database.get(
        `SELECT count(*) AS total FROM outbox o WHERE ${among(states)}`,
        JSON.stringify(states),
      );
      return row ? numberOf(row, 'total') : 0;
    },

    cases: (stuck, limit, offset) =>
      database
        .all(
          `SELECT ${shown}, c.owner, c.taken_at, coalesce(s.full_name, '') AS owner_name,
             (SELECT count(*) FROM outbox_replaced r WHERE r.dossier_id = o.dossier_id) AS replaced
           FROM outbox o LEFT JOIN dossiers d ON d.id = o.dossier_id
             LEFT JOIN city_cases c ON c.dossier_id = o.dossier_id LEFT JOIN staff s ON s.id = c.owner
           WHERE ${isCase} ORDER BY o.state = 'refused' DESC, o.created_at, o.position LIMIT ? OFFSET ?`,
          ...[...limits(stuck), limit, offset],
        )
        .map(caseOf),
    countCases: (stuck) => {
      const row = database.get(
        `SELECT count(*) FILTER (WHERE o.state = 'refused') AS refused,
           count(*) FILTER (WHERE o.state <> 'refused') AS stuck FROM outbox o WHERE ${isCase}`,
        ...limits(stuck),
      );
      return row
        ? { refused: numberOf(row, 'refused'), stuck: numberOf(row, 'stuck') }
        : { refused: 0, stuck: 0 };
    },

    take(dossierId, owner, at) {
      database.run('INSERT OR REPLACE INTO city_cases VALUES (?, ?, ?)', dossierId, owner, at);
    },
    message: (id) => {
      const row = database.get('SELECT * FROM outbox WHERE id = ?', id);
      return row ? itemOf(row) : null;
    },
    messagesOf: (dossierId) =>
      database.all('SELECT * FROM outbox WHERE dossier_id = ? ORDER BY sequence', dossierId).map(itemOf),
    replacedOf: (dossierId) =>
      database
        .all('SELECT * FROM outbox_replaced WHERE dossier_id = ? ORDER BY position', dossierId)
        .map((row) => ({
          id: textOf(row, 'id'),
          kind: textOf(row, 'kind') as OutboxItem['kind'],
          attempts: numberOf(row, 'attempts'),
          createdAt: numberOf(row, 'created_at'),
          lastError: textOrNull(row, 'last_error'),
          replacedAt: numberOf(row, 'replaced_at'),
        })),

    replace: (id, by) =>
      database.immediate(() => {
        const moved = database.run(
          `INSERT INTO outbox_replaced (id, dossier_id, kind, attempts, created_at, last_error, replaced_by, replaced_at)
           SELECT id, dossier_id, kind, attempts, created_at, last_error, ?, ? FROM outbox
           WHERE id = ? AND state = 'refused'`,
          ...[by.id, by.at, id],
        );
        if (moved === 0) return false;
        // It keeps its place in the order of its dossier.
        database.run(
          `UPDATE outbox SET id = ?, state = 'waiting', attempts = 0, created_at = ?, next_attempt_at = ?,
             last_error = NULL, payload = ? WHERE id = ?`,
          ...[by.id, by.at, by.at, JSON.stringify(by.payload ?? null), id],
        );
        return true;
      }),
  };
}

function rowOf(row: Row): OutboxRow {
  return {
    id: textOf(row, 'id'),
    dossierId: textOf(row, 'dossier_id'),
    kind: textOf(row, 'kind') as OutboxItem['kind'],
    state: textOf(row, 'state') as OutboxItem['state'],
    attempts: numberOf(row, 'attempts'),
    createdAt: numberOf(row, 'created_at'),
    nextAttemptAt: numberOf(row, 'next_attempt_at'),
    lastError: textOrNull(row, 'last_error'),
    code: textOf(row, 'code'),
    applicantName: textOf(row, 'applicant_name'),
    procedureName: textOf(row, 'procedure_name'),
    acceptedAt: numberOrNull(row, 'accepted_at'),
    fileCount: numberOf(row, 'file_count'),
    sentAt: numberOrNull(row, 'sent_at'),
  };
}

function caseOf(row: Row): CaseRow {
  const owner = textOrNull(row, 'owner');
  return {
    ...rowOf(row),
    owner:
      owner === null
        ? null
        : { id: owner, name: textOf(row, 'owner_name'), takenAt: numberOf(row, 'taken_at') },
    replaced: numberOf(row, 'replaced'),
  };
}
