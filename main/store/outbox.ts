import type { OutboxItemView } from '../contract/views.ts';
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull } from './columns.ts';
import type { Database, Row, Value } from './database.ts';
import type { Outbox, OutboxItem } from './outbox-port.ts';

// In all of these the conditions of a partial index are said again, so that SQLite sees that it holds every row it needs.

export function outboxTable(database: Database): Outbox {
  return {
    add(item) {
      database.run(
        `INSERT INTO outbox (id, dossier_id, sequence, kind, state, attempts, created_at, next_attempt_at, payload, lane)
         VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, ?,
           coalesce((SELECT e.lane FROM outbox e WHERE e.dossier_id = ? LIMIT 1), '')) ON CONFLICT (id) DO NOTHING`,
        item.id,
        item.dossierId,
        item.sequence,
        item.kind,
        item.createdAt,
        item.createdAt,
        JSON.stringify(item.payload ?? null),
        item.dossierId,
      );
    },

    due({ lane, now, order, createdFrom = Number.MIN_SAFE_INTEGER, limit }) {
      const way = order === 'oldest' ? 'ASC' : 'DESC';
      return database
        .all(
          `SELECT * FROM outbox INDEXED BY outbox_heads
           WHERE head = 1 AND state = 'waiting' AND lane = ? AND created_at >= ? AND next_attempt_at <= ?
           ORDER BY created_at ${way}, position ${way} LIMIT ?`,
          ...[lane, createdFrom, now, limit],
        )
        .map(itemOf);
    },

    headOf(dossierId) {
      const row = database.get(
        `SELECT * FROM outbox WHERE dossier_id = ? AND state <> 'sent' ORDER BY sequence LIMIT 1`,
        dossierId,
      );
      return row ? { ...itemOf(row), lane: textOf(row, 'lane') } : null;
    },

    route(dossierId, lane) {
      database.run('UPDATE outbox SET lane = ? WHERE dossier_id = ? AND lane <> ?', lane, dossierId, lane);
    },

    mark(id, change, at) {
      const sets: string[] = [];
      const values: Value[] = [];
      for (const key of ['state', 'attempts', 'nextAttemptAt', 'lastError'] as const) {
        const value = change[key];
        if (value === undefined) continue;
        sets.push(`${columnOf[key]} = ?`);
        values.push(value);
      }
      if (change.state === 'sent') {
        sets.push('sent_at = coalesce(?, next_attempt_at)');
        values.push(at ?? null);
      }
      if (sets.length > 0) database.run(`UPDATE outbox SET ${sets.join(', ')} WHERE id = ?`, ...values, id);
    },

    unroute(lanes) {
      database.run(
        `UPDATE outbox SET lane = '' WHERE state <> 'sent' AND lane <> '' AND lane NOT IN (SELECT value FROM json_each(?))`,
        JSON.stringify(lanes),
      );
    },

    resume(now) {
      database.run(
        `UPDATE outbox SET state = 'waiting', next_attempt_at = ? WHERE state <> 'sent' AND state = 'sending'`,
        now,
      );
    },

    wakeAll(now) {
      database.run(
        `UPDATE outbox SET next_attempt_at = ? WHERE state = 'waiting' AND next_attempt_at > ?`,
        now,
        now,
      );
    },

    doubt() {
      database.run(`UPDATE outbox SET attempts = 1 WHERE state <> 'sent' AND attempts = 0`);
      return tally(database).waiting;
    },

    reopen(dossierId, fromSequence, now) {
      return (
        database.run(
          `UPDATE outbox SET state = 'waiting', attempts = max(attempts, 1), next_attempt_at = ?, sent_at = NULL
           WHERE dossier_id = ? AND sequence >= ? AND state = 'sent'`,
          ...[now, dossierId, fromSequence],
        ) > 0
      );
    },

    sentBefore(lane, { sentAt, position }, limit) {
      return database
        .all(
          `SELECT o.dossier_id, o.sent_at, o.position FROM outbox o INDEXED BY outbox_sent
           WHERE o.state = 'sent' AND o.lane = ? AND (o.sent_at, o.position) < (?, ?) AND NOT EXISTS (
             SELECT 1 FROM outbox e WHERE e.dossier_id = o.dossier_id AND e.sequence > o.sequence AND e.state = 'sent')
           ORDER BY o.sent_at DESC, o.position DESC LIMIT ?`,
          ...[lane, sentAt, position, limit],
        )
        .map((row) => ({
          dossierId: textOf(row, 'dossier_id'),
          sentAt: numberOf(row, 'sent_at'),
          position: numberOf(row, 'position'),
        }));
    },

    sentOf(dossierId) {
      return database
        .all(`SELECT * FROM outbox WHERE dossier_id = ? AND state = 'sent' ORDER BY sequence`, dossierId)
        .map(itemOf);
    },

    counts() {
      const { waiting, refused } = tally(database);
      if (waiting === 0) return { waiting, refused, oldestAt: null };
      const oldest = database.get(
        `SELECT created_at FROM outbox WHERE state <> 'sent' AND state <> 'refused' ORDER BY created_at, position LIMIT 1`,
      );
      return { waiting, refused, oldestAt: oldest ? numberOrNull(oldest, 'created_at') : null };
    },

    items(limit) {
      const shown = viewsWhere(
        database,
        `o.state <> 'sent' AND o.state = 'refused' ORDER BY o.created_at, o.position`,
        limit,
      );
      const add = (condition: string): void => {
        if (shown.length < limit) shown.push(...viewsWhere(database, condition, limit - shown.length));
      };
      add(`o.state <> 'sent' AND o.state <> 'refused' ORDER BY o.created_at, o.position`);
      add(`o.state = 'sent' ORDER BY o.position DESC`);
      return shown;
    },
  };
}

