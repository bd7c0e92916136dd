/**
 * Sending rests for a while because an officer needs the line. It is written down with who wanted it, so that it outlives
 * a new start, and ends by itself, so that nobody has to remember it.
 */
import { z } from 'zod';
import type { SyncPause } from '../contract/sync-view.ts';
import type { Clock } from '../domain/clock.ts';
import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';

export interface Pause {
  current(): SyncPause | null;
  begin(minutes: number, actor: string): Result<SyncPause, 'disk-full'>;
  end(actor: string): Result<null, 'disk-full'>;
}

const settingName = 'sync.pause';
const Kept = z.object({ since: z.number().int(), until: z.number().int() }).nullable();

/** Its events are about sending as a whole, not about one dossier. */
const subject = 'sync';

export function createPause(
  store: Pick<Store, 'settings' | 'events' | 'transaction'>,
  clock: Clock,
  newId: () => string,
): Pause {
  let kept = read(store);

  const write = (next: SyncPause | null, type: string, actor: string): Result<null, 'disk-full'> => {
    const written = store.transaction(() => {
      store.settings.set(settingName, JSON.stringify(next));
      store.events.append({ id: newId(), at: clock.now(), actor, type, subject, payload: next });
    });
    if (!written.ok) return written;
    kept = next;
    return ok(null);
  };

  return {
    current: () => {
      const now = clock.now();
      // A clock that was set back must not make it longer.
      return kept && now < kept.until && kept.since <= now ? kept : null;
    },
    begin: (minutes, actor) => {
      const since = clock.now();
      const next = { since, until: since + minutes * 60_000 };
      const written = write(next, 'sync.paused', actor);
      return written.ok ? ok(next) : written;
    },
    end: (actor) => (kept === null ? ok(null) : write(null, 'sync.resumed', actor)),
  };
}

/** What cannot be read is no pause. */
function read(store: Pick<Store, 'settings'>): SyncPause | null {
  try {
    return Kept.parse(JSON.parse(store.settings.get(settingName) ?? 'null'));
  } catch {
    return null;
  }
}
