/** The whole station without windows: real wiring, real store, real device processes and simulated city; no Electron. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../../main/contract/errors.ts';
import type { WindowEvent } from '../../main/contract/events.ts';
import type { InputOf, OperationName, OutputOf } from '../../main/contract/operations.ts';
import type { Result } from '../../main/domain/result.ts';
import { composeStation } from '../../main/shell/compose-station.ts';
import { stationFolder } from '../../main/shell/places.ts';
import { keepPreferences } from '../../main/shell/preferences.ts';
import { createRouter } from '../../main/shell/contract-router.ts';
import type { Station } from '../../main/shell/station-settings.ts';
import { trainingStaff } from '../../main/shell/training-pack.ts';
import { privateNode } from '../../build/setup/npm-packages.mjs';

export const projectRoot = join(import.meta.dirname, '..', '..');
const built = join(projectRoot, 'dist', 'app');

export type JobEnd = Extract<WindowEvent, { type: 'job.ended' }>;

export interface HeadlessStation {
  readonly dataFolder: string;
  readonly events: WindowEvent[];
  /** As a counter window would; the Result as it is. */
  ask<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ): Promise<Result<OutputOf<Name>, ErrorCode>>;
  /** The same, throwing on a failure. */
  call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  jobEnd(jobId: string): Promise<JobEnd>;
  signIn(): Promise<void>;
  /** Stops the simulated city and waits until the station sees it. */
  cityDown(): Promise<void>;
  end(): Promise<void>;
}

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `mot-cua-${name}-`));
}

export async function startHeadless(
  options: {
    readonly dataFolder?: string;
    readonly clockOffsetMs?: number;
    /** Training by default. */
    readonly station?: Station;
  } = {},
): Promise<HeadlessStation> {
  const setUp = options.station ?? { mode: 'training' };
  const dataFolder = options.dataFolder ?? temporaryFolder('station');
  const events: WindowEvent[] = [];
  const listeners = new Set<(event: WindowEvent) => void>();
  const tell = (event: WindowEvent): void => {
    // The last few are enough for tests, and a bench must not measure its own log.
    if (events.push(event) > 2_000) events.splice(0, 1_000);
    for (const listener of listeners) listener(event);
  };
  const station = composeStation({
    station: setUp,
    place: {
      renderer: join(built, 'renderer'),
      preload: join(built, 'preload.cjs'),
      paperWorker: join(built, 'main', 'paper-worker.cjs'),
      fontPackages: join(projectRoot, 'node_modules', '@expo-google-fonts'),
      bridge: join(built, 'bridge'),
      simulator: join(built, 'simulator', 'simulator.mjs'),
      keeper: join(built, 'recover', 'keeper.mjs'),
      node: privateNode,
      data: dataFolder,
      logs: join(dataFolder, 'logs'),
    },
    version: 'test',
    keyring: () => null,
    log: () => {},
    preferences: keepPreferences({
      folder: stationFolder(dataFolder, setUp.mode),
      onChange: (preferences) => tell({ type: 'preferences.changed', preferences }),
      log: () => {},
    }),
    tell,
    tellOne(event, mayHear) {
      const heard = mayHear('counter');
      if (heard) tell(event);
      return heard;
    },
    openWindow: () => {},
    ...(options.clockOffsetMs === undefined ? {} : { clockOffsetMs: options.clockOffsetMs }),
  });
  const dispatch = createRouter({
    handlers: station.handlers,
    origin: 'test',
    currentStaff: station.currentStaff,
    log: () => {},
  });
  await station.begin();

  const self: HeadlessStation = {
    dataFolder,
    events,
    ask: (name, input) =>
      dispatch({ role: 'counter', isMainFrame: true, origin: 'test' }, name, input) as never,
    async call(name, input) {
      const result = await self.ask(name, input);
      if (!result.ok)
        throw new Error(`${name}: ${result.error.code} ${JSON.stringify(result.error.details ?? {})}`);
      return result.value;
    },
    jobEnd: (jobId) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error('the job did not end')), 120_000);
        const listener = (event: WindowEvent) => {
          if (event.type !== 'job.ended' || event.jobId !== jobId) return;
          listeners.delete(listener);
          clearTimeout(limit);
          resolve(event);
        };
        listeners.add(listener);
        const already = events.find(
          (event): event is JobEnd => event.type === 'job.ended' && event.jobId === jobId,
        );
        if (already) listener(already);
      }),
    async signIn() {
      await self.call('session.signIn', { code: trainingStaff.code, pin: trainingStaff.pin });
    },
    async cityDown() {
      await self.call('training.city', { running: false });
      for (let waited = 0; (await self.call('status.get', {})).city.state !== 'down'; waited += 1) {
        if (waited > 150) throw new Error('the city is not seen as down');
        await self.call('sync.retryNow', {});
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    end: () => station.end(),
  };
  return self;
}
