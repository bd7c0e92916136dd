/** Keeps the counter's choices in `preferences.json`. They are convenience: no fault of that file stops the counter. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { firstPreferences } from '../contract/first-preferences.ts';
import { Preferences } from '../contract/preferences-operations.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { isDiskFull, isMissing, writeThrough } from '../store/durable-file.ts';
import type { Log } from './logger.ts';

export const preferencesFileName = 'preferences.json';

/** Some hundred bytes are usual; a larger file is not ours. */
const maxBytes = 64 * 1024;

export type PreferenceChange = { readonly [Name in keyof Preferences]?: Preferences[Name] | undefined };

export interface PreferenceKeeper {
  current(): Preferences;
  /** Holds at once, in every window; answers when it is on disk. Other faults of the disk are thrown. */
  change(part: PreferenceChange): Promise<Result<Preferences, 'disk-full'>>;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

/** Reads the file once, before the first window: it says in which language and colours that window opens. */
export function keepPreferences(parts: {
  /** Must exist when the first change comes. */
  readonly folder: string;
  readonly onChange: (preferences: Preferences) => void;
  readonly log: Log;
}): PreferenceKeeper {
  const file = join(parts.folder, preferencesFileName);
  let preferences = readKept(file, parts.log);
  let writing: Promise<unknown> = Promise.resolve();

  async function write(): Promise<void> {
    // A name of its own is not needed: one process writes here, one file at a time. What a crash left goes first.
    const temporary = `${file}.part`;
    rmSync(temporary, { force: true });
    await writeThrough(temporary, file, [Buffer.from(`${JSON.stringify(preferences, null, 2)}\n`)]);
  }

  return {
    current: () => preferences,
    async change(part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined);
      preferences = { ...preferences, ...Object.fromEntries(given) };
      parts.onChange(preferences);
      const mine = writing.then(write);
      writing = mine.catch(() => undefined);
      try {
        await mine;
        return ok(preferences);
      } catch (error) {
        if (isDiskFull(error)) return fail('disk-full');
        throw error;
      }
    },
    async settled() {
      await writing;
    },
  };
}

/** Whether a change is about the look only, which needs nobody signed in. */
export function changesLookOnly(part: PreferenceChange): boolean {
  return Object.keys(part).every((name) => name === 'language' || name === 'theme');
}

/** Each choice that is sound counts; one that is not, or that is not there, is as if nobody had chosen. */
function readKept(file: string, log: Log): Preferences {
  try {
    const found = statSync(file);
    // Asked first: reading a pipe would wait for ever.
    if (!found.isFile() || found.size > maxBytes) throw new Error('not a preferences file');
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept !== 'object' || kept === null) throw new Error('not an object');
    const checks = Object.entries(Preferences.shape);
    const values = new Map(Object.entries(kept));
    const sound = checks.flatMap(([name, check]) => {
      const parsed = check.safeParse(values.get(name));
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    if (sound.length < checks.length) log('preferences.partly', { sound: sound.length });
    return Preferences.parse({ ...firstPreferences, ...Object.fromEntries(sound) });
  } catch (error) {
    if (!isMissing(error)) log('preferences.damaged');
    return firstPreferences;
  }
}
