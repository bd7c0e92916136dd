/** The keeper of a real station; training has nothing to keep. */
import type { Clock } from '../domain/clock.ts';
import { createKeeping, type Keeping } from '../store/keeper/keeping.ts';
import type { Store } from '../store/ports.ts';
import type { Log } from './logger.ts';
import type { Places } from './places.ts';
import type { StationSettings } from './station-settings.ts';
import type { StationStatus } from './station-status.ts';

export function stationKeeping(parts: {
  readonly settings: StationSettings;
  readonly store: Store;
  readonly folder: string;
  readonly dataKey: Uint8Array;
  readonly place: Pick<Places, 'node' | 'keeper'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly status: Pick<StationStatus, 'announce'>;
}): Keeping {
  const { settings, store, folder, dataKey, place, clock, log, status } = parts;
  const { backup, counter } = settings;
  return createKeeping({
    ...{ store, folder, dataKey, clock, log },
    nodePath: place.node,
    script: place.keeper,
    backup: backup
      ? {
          target: backup.path,
          // Two stations may have one name by mistake: the store's own id keeps them apart.
          label: `${counter.id}-${store.epoch().id.slice(0, 8)}`,
          counter: counter.name,
          keep: backup.keep,
          sameDisk: backup.sameDisk,
          everyMs: backup.everyMinutes * 60_000,
        }
      : null,
    onChange: status.announce,
  });
}
