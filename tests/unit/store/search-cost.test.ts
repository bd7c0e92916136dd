/** What the engine is asked for a list and for searches, as it is asked, and how it means to find it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase, type Database, type Value } from '../../../main/store/database.ts';
import { dossierTable } from '../../../main/store/dossiers.ts';
import { migrate, migrations } from '../../../main/store/migrations.ts';
import { dataKey, dossier } from './records.ts';
import { newFolder } from './samples.ts';

interface Asked {
  readonly sql: string;
  readonly plan: string;
}

/** All that is asked while `text` is searched among dossiers of the same name. */
function askedFor(text: string): Asked[] {
  const database = openDatabase(join(newFolder(), 'store.db'), dataKey);
  migrate(database, migrations);
  database.immediate(() => {
    for (let index = 1; index <= 60; index += 1)
      dossierTable(database).insert({
        ...dossier(index),
        cityCode: `000.00.01.H26-261122-${String(index).padStart(4, '0')}`,
      });
  });
  const asked: Asked[] = [];
  const note = (sql: string, values: readonly Value[]) => {
    const steps = database.all(`EXPLAIN QUERY PLAN ${sql}`, ...values);
    asked.push({ sql, plan: steps.map((step) => String(step['detail'])).join('; ') });
  };
  const watched: Database = {
    run: (sql, ...values) => database.run(sql, ...values),
    get: (sql, ...values) => {
      note(sql, values);
      return database.get(sql, ...values);
    },
    all: (sql, ...values) => {
      note(sql, values);
      return database.all(sql, ...values);
    },
    exec: (sql) => {
      database.exec(sql);
    },
    immediate: (work) => database.immediate(work),
    close: () => {
      database.close();
    },
  };
  const { items } = dossierTable(watched).list({ text, limit: 50, before: null });
  expect(items.length).toBeGreaterThan(0);
  watched.close();
  return asked;
}

describe('among all dossiers', () => {
  it('a name is not sorted, not counted to the end: the index gives the newest first', () => {
    const asked = askedFor('Nguyễn Văn An');
    const named = asked.filter(
      ({ sql }) => /\b(dossier|page)_search\b/u.test(sql) && sql.includes('ORDER BY'),
    );
    expect(named.length).toBeGreaterThan(1);
    for (const { sql, plan } of named) {
      expect(plan).not.toContain('TEMP B-TREE');
      expect(sql).toMatch(/ORDER BY rowid DESC LIMIT \?\)?$/u);
    }
  });

  it.each(['', 'Nguyễn Văn An', 'TAM-Q1-261122-0007', '000.00.01.H26-261122-0007'])(
    'no dossier is read that is not shown: %j',
    (text) => {
      const read = askedFor(text).filter(({ sql }) => /\bdossiers\b/u.test(sql));
      expect(read.length).toBeGreaterThan(0);
      for (const { plan } of read) {
        expect(plan).not.toMatch(/SCAN (d|dossiers)\b/u);
        expect(plan).not.toContain('TEMP B-TREE FOR ORDER BY');
      }
    },
  );
});
