/** Data folders of every earlier version of the schema, with rows in them, open in this one; a newer one is refused. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../../main/store/database.ts';
import { eventTable } from '../../../main/store/events.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { migrate, migrations, schemaVersion } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { errors as en } from '../../../renderer/text/en/errors.ts';
import { errors as vi } from '../../../renderer/text/vi/errors.ts';
import { dataKey, dossier, draft, event } from '../../unit/store/records.ts';
import { newFolder } from '../../unit/store/samples.ts';

const newest = migrations.at(-1)?.version ?? 0;
const raw = (folder: string) => openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);

function open(folder: string): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** In plain SQL: today's code may know columns that the version did not have. */
function fillAsThen(database: Database): void {
  for (let index = 1; index <= 30; index += 1) {
    const made = dossier(index);
    const seq = made.acceptedAt * 1000;
    const sent = index % 2 === 1;
    const words = `${made.localCode} nguyen van an`.toLowerCase();
    database.run(
      `INSERT INTO dossiers (seq, id, draft_id, accepted_at, local_code, city_code, sync, status, due_at,
         applicant_name, procedure_name, search, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[seq, made.id, made.id, made.acceptedAt, made.localCode],
      ...[
        sent ? `H26-261122-${String(index).padStart(4, '0')}` : null,
        sent ? 'sent' : 'waiting',
        made.status,
      ],
      ...[made.deadline.dueAt, 'Nguyễn Văn An', made.procedureName, words, JSON.stringify(made)],
    );
    database.run('INSERT INTO dossier_search (rowid, words) VALUES (?, ?)', seq, words);
    database.run(
      `INSERT INTO outbox (id, dossier_id, sequence, kind, state, attempts, created_at, next_attempt_at, payload)
       VALUES (?, ?, 1, 'dossier', ?, 0, ?, ?, '{}')`,
      ...[`out-${String(index)}`, made.id, sent ? 'sent' : 'sending', made.acceptedAt, made.acceptedAt],
    );
  }
  const begun = draft('draft-open');
  database.run(
    `INSERT INTO drafts (id, revision, state, created_at, updated_at, procedure_code, applicant_masked, page_count, body)
     VALUES (?, 0, 'open', 1, 1, NULL, NULL, 0, ?)`,
    ...[begun.id, JSON.stringify(begun)],
  );
  database.exec(`
    INSERT INTO staff VALUES ('s1', 'CB001', 'Cán bộ Mẫu', '', 1, 'x', 0, NULL);
    INSERT INTO local_numbers VALUES ('Q1', '2026-11-22', 30);
    INSERT INTO settings VALUES ('a', 'b');`);
}

function folderOf(version: number): string {
  const folder = newFolder();
  const database = raw(folder);
  const chain = eventTable(database, deriveKeys(dataKey));
  const steps = migrations.filter((step) => step.version <= version);
  migrate(database, steps, chain.begin);
  fillAsThen(database);
  for (let index = 1; index <= 40; index += 1) chain.events.append(event(index));
  expect(schemaVersion(database)).toBe(version);
  database.close();
  return folder;
}

describe('upgrade', () => {
  it.each(migrations.map((step) => step.version))(
    'a data folder of schema %i opens with all it held',
    (version) => {
      const folder = folderOf(version);
      const store = open(folder);
      const { items, total } = store.dossiers.list({ text: '', limit: 50, before: null });
      expect([items.length, total]).toEqual([30, 30]);
      expect(store.dossiers.list({ text: 'Nguyễn Văn A', limit: 50, before: null }).total).toBe(30);
      expect(store.dossiers.get('dossier-7')).toMatchObject({
        localCode: 'TAM-Q1-261122-0007',
        sync: 'sent',
      });
      expect(store.drafts.open().map(({ id }) => id)).toEqual(['draft-open']);
      expect(store.staff.byCode('cb001')?.fullName).toBe('Cán bộ Mẫu');
      expect(store.nextLocalNumber('Q1', '2026-11-22')).toBe(31);
      expect(store.settings.get('a')).toBe('b');
      // What was being sent when the older program ended waits again.
      expect(store.outbox.counts()).toMatchObject({ waiting: 15, refused: 0 });
      const due = { now: Number.MAX_SAFE_INTEGER, order: 'oldest', limit: 50 } as const;
      expect(store.outbox.due({ ...due, lane: '' })).toHaveLength(15);
      expect([store.events.firstBroken(), store.events.setAside()]).toEqual([null, []]);
      expect(store.epoch()).toMatchObject({ restores: 0, sequence: 40 });
      expect(store.integrity()).toEqual([]);
      store.dossiers.insert(dossier(99));
      store.close();
      const after = raw(folder);
      expect(schemaVersion(after)).toBe(newest);
      after.close();
    },
  );

  it('a folder of a newer version is refused with a clear word, and left as it is', () => {
    const folder = folderOf(newest);
    const database = raw(folder);
    migrate(database, [...migrations, { version: newest + 1, sql: 'CREATE TABLE to_come (x TEXT) STRICT;' }]);
    database.close();
    expect(openStore({ folder, dataKey })).toEqual({
      ok: false,
      error: { code: 'store-newer', details: { stored: newest + 1, known: newest } },
    });
    expect(Object.values(vi['store-newer']).join(' ')).toMatch(/mới hơn/u);
    expect(Object.values(en['store-newer']).join(' ')).toMatch(/newer/u);
    const after = raw(folder);
    expect(schemaVersion(after)).toBe(newest + 1);
    after.close();
  });
});

/** The lists and look-ups that a person waits for must not grow with the store. */
describe('20,000 dossiers', () => {
  it('are listed, searched and looked up by index', () => {
    const folder = newFolder();
    const store = open(folder);
    const written = store.transaction(() => {
      for (let index = 1; index <= 20_000; index += 1) store.dossiers.insert(dossier(index));
    });
    expect(written.ok).toBe(true);
    expect(store.dossiers.list({ text: 'nguyen van an', limit: 50, before: null }).total).toBe(1000);
    expect(store.dossiers.list({ text: 'TAM-Q1-261122-19999', limit: 50, before: null }).total).toBe(1);
    store.close();
    const database = raw(folder);
    const plan = (sql: string, ...values: string[]) =>
      database
        .all(`EXPLAIN QUERY PLAN ${sql}`, ...values)
        .map((row) => String(row['detail']))
        .join('; ');
    const listed = plan('SELECT id FROM dossiers WHERE seq < 9 AND seq >= 0 ORDER BY seq DESC LIMIT 50');
    expect(listed).toBe('SEARCH dossiers USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
    expect(plan('SELECT body FROM dossiers WHERE id = ?', 'x')).toMatch(/USING INDEX .*\(id=\?\)/);
    expect(plan('SELECT * FROM events WHERE subject = ? ORDER BY sequence', 'x')).toMatch(/events_subject/);
    expect(plan('SELECT 1 FROM events WHERE id = ?', 'x')).toMatch(/INDEX .*\(id=\?\)/);
    const due = `SELECT * FROM outbox WHERE state <> 'sent' AND state = 'waiting' ORDER BY created_at, position`;
    expect(plan(due)).toMatch(/outbox_unfinished/);
    const resumed = `UPDATE outbox SET state = 'waiting' WHERE state <> 'sent' AND state = 'sending'`;
    expect(plan(resumed)).toMatch(/outbox_unfinished/);
    const named = 'SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC';
    expect(plan(named, 'x')).not.toMatch(/TEMP B-TREE/);
    database.close();
  });
});
