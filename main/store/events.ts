/**
 * Append-only events. Each carries an HMAC over the one before and itself, so a changed, removed or moved row breaks
 * the chain; the head is sealed separately, so that rows cut off at the end are missed, too.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { jsonOf, numberOf, numberOrNull, textOf } from './columns.ts';
import type { Database, Row } from './database.ts';
import { addBreak, readBreaks } from './event-breaks.ts';
import type { StoreKeys } from './keys.ts';
import type { NewEvent, Store } from './ports.ts';

const genesis = '0'.repeat(64);
const chunk = 1000;

export interface EventTable {
  readonly events: Store['events'];
  /** Seals the empty chain; once, when the database is made. */
  begin(): void;
  /** As `firstBroken`, but only over the last `count` events. */
  firstBrokenOfLast(count: number): number | null;
  /** Sets everything from the first broken event on aside; the chain goes on after it, beginning with an event that says so. */
  setAside(from: number): void;
}

export function eventTable(database: Database, keys: Pick<StoreKeys, 'events' | 'eventHead'>): EventTable {
  const sealOf = (sequence: number, hmac: string) =>
    createHmac('sha256', keys.eventHead)
      .update(`${String(sequence)}:${hmac}`)
      .digest('hex');

  const setHead = (sequence: number, hmac: string) => {
    database.run(
      'INSERT OR REPLACE INTO event_head VALUES (1, ?, ?, ?)',
      sequence,
      hmac,
      sealOf(sequence, hmac),
    );
  };

  const head = (): { sequence: number; hmac: string } | null => {
    const row = database.get('SELECT sequence, hmac, seal FROM event_head');
    if (!row) return null;
    const found = { sequence: numberOf(row, 'sequence'), hmac: textOf(row, 'hmac') };
    return textOf(row, 'seal') === sealOf(found.sequence, found.hmac) ? found : null;
  };

  /** Time of the last event; what damage has left of one tells no time. */
  const lastAt = (sequence: number): number => {
    const row = database.get('SELECT at FROM events WHERE sequence = ?', sequence);
    return row ? numberOf(row, 'at') : Number.NEGATIVE_INFINITY;
  };

  const append = (event: NewEvent, timeBefore: (sequence: number) => number = lastAt) => {
    if (database.get('SELECT 1 AS found FROM events WHERE id = ?', event.id)) return;
    const last = head();
    if (!last) throw new Error('the head of the events is broken');
    const at = Math.max(event.at, timeBefore(last.sequence));
    const row = {
      sequence: last.sequence + 1,
      id: wellFormed(event.id),
      at,
      actor: wellFormed(event.actor),
      type: wellFormed(event.type),
      subject: wellFormed(event.subject),
      payload: JSON.stringify(at === event.at ? (event.payload ?? null) : withClock(event)),
    };
    const hmac = link(keys.events, last.hmac, row);
    database.run(
      'INSERT INTO events (sequence, id, at, actor, type, subject, payload, hmac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      row.sequence,
      row.id,
      row.at,
      row.actor,
      row.type,
      row.subject,
      row.payload,
      hmac,
    );
    setHead(row.sequence, hmac);
  };

  /** Walks from just after `from`, whose HMAC is `hmac`, to the sealed head. */
  const walk = (from: number, hmac: string): number | null => {
    const end = head();
    let expected = from + 1;
    let previous = hmac;
    const breaks = readBreaks(database, keys.eventHead);
    for (;;) {
      const broken = piece(expected, previous);
      if (broken.at === null) {
        ({ expected, previous } = broken);
        break;
      }
      const known = breaks.find((each) => each.from === broken.at);
      if (!known) return broken.at;
      expected = known.upTo + 1;
      previous = known.anchor;
    }
    if (!end) return expected;
    if (end.sequence === expected - 1 && end.hmac === previous) return null;
    const missing = breaks.find((each) => each.from === expected);
    if (missing)
      return missing.upTo === end.sequence && missing.anchor === end.hmac
        ? null
        : walk(missing.upTo, missing.anchor);
    return Math.min(expected, end.sequence + 1);
  };

  /** Walks the rows from `expected` on, linked to `previous`, up to the last or to the first that does not hold. */
  const piece = (first: number, hmac: string): { at: number | null; expected: number; previous: string } => {
    let expected = first;
    let previous = hmac;
    for (;;) {
      const rows = database.all(
        'SELECT * FROM events WHERE sequence >= ? ORDER BY sequence LIMIT ?',
        expected,
        chunk,
      );
      for (const row of rows) {
        const holds =
          numberOf(row, 'sequence') === expected && textOf(row, 'hmac') === link(keys.events, previous, row);
        if (!holds) return { at: expected, expected, previous };
        previous = textOf(row, 'hmac');
        expected += 1;
      }
      if (rows.length < chunk) return { at: null, expected, previous };
    }
  };

  const setAside = (from: number) => {
    const last = database.get('SELECT max(sequence) AS last FROM events');
    const upTo = Math.max(from, head()?.sequence ?? 0, (last && numberOrNull(last, 'last')) ?? 0);
    const made = addBreak(database, keys.eventHead, { from, upTo });
    setHead(upTo, made.anchor);
    const event = {
      ...{ id: randomUUID(), at: Date.now(), actor: 'store', type: 'store.events-set-aside' },
      ...{ subject: 'store', payload: { from, upTo } },
    };
    append(event, () => Number.NEGATIVE_INFINITY);
  };

  return {
    events: {
      append: (event) => {
        database.immediate(() => {
          append(event);
        });
      },
      of: (subject) =>
        database.all('SELECT * FROM events WHERE subject = ? ORDER BY sequence', subject).map((row) => ({
          sequence: numberOf(row, 'sequence'),
          id: textOf(row, 'id'),
          at: numberOf(row, 'at'),
          actor: textOf(row, 'actor'),
          type: textOf(row, 'type'),
          subject: textOf(row, 'subject'),
          payload: jsonOf<unknown>(row, 'payload'),
        })),
      firstBroken: () => walk(0, genesis),
      setAside: () => readBreaks(database, keys.eventHead).map(({ from, upTo }) => ({ from, upTo })),
    },

    setAside: (from) => {
      database.immediate(() => {
        setAside(from);
      });
    },

    begin: () => {
      setHead(0, genesis);
    },

    firstBrokenOfLast: (count) => {
      const from = Math.max(0, (head()?.sequence ?? 0) - count);
      if (from === 0) return walk(0, genesis);
      const aside = readBreaks(database, keys.eventHead).find(
        (each) => each.from <= from && from <= each.upTo,
      );
      if (aside) return walk(aside.upTo, aside.anchor);
      const anchor = database.get('SELECT hmac FROM events WHERE sequence = ?', from);
      return anchor ? walk(from, textOf(anchor, 'hmac')) : from;
    },
  };
}

/** The clock went back behind the event before: what it said is kept beside what the event says. */
function withClock({ payload, at }: NewEvent): unknown {
  const plain = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  return plain ? { ...payload, clockAt: at } : { value: payload ?? null, clockAt: at };
}

function link(key: Uint8Array, previous: string, row: Row): string {
  const canonical = JSON.stringify([
    row['sequence'],
    row['id'],
    row['at'],
    row['actor'],
    row['type'],
    row['subject'],
    row['payload'],
  ]);
  return createHmac('sha256', key).update(previous).update(canonical).digest('hex');
}

/** The database keeps UTF-8, in which half a surrogate pair cannot be written: what is sealed must be what is kept. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
