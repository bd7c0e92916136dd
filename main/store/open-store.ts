import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  renameSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../domain/result.ts';
import { openBlobs } from './blobs.ts';
import { cityCaseTables } from './city-cases.ts';
import { cityNewsTable } from './city-news.ts';
import { cityMemoryTables } from './city-memory.ts';
import { textOf } from './columns.ts';
import { engineFault, isOpenHere, openDatabase, type Database } from './database.ts';
import { dossierTable } from './dossiers.ts';
import { draftTable } from './drafts.ts';
import { isDiskFull, makeFolderNow } from './durable-file.ts';
import { eventTable, type EventTable } from './events.ts';
import { deriveKeys, keyCheck, keyFits } from './keys.ts';
import { epochOf, noteSetBack, settleEpoch } from './epoch.ts';
import { localNumbers } from './local-numbers.ts';
import { logDamageOf, settleLogDamage } from './log/log-damage.ts';
import { mendLog } from './log/set-log-aside.ts';
import { migrate, migrations } from './migrations.ts';
import { outboxTable, resumeOutbox } from './outbox.ts';
import type { Store } from './ports.ts';
import { printJobTable } from './print-jobs.ts';
import { pageReadingsTable } from './page-readings.ts';
import { pageLooksTable } from './page-looks.ts';
import { pageTextsTable } from './page-texts.ts';
import { preparedPagesTable } from './prepared-pages.ts';
import { printTable } from './prints.ts';
import { settingTable } from './settings.ts';
import { staffTable } from './staff-table.ts';

/** Events checked at each opening; `events.firstBroken` checks all. */
const recentEvents = 500;
/** Below this an input or output error is taken for a full disk, bytes. */
const scantSpace = 1024 * 1024;

export type OpenError = 'wrong-key' | 'store-damaged' | 'store-newer' | 'disk-full' | 'disk-read-only';

export const storeFiles = { database: 'store.db', about: 'store.json', blobs: 'blobs' } as const;

/**
 * Opens the store of a folder (made when absent) with its 32-byte data key.
 *
 * - `wrong-key`: made with another key; nothing was touched.
 * - `store-damaged`: the key is right, but the database is missing or unreadable.
 * - `store-newer`: made by a newer version of this program (`details`: stored, known).
 * - `disk-read-only`: the disk takes nothing, as one that was mounted again after an error of its own.
 *
 * A log that was damaged behind its last whole commit is kept and told of (`logDamage`); what comes before it is read.
 * Recent events that do not hold together are set aside and named (`events.setAside`); the store opens all the same.
 */
export function openStore(options: { folder: string; dataKey: Uint8Array }): Result<Store, OpenError> {
  const { folder, dataKey } = options;
  const path = join(folder, storeFiles.database);
  let database: Database | null = null;
  try {
    makeFolderNow(folder);
    const about = readAbout(folder);
    if (about === 'unreadable') return fail('store-damaged');
    if (about && !keyFits(dataKey, about.keyCheck)) return fail('wrong-key');
    if (about && !existsSync(path)) return fail('store-damaged');

    const keys = deriveKeys(dataKey);
    if (about && !isOpenHere(path)) mendLog(path, Date.now());
    try {
      database = openDatabase(path, keys.database);
    } catch (error) {
      if (engineFault(error) === 'not-a-database') return fail(about ? 'store-damaged' : 'wrong-key');
      throw error;
    }
    const chain = eventTable(database, keys);
    const outcome = migrate(database, migrations, chain.begin);
    if (outcome.kind === 'newer') {
      database.close();
      return fail('store-newer', { stored: outcome.stored, known: outcome.known });
    }
    const broken = chain.firstBrokenOfLast(recentEvents);
    if (broken !== null) chain.setAside(broken);
    if (!about) writeAbout(folder, dataKey);
    settleEpoch(database, folder);
    settleLogDamage(database, chain, folder);
    resumeOutbox(database);
    bringNearer(database, Date.now());
    return ok(assemble(folder, database, chain, openBlobs(join(folder, storeFiles.blobs), keys)));
  } catch (error) {
    database?.close();
    const code = openErrorOf(error, folder);
    if (code) return fail(code);
    throw error;
  }
}

