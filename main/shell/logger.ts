/**
 * The technical log: JSON lines, two files of at most 2 MB. It takes an event name and numbers or short codes, never
 * free text from people or devices, so that no personal data can reach it.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (event: string, fields?: LogFields) => void;

export const logFileName = 'mot-cua.log';
const maxBytes = 2 * 1024 * 1024;
/** Codes, names of operations, versions; anything else is not written. */
const safe = /^[\w.:@/+-]{0,80}$/;

export function createLogger(folder: string, now: () => number): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, logFileName);
  return (event, fields = {}) => {
    const clean = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'string' && !safe.test(value) ? '(withheld)' : value,
      ]),
    );
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${JSON.stringify({ at: new Date(now()).toISOString(), event, ...clean })}\n`, {
        mode: 0o600,
      });
    } catch {
      // A full disk must not stop the counter because of a log line.
    }
  };
}
