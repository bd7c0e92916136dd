import { connectSystem } from '../../main/city/connect.ts';
import { createCitySync } from '../../main/city/sync.ts';
import { createCitySystems } from '../../main/city/systems.ts';
import type { Store } from '../../main/store/ports.ts';
import { procedure } from '../unit/city/sample.ts';

/** The outbox of a station with one system of style A, as the simulated city takes it. */
export function syncToCity(baseUrl: string, store: Store) {
  const clock = { now: Date.now };
  const procedureOf = () => procedure;
  const account = { username: 'tap-huan', password: 'tap-huan', unit: 'X' };
  const system = connectSystem(
    { id: 'city', style: 'a', baseUrl, ...account, codes: { units: [], procedures: [] } },
    { store, clock, timeoutMs: 60_000 },
  );
  const rows = [{ from: '2000-01-01', system: 'city' }];
  const systems = createCitySystems({ systems: [system], rows, store, clock, procedureOf });
  return createCitySync({ store, systems, clock, procedureOf, log: () => undefined });
}