/** Nothing is to be tried later than this from now, ms: a clock that was wrong has written such. */
const farthestMs = 6 * 60 * 60_000;

function bringNearer(database: Database, now: number): void {
  database.run(
    `UPDATE outbox SET next_attempt_at = ? WHERE state <> 'sent' AND next_attempt_at > ?`,
    ...[now, now + farthestMs],
  );
  database.run(
    `UPDATE page_readings SET next_at = ? WHERE state = 'waiting' AND next_at > ?`,
    ...[now, now + farthestMs],
  );
}

function assemble(folder: string, database: Database, chain: EventTable, blobs: Store['blobs']): Store {
  return {
    transaction: (work) => {
      try {
        return ok(database.immediate(work));
      } catch (error) {
        if (meansDiskFull(error, folder) || meansReadOnly(error, folder)) return fail('disk-full');
        throw error;
      }
    },
    staff: staffTable(database),
    drafts: draftTable(database),
    dossiers: dossierTable(database),
    nextLocalNumber: localNumbers(database),
    events: chain.events,
    outbox: outboxTable(database),
    cityMemory: cityMemoryTables(database),
    cityCases: cityCaseTables(database),
    cityNews: cityNewsTable(database),
    prints: printTable(database),
    preparedPages: preparedPagesTable(database),
    pageTexts: pageTextsTable(database),
    pageReadings: pageReadingsTable(database),
    pageLooks: pageLooksTable(database),
    printJobs: printJobTable(database),
    settings: settingTable(database),
    blobs,
    epoch: () => epochOf(database),
    noteSetBack: (at) => noteSetBack(database, at),
    logDamage: () => logDamageOf(database),
    integrity: () => {
      try {
        const lines = database.all('PRAGMA integrity_check').map((row) => textOf(row, 'integrity_check'));
        return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
      } catch (error) {
        return [engineFault(error)];
      }
    },
    close: () => {
      database.close();
    },
  };
}

const About = z.object({ format: z.literal(1), keyCheck: z.string().length(64) });

/** Tells a wrong key from a damaged database, which the engine cannot. */
function readAbout(folder: string): z.infer<typeof About> | 'unreadable' | null {
  const path = join(folder, storeFiles.about);
  if (!existsSync(path)) return null;
  try {
    return About.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return 'unreadable';
  }
}

function writeAbout(folder: string, dataKey: Uint8Array): void {
  const path = join(folder, storeFiles.about);
  writeFileSync(`${path}.part`, JSON.stringify({ format: 1, keyCheck: keyCheck(dataKey) }), {
    mode: 0o600,
    flush: true,
  });
  renameSync(`${path}.part`, path);
}

function openErrorOf(
  error: unknown,
  folder: string,
): 'store-damaged' | 'disk-full' | 'disk-read-only' | null {
  if (meansReadOnly(error, folder)) return 'disk-read-only';
  if (meansDiskFull(error, folder)) return 'disk-full';
  const fault = engineFault(error);
  return fault === 'damaged' || fault === 'not-a-database' || fault === 'input-output'
    ? 'store-damaged'
    : null;
}

function meansReadOnly(error: unknown, folder: string): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const fault = engineFault(error);
  if (code === 'EROFS' || fault === 'read-only') return true;
  if (fault !== 'input-output') return false;
  try {
    accessSync(folder, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

function meansDiskFull(error: unknown, folder: string): boolean {
  if (isDiskFull(error)) return true;
  const fault = engineFault(error);
  if (fault === 'disk-full') return true;
  if (fault !== 'input-output') return false;
  try {
    const space = statfsSync(folder);
    return space.bavail * space.bsize < scantSpace;
  } catch {
    return false;
  }
}
