import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { eventTable } from '../../../main/store/events.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { migrate, migrations, schemaVersion, type Migration } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { dataKey, dossier, otherKey } from './records.ts';
import { newFolder } from './samples.ts';

function filled(): string {
  const folder = newFolder();
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  for (let index = 0; index < 50; index += 1) opened.value.dossiers.insert(dossier(index));
  opened.value.close();
  return folder;
}

const codeOf = (folder: string, key = dataKey) => {
  const opened = openStore({ folder, dataKey: key });
  if (!opened.ok) return opened.error.code;
  opened.value.close();
  return 'open';
};

describe('opening the store', () => {
  it('a wrong key is told as such, and the right one still opens', () => {
    const folder = filled();
    expect(codeOf(folder, otherKey)).toBe('wrong-key');
    expect(codeOf(folder)).toBe('open');
  });

  it('a wrong key is told as such also without the file that tells about the store', () => {
    const folder = filled();
    rmSync(join(folder, 'store.json'));
    expect(codeOf(folder, otherKey)).toBe('wrong-key');
    expect(codeOf(folder)).toBe('open');
    expect(existsSync(join(folder, 'store.json'))).toBe(true);
  });

  it('a missing database is damage, not a new store', () => {
    const folder = filled();
    rmSync(join(folder, 'store.db'));
    expect(codeOf(folder)).toBe('store-damaged');
    expect(existsSync(join(folder, 'store.db'))).toBe(false);
  });

  it('a first page of garbage is damage, not a wrong key', () => {
    const folder = filled();
    const path = join(folder, 'store.db');
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 0, 4096);
    writeFileSync(path, bytes);
    expect(codeOf(folder)).toBe('store-damaged');
  });

  it('a database cut short is damage', () => {
    const folder = filled();
    truncateSync(join(folder, 'store.db'), 4096);
    expect(codeOf(folder)).toBe('store-damaged');
  });

  it('an unreadable file about the store is damage', () => {
    const folder = filled();
    writeFileSync(join(folder, 'store.json'), '{"format":');
    expect(codeOf(folder)).toBe('store-damaged');
  });

  it('a page of garbage in the middle is found by the integrity check', () => {
    const folder = filled();
    const path = join(folder, 'store.db');
    const database = openDatabase(path, deriveKeys(dataKey).database);
    const root = database.get(`SELECT rootpage AS page FROM sqlite_master WHERE name = 'dossiers'`);
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, (Number(root?.['page']) - 1) * 4096, Number(root?.['page']) * 4096);
    writeFileSync(path, bytes);
    const opened = openStore({ folder, dataKey });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.integrity()).not.toEqual([]);
    expect(opened.value.staff.all()).toEqual([]);
    opened.value.close();
  });

  it('a sound store has no complaints', () => {
    const opened = openStore({ folder: filled(), dataKey });
    expect(opened.ok && opened.value.integrity()).toEqual([]);
    if (opened.ok) opened.value.close();
  });
});

describe('migrations', () => {
  const raw = (folder: string) => openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);

  it('are numbered from 1 without a gap', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it.each(migrations.map((step) => step.version))(
    'a store of version %i opens at the newest version',
    (version) => {
      const folder = newFolder();
      const database = raw(folder);
      const chain = eventTable(database, deriveKeys(dataKey));
      migrate(database, migrations.slice(0, version), chain.begin);
      expect(schemaVersion(database)).toBe(version);
      database.close();
      expect(codeOf(folder)).toBe('open');
      const after = raw(folder);
      expect(schemaVersion(after)).toBe(migrations.length);
      after.close();
    },
  );

  const next: Migration = {
    version: migrations.length + 1,
    sql: 'ALTER TABLE prints ADD COLUMN copies INTEGER NOT NULL DEFAULT 1;',
  };

  it('a store of a newer version is refused and left as it is', () => {
    const folder = filled();
    const database = raw(folder);
    migrate(database, [...migrations, next]);
    database.close();
    expect(openStore({ folder, dataKey })).toEqual({
      ok: false,
      error: { code: 'store-newer', details: { stored: migrations.length + 1, known: migrations.length } },
    });
    const after = raw(folder);
    expect(schemaVersion(after)).toBe(migrations.length + 1);
    after.close();
  });

  it('a step that fails leaves the version before it, with all rows', () => {
    const folder = filled();
    const database = raw(folder);
    const broken = { version: next.version + 1, sql: 'DELETE FROM dossiers; CREATE TABLE staff (id TEXT);' };
    expect(() => migrate(database, [...migrations, next, broken])).toThrow(/already exists/);
    expect(schemaVersion(database)).toBe(migrations.length);
    expect(database.get('SELECT count(*) AS n FROM dossiers')).toEqual({ n: 50 });
    database.close();
    expect(codeOf(folder)).toBe('open');
  });
});
