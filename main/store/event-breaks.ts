/**
 * Stretches of the chain of events that do not hold together: named, sealed and set aside, so that the events before and
 * after them keep their proof and the counter goes on. Nothing of them is removed.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from './database.ts';
import { settingTable } from './settings.ts';

const EventBreak = z.object({
  /** First event that does not hold. */
  from: z.number().int().min(1),
  /** Last one that is set aside; the chain goes on after it. */
  upTo: z.number().int(),
  /** What the next event is linked to. */
  anchor: z.string(),
});
export type EventBreak = z.infer<typeof EventBreak>;

const Kept = z.object({ breaks: z.array(EventBreak), seal: z.string() });
const name = 'events.breaks';

/** None when they were changed by somebody without the key: what they hid is found again then. */
export function readBreaks(database: Database, key: Uint8Array): readonly EventBreak[] {
  const text = settingTable(database).get(name);
  if (text === null) return [];
  try {
    const { breaks, seal } = Kept.parse(JSON.parse(text));
    return seal === sealOf(breaks, key) ? breaks : [];
  } catch {
    return [];
  }
}

/** The stretch that begins at `from`, ended by a new anchor. */
export function addBreak(
  database: Database,
  key: Uint8Array,
  stretch: Pick<EventBreak, 'from' | 'upTo'>,
): EventBreak {
  const made = { ...stretch, anchor: randomBytes(32).toString('hex') };
  const breaks = [...readBreaks(database, key), made];
  settingTable(database).set(name, JSON.stringify({ breaks, seal: sealOf(breaks, key) }));
  return made;
}

function sealOf(breaks: readonly EventBreak[], key: Uint8Array): string {
  const canonical = breaks.map(({ from, upTo, anchor }) => [from, upTo, anchor]);
  return createHmac('sha256', key)
    .update(`breaks:${JSON.stringify(canonical)}`)
    .digest('hex');
}
