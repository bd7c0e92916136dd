/** The only file that knows the database engine: replace libsql here and nowhere else. */
import LibsqlDatabase from 'libsql';

export type Value = string | number | bigint | null;
export type Row = Readonly<Record<string, Value>>;

/** One open connection to an encrypted database file. Statements are compiled once and kept. */
export interface Database {
  /** Returns how many rows changed. */
  run(sql: string, ...values: Value[]): number;
  get(sql: string, ...values: Value[]): Row | undefined;
  all(sql: string, ...values: Value[]): Row[];
  /** Several statements without values. */
  exec(sql: string): void;
  /** Runs `work` in one immediate transaction, or as part of the running one. Throws what went wrong, undone. */
  immediate<T>(work: () => T): T;
  close(): void;
}

/** Connections of this process, by path. */
const openHere = new Map<string, number>();

/** True while this process has it open: its files are the engine's alone then. */
export function isOpenHere(path: string): boolean {
  return (openHere.get(path) ?? 0) > 0;
}

export type EngineFault = 'disk-full' | 'read-only' | 'not-a-database' | 'damaged' | 'input-output' | 'other';

/** What an exception of this file means; `other` is a bug of ours. */
export function engineFault(error: unknown): EngineFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') return 'disk-full';
  if (code.startsWith('SQLITE_READONLY')) return 'read-only';
  if (code === 'SQLITE_NOTADB') return 'not-a-database';
  if (code.startsWith('SQLITE_CORRUPT')) return 'damaged';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) return 'input-output';
  return 'other';
}

/**
 * Opens or creates. `key` is 32 bytes. Throws with `engineFault` `not-a-database` for a wrong key.
 * Every commit is fsynced; nothing spills into temporary files.
 *
 * Nothing else in this process may open the file: on POSIX, closing any handle to it lets go of the engine's locks, and
 * another process (the keeper, a command) would then take the write-ahead log for nobody's.
 */
export function openDatabase(path: string, key: Uint8Array): Database {
  return connect(path, key, 'checkpoint');
}

/** A second connection, of another process than the one that works with the file: its end moves nothing of the log. */
export function openBeside(path: string, key: Uint8Array): Database {
  return connect(path, key, 'leave-log');
}

type AtEnd = 'checkpoint' | 'leave-log';

function connect(path: string, key: Uint8Array, atEnd: AtEnd): Database {
  const options = { encryptionCipher: 'aes256cbc', encryptionKey: Buffer.from(key).toString('hex') };
  const engine = new LibsqlDatabase(path, options as object);
  try {
    for (const pragma of pragmas) engine.pragma(pragma);
  } catch (error) {
    engine.close();
    throw error;
  }
  openHere.set(path, (openHere.get(path) ?? 0) + 1);
  return new Connection(engine, path, atEnd);
}

const pragmas = [
  'busy_timeout = 5000',
  // Before anything else is read, so that sorting never writes plain rows to a temporary file.
  'temp_store = MEMORY',
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  // Without it, INSERT OR REPLACE would pass by the triggers that keep events append-only.
  'recursive_triggers = ON',
  'cache_size = -32000',
  'journal_size_limit = 8388608',
];

type Engine = InstanceType<typeof LibsqlDatabase>;
type Statement = ReturnType<typeof prepare>;

function prepare(engine: Engine, sql: string) {
  return engine.prepare<unknown[]>(sql);
}

class Connection implements Database {
  private readonly engine: Engine;
  private readonly path: string;
  private readonly atEnd: AtEnd;
  private readonly statements = new Map<string, Statement>();
  private closed = false;

  constructor(engine: Engine, path: string, atEnd: AtEnd) {
    this.engine = engine;
    this.path = path;
    this.atEnd = atEnd;
  }

  run(sql: string, ...values: Value[]): number {
    return this.statement(sql).run(bindable(values)).changes;
  }

  get(sql: string, ...values: Value[]): Row | undefined {
    const row = this.statement(sql).get(bindable(values));
    return row === undefined ? undefined : withoutMetadata(row);
  }

  all(sql: string, ...values: Value[]): Row[] {
    return this.statement(sql).all(bindable(values)) as Row[];
  }

  exec(sql: string): void {
    this.engine.exec(sql);
  }

  immediate<T>(work: () => T): T {
    if (this.engine.inTransaction) return work();
    this.engine.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      if (isThenable(result)) throw new TypeError('a transaction must be synchronous');
      this.engine.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.engine.inTransaction) this.engine.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.statements.clear();
    try {
      // Statements that are not collected yet keep the engine from doing this by itself.
      if (this.atEnd === 'checkpoint') this.engine.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // On a full disk the log stays, and the next opening goes on from it.
    }
    this.engine.close();
    if (!this.closed) openHere.set(this.path, (openHere.get(this.path) ?? 1) - 1);
    this.closed = true;
  }

  private statement(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = prepare(this.engine, sql);
    this.statements.set(sql, made);
    return made;
  }
}

/** The engine aborts the whole process on a boolean and stores integers as floats, so both are dealt with here. */
function bindable(values: readonly Value[]): Value[] {
  return values.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
    if (typeof value !== 'number') throw new TypeError(`cannot store a ${typeof value}`);
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  });
}

/** The engine adds its timing to the row of `get` (not to those of `all`). */
function withoutMetadata(row: unknown): Row {
  const values = { ...(row as Record<string, Value>) };
  delete values['_metadata'];
  return values;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
