import type { OutboxItemView } from '../contract/views.ts';
import { jsonOf, numberOf, numberOrNull, textOf, textOrNull } from './columns.ts';
import type { Database, Row, Value } from './database.ts';
import type { OutboxItem, Store } from './ports.ts';

export function outboxTable(database: Database): Store['outbox'] {
  return {
    add(item) {
      database.run(
        `INSERT INTO outbox (id, dossier_id, sequence, kind, state, attempts, created_at, next_attempt_at, payload)
         VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
        item.id,
        item.dossierId,
        item.sequence,
        item.kind,
        item.createdAt,
        item.createdAt,
        JSON.stringify(item.payload ?? null),
      );
    },

    // `state <> 'sent'` is said again so that SQLite sees that the partial index holds every row it needs.
    due(now, limit) {
      return database
        .all(
          `SELECT * FROM outbox o WHERE o.state <> 'sent' AND o.state = 'waiting' AND o.next_attempt_at <= ? AND NOT EXISTS (
             SELECT 1 FROM outbox e
             WHERE e.dossier_id = o.dossier_id AND e.sequence < o.sequence AND e.state <> 'sent')
           ORDER BY o.created_at, o.position LIMIT ?`,
          now,
          limit,
        )
        .map(itemOf);
    },

    mark(id, change) {
      const sets: string[] = [];
      const values: Value[] = [];
      for (const key of ['state', 'attempts', 'nextAttemptAt', 'lastError'] as const) {
        const value = change[key];
        if (value === undefined) continue;
        sets.push(`${columnOf[key]} = ?`);
        values.push(value);
      }
      if (sets.length > 0) database.run(`UPDATE outbox SET ${sets.join(', ')} WHERE id = ?`, ...values, id);
    },

    wakeAll(now) {
      database.run(
        `UPDATE outbox SET next_attempt_at = ? WHERE state <> 'sent' AND state = 'waiting' AND next_attempt_at > ?`,
        now,
        now,
      );
    },

    counts() {
      const row = database.get(
        `SELECT count(DISTINCT dossier_id) FILTER (WHERE state <> 'refused') AS waiting,
           count(DISTINCT dossier_id) FILTER (WHERE state = 'refused') AS refused,
           min(created_at) FILTER (WHERE state <> 'refused') AS oldest
         FROM outbox WHERE state <> 'sent'`,
      );
      if (!row) return { waiting: 0, refused: 0, oldestAt: null };
      return {
        waiting: numberOf(row, 'waiting'),
        refused: numberOf(row, 'refused'),
        oldestAt: numberOrNull(row, 'oldest'),
      };
    },

    items(limit) {
      const unfinished = viewsWhere(database, `o.state <> 'sent' ORDER BY o.created_at, o.position`, limit);
      const sent =
        unfinished.length < limit
          ? viewsWhere(database, `o.state = 'sent' ORDER BY o.position DESC`, limit - unfinished.length)
          : [];
      return [...unfinished, ...sent];
    },
  };
}

/** What was being sent when the program ended is sent again: its id lets the city see that it is the same. */
export function resumeOutbox(database: Database): void {
  // Said twice so that SQLite takes the partial index: at each opening, every message ever sent would be looked at.
  database.run(`UPDATE outbox SET state = 'waiting' WHERE state <> 'sent' AND state = 'sending'`);
}

const columnOf = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  lastError: 'last_error',
} as const;

function itemOf(row: Row): OutboxItem {
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
