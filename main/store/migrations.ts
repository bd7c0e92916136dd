import { numberOf } from './columns.ts';
import type { Database } from './database.ts';
import { first } from './migrations/001-first.ts';
import { printJobs } from './migrations/002-print-jobs.ts';
import { preparedPages } from './migrations/003-prepared-pages.ts';
import { pageTexts } from './migrations/004-page-texts.ts';
import { pageLooks } from './migrations/005-page-looks.ts';
import { pageWords } from './migrations/006-page-words.ts';
import { cityMemory } from './migrations/007-city-memory.ts';
import { cityCases } from './migrations/008-city-cases.ts';
import { outboxLanes } from './migrations/009-outbox-lanes.ts';

/** One step of the schema. Once released it never changes; a change is a new step. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In order, versions 1, 2, 3 … without a gap. */
export const migrations: readonly Migration[] = [
  { version: 1, sql: first },
  { version: 2, sql: printJobs },
  { version: 3, sql: preparedPages },
  { version: 4, sql: pageTexts },
  { version: 5, sql: pageLooks },
  { version: 6, sql: pageWords },
  { version: 7, sql: cityMemory },
  { version: 8, sql: cityCases },
  { version: 9, sql: outboxLanes },
];

export type MigrationOutcome =
  | { readonly kind: 'ready'; readonly from: number; readonly to: number }
  | { readonly kind: 'newer'; readonly stored: number; readonly known: number };

export function schemaVersion(database: Database): number {
  const table = database.get(
    `SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'`,
  );
  if (!table) return 0;
  const row = database.get('SELECT version FROM schema_version');
  return row ? numberOf(row, 'version') : 0;
}

/**
 * Brings the schema up to the newest step in one transaction together with `onNew`, which runs only for a database
 * that was empty. A database made by a newer program is left untouched.
 */
export function migrate(
  database: Database,
  steps: readonly Migration[],
  onNew: () => void = () => undefined,
): MigrationOutcome {
  const known = steps.at(-1)?.version ?? 0;
  return database.immediate((): MigrationOutcome => {
    const from = schemaVersion(database);
    if (from > known) return { kind: 'newer', stored: from, known };
    if (from === 0) {
      database.exec(
        'CREATE TABLE IF NOT EXISTS schema_version (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL) STRICT',
      );
    }
    for (const step of steps) if (step.version > from) database.exec(step.sql);
    if (from < known) database.run('INSERT OR REPLACE INTO schema_version VALUES (1, ?)', known);
    if (from === 0) onNew();
    return { kind: 'ready', from, to: known };
  });
}