/** What was being sent when the program ended is sent again: its id lets the city see that it is the same. */
export function resumeOutbox(database: Database): void {
  // Said twice so that SQLite takes the partial index: at each opening, every message ever sent would be looked at.
  database.run(`UPDATE outbox SET state = 'waiting' WHERE state <> 'sent' AND state = 'sending'`);
}

function tally(database: Database): { waiting: number; refused: number } {
  const row = database.get('SELECT waiting, refused FROM outbox_tally');
  return row
    ? { waiting: numberOf(row, 'waiting'), refused: numberOf(row, 'refused') }
    : { waiting: 0, refused: 0 };
}

const columnOf = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  lastError: 'last_error',
} as const;

/** Of a row with all columns of `outbox`. */
export function itemOf(row: Row): OutboxItem {
  return {
    id: textOf(row, 'id'),
    dossierId: textOf(row, 'dossier_id'),
    sequence: numberOf(row, 'sequence'),
    kind: textOf(row, 'kind') as OutboxItem['kind'],
    payload: jsonOf<unknown>(row, 'payload'),
    state: textOf(row, 'state') as OutboxItem['state'],
    attempts: numberOf(row, 'attempts'),
    createdAt: numberOf(row, 'created_at'),
    nextAttemptAt: numberOf(row, 'next_attempt_at'),
    lastError: textOrNull(row, 'last_error'),
  };
}

function viewsWhere(database: Database, condition: string, limit: number): OutboxItemView[] {
  return database
    .all(
      `SELECT o.id, o.dossier_id, o.kind, o.state, o.attempts, o.created_at, o.next_attempt_at, o.last_error,
         coalesce(d.city_code, d.local_code, '') AS code
       FROM outbox o LEFT JOIN dossiers d ON d.id = o.dossier_id WHERE ${condition} LIMIT ?`,
      limit,
    )
    .map((row) => ({
      id: textOf(row, 'id'),
      dossierId: textOf(row, 'dossier_id'),
      code: textOf(row, 'code'),
      kind: textOf(row, 'kind') as OutboxItemView['kind'],
      state: textOf(row, 'state') as OutboxItemView['state'],
      attempts: numberOf(row, 'attempts'),
      createdAt: numberOf(row, 'created_at'),
      nextAttemptAt: textOf(row, 'state') === 'waiting' ? numberOf(row, 'next_attempt_at') : null,
      lastError: textOrNull(row, 'last_error'),
    }));
}
