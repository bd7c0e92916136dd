import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../../main/store/database.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dataKey, event } from './records.ts';
import { newFolder } from './samples.ts';

function open(folder: string): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

function withEvents(count: number): string {
  const folder = newFolder();
  const store = open(folder);
  const done = store.transaction(() => {
    for (let index = 1; index <= count; index += 1) store.events.append(event(index));
  });
  expect(done.ok).toBe(true);
  store.close();
  return folder;
}

/** Somebody with the database key, but without the key of the chain, at the raw database. */
function tamper(folder: string, work: (database: Database) => void): void {
  const database = openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);
  database.exec('DROP TRIGGER events_never_change; DROP TRIGGER events_never_go;');
  work(database);
  database.close();
}

/**
 * The first broken event as the opening says it; null when there is none. Whatever was done, the counter goes on, the
 * proof of what comes after holds, and the next opening knows of the stretch and finds nothing new.
 */
function brokenAtOpening(folder: string): number | null {
  let first: number | null = null;
  for (let opening = 1; opening <= 3; opening += 1) {
    const store = open(folder);
    const aside = store.events.setAside();
    expect(aside.length).toBeLessThanOrEqual(1);
    first = aside[0]?.from ?? null;
    expect(store.events.firstBroken()).toBeNull();
    store.events.append(event(9_000 + opening));
    expect(store.events.firstBroken()).toBeNull();
    if (aside[0])
      expect(store.events.of('store')).toMatchObject([{ type: 'store.events-set-aside', payload: aside[0] }]);
    store.close();
  }
  return first;
}

describe('events', () => {
  it('an untouched chain opens', () => {
    expect(brokenAtOpening(withEvents(20))).toBeNull();
    expect(brokenAtOpening(withEvents(0))).toBeNull();
  });

  it('the same event id twice changes nothing', () => {
    const store = open(newFolder());
    store.events.append(event(1));
    store.events.append({ ...event(1), type: 'another' });
    expect(store.events.of('subject-1')).toEqual([{ ...event(1), sequence: 1 }]);
    store.close();
  });

  it('the database refuses to change, remove or replace an event', () => {
    const folder = withEvents(3);
    const database = openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);
    for (const sql of [
      `UPDATE events SET type = 'x' WHERE sequence = 2`,
      'DELETE FROM events WHERE sequence = 2',
      `INSERT OR REPLACE INTO events SELECT sequence, id, at, 'x', type, subject, payload, hmac FROM events WHERE sequence = 2`,
    ]) {
      expect(() => {
        database.exec(sql);
      }).toThrow(/append-only/);
    }
    database.close();
    expect(brokenAtOpening(folder)).toBeNull();
  });

  it.each(['id', 'at', 'actor', 'type', 'subject', 'payload', 'hmac'])('a changed %s is found', (column) => {
    const folder = withEvents(20);
    const value = column === 'at' ? 'at + 1' : column === 'payload' ? `'{"index":99}'` : `${column} || 'x'`;
    tamper(folder, (database) => {
      database.exec(`UPDATE events SET ${column} = ${value} WHERE sequence = 7`);
    });
    expect(brokenAtOpening(folder)).toBe(7);
  });

  it('a removed event is found', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec('DELETE FROM events WHERE sequence = 7');
    });
    expect(brokenAtOpening(folder)).toBe(7);
  });

  it('events removed from the end are found', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec('DELETE FROM events WHERE sequence > 17');
    });
    expect(brokenAtOpening(folder)).toBe(18);
  });

  it('events removed from the end are found even when the head is set back to match', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec(`DELETE FROM events WHERE sequence > 17;
        UPDATE event_head SET sequence = 17, hmac = (SELECT hmac FROM events WHERE sequence = 17);`);
    });
    expect(brokenAtOpening(folder)).toBe(18);
  });

  it('removing all events and the head does not look like a new store', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec('DELETE FROM events; DELETE FROM event_head;');
    });
    expect(brokenAtOpening(folder)).toBe(1);
  });

  it('two events that changed places are found', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec(`UPDATE events SET sequence = -1 WHERE sequence = 7; UPDATE events SET sequence = 7 WHERE sequence = 8;
        UPDATE events SET sequence = 8 WHERE sequence = -1;`);
    });
    expect(brokenAtOpening(folder)).toBe(7);
  });

  it('an event added without the key is found', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec(`INSERT INTO events SELECT 21, 'forged', at, actor, type, subject, payload, hmac FROM events
        WHERE sequence = 20`);
    });
    expect(brokenAtOpening(folder)).toBe(21);
  });

  it('two breaks at different times are both named, and what lies between them keeps its proof', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      database.exec(`UPDATE events SET type = 'x' WHERE sequence = 7`);
    });
    expect(brokenAtOpening(folder)).toBe(7);
    const last = open(folder).epoch().sequence;
    const database = openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);
    database.exec(`UPDATE events SET type = 'x' WHERE sequence = ${String(last - 1)}`);
    database.close();
    const store = open(folder);
    expect(store.events.setAside().map(({ from }) => from)).toEqual([7, last - 1]);
    expect(store.events.firstBroken()).toBeNull();
    store.close();
  });

  it('a list of breaks that somebody made without the key hides nothing', () => {
    const folder = withEvents(20);
    tamper(folder, (database) => {
      const breaks = [{ from: 7, upTo: 7, anchor: 'x' }];
      database.run(`INSERT INTO settings VALUES ('events.breaks', ?)`, JSON.stringify({ breaks, seal: 'x' }));
      database.exec(`UPDATE events SET type = 'x' WHERE sequence = 7`);
    });
    expect(brokenAtOpening(folder)).toBe(7);
  });

  it('a change long ago does not keep the store from opening, but the whole walk finds it', () => {
    const folder = withEvents(2600);
    tamper(folder, (database) => {
      database.exec(`UPDATE events SET type = 'x' WHERE sequence = 1500`);
    });
    const store = open(folder);
    expect(store.events.firstBroken()).toBe(1500);
    store.close();
  });

  it('halves of surrogate pairs and other odd text do not break the chain', () => {
    const folder = newFolder();
    const store = open(folder);
    store.events.append({ ...event(1), subject: 'a\ud800b', payload: { text: '\udfff\u0000"\u2028Nguyễn' } });
    store.events.append({ ...event(2), payload: undefined });
    expect(store.events.firstBroken()).toBeNull();
    store.close();
    expect(brokenAtOpening(folder)).toBeNull();
  });
});
