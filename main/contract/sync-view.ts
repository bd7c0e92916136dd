/** How sending to the city goes on: its systems, a pause, the cap on the line, and what was sent again. */
import { z } from 'zod';
import { Instant } from '../domain/dossier.ts';

export const CitySystemView = z.object({
  /** As the station's settings name it. */
  id: z.string(),
  state: z.enum(['up', 'slow', 'down', 'unknown']),
  since: Instant.nullable(),
  /** The system asked to be left alone until then; null when it did not. */
  waitUntil: Instant.nullable(),
});
export type CitySystemView = z.infer<typeof CitySystemView>;

/** Sending rests; what a citizen is waiting for at the counter still goes. It ends by itself. */
export const SyncPause = z.object({ since: Instant, until: Instant });
export type SyncPause = z.infer<typeof SyncPause>;

/**
 * A system, or this station, was restored from a backup. What a system lost is found out by asking it for what it had
 * confirmed, newest first, and is sent again; after a restoration of the station, each unfinished message is asked about
 * before it is sent.
 */
export const RestorationView = z.object({
  /** The system that was set back, or, where the station itself was, one that it is compared with. */
  system: z.string(),
  whose: z.enum(['city', 'station']),
  noticedAt: Instant,
  /** Null while it is still being compared. */
  doneAt: Instant.nullable(),
  /** Dossiers asked about until now. */
  asked: z.number().int(),
  /** Of those, the ones that the city lacked in whole or in part; they are sent again. */
  missing: z.number().int(),
});
export type RestorationView = z.infer<typeof RestorationView>;

export const SyncView = z.object({
  /** More than one around a change of vendor, or where ministries have systems of their own. */
  systems: z.array(CitySystemView),
  pause: SyncPause.nullable(),
  /** Cap on the bytes of files per second, from the station's settings; null: none. */
  bytesPerSecond: z.number().int().nullable(),
  /** The last one of each system, the newest first. */
  restorations: z.array(RestorationView),
});
export type SyncView = z.infer<typeof SyncView>;
