/** One station, and a city whose systems change: the store and the sync are real, each system is a process of its own. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { connectSystem, type SystemDescription } from '../../../main/city/connect.ts';
import { startCitySimulator } from '../../../main/city/simulator-process.ts';
import { createCitySync } from '../../../main/city/sync.ts';
import { createCitySystems, type CityRow } from '../../../main/city/systems.ts';
import { procedure } from '../../unit/city/sample.ts';
import { openRealStore, simulatorScript, temporaryFolder, type SimulatorState } from './rig.ts';

export async function startTwins(rows: readonly CityRow[]) {
  const folder = temporaryFolder();
  const dataKey = randomBytes(32);
  const station = join(folder, 'station');
  const launch = (name: string) =>
    startCitySimulator({
      nodePath: process.execPath,
      script: simulatorScript,
      folder: join(folder, name),
      log: () => undefined,
    });
  const a = await launch('cu');
  const b = await launch('moi');
  let offsetMs = 0;
  const clock = { now: () => Date.now() + offsetMs };
  const none = { units: [], procedures: [] };
  const descriptions: readonly SystemDescription[] = [
    {
      id: 'cu',
      style: 'a',
      baseUrl: a.url,
      unit: 'X',
      username: 'tap-huan',
      password: 'tap-huan',
      codes: none,
    },
    {
      ...{ id: 'moi', style: 'b', baseUrl: b.url, unit: 'H26.48' },
      ...{ clientId: 'tap-huan', clientSecret: 'tap-huan', codes: none },
    },
  ];
  const open = () => {
    const store = openRealStore(station, dataKey);
    const systems = createCitySystems({
      systems: descriptions.map((one) => connectSystem(one, { store, clock, timeoutMs: 2_000 })),
      rows,
      store,
      clock,
      procedureOf: () => procedure,
    });
    const sync = createCitySync({
      store,
      systems,
      clock,
      log: () => undefined,
      procedureOf: () => procedure,
    });
    return { store, systems, sync };
  };
  let parts = open();
  const post = async (city: { url: string }, path: string, body: object): Promise<void> => {
    const answer = await fetch(`${city.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  };
  return {
    a,
    b,
    post,
    store: () => parts.store,
    systems: () => parts.systems,
    sync: () => parts.sync,
    pass: (ms: number) => {
      offsetMs += ms;
    },
    state: async (city: { url: string }): Promise<SimulatorState> =>
      (await (await fetch(`${city.url}/_state`)).json()) as SimulatorState,
    allSent: () => {
      const counts = parts.store.outbox.counts();
      return counts.waiting === 0 && counts.refused === 0;
    },
    /** The application closes and starts again. */
    restart: async (): Promise<void> => {
      await parts.sync.stop();
      parts.store.close();
      parts = open();
    },
    end: async (): Promise<void> => {
      await parts.sync.stop();
      await Promise.all([a.stop(), b.stop()]);
      parts.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Twins = Awaited<ReturnType<typeof startTwins>>;
