/** The last known difference to the city's clock, kept with the store so that it counts while the city is away. */
import type { ClockMemory } from '../domain/station-clock.ts';
import type { Store } from '../store/ports.ts';

const name = 'city.clock';

export function clockMemory(store: Pick<Store, 'settings' | 'transaction'>): ClockMemory {
  return {
    read: () => store.settings.get(name),
    write: (text) => {
      // On a full disk the one before stays.
      void store.transaction(() => store.settings.set(name, text));
    },
  };
}
