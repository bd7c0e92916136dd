/**
 * The main process of a station without its windows, to be killed: the wiring of `main/shell`, its router, store, device
 * processes and city, in plain Node. A seeded officer works at it and says on stdout what was acknowledged. Argument: a
 * `CounterTask` as JSON.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WindowEvent } from '../../main/contract/events.ts';
import { composeStation } from '../../main/shell/compose-station.ts';
import { createRouter } from '../../main/shell/contract-router.ts';
import { stationFolder } from '../../main/shell/places.ts';
import { keepPreferences } from '../../main/shell/preferences.ts';
import { StationSettings } from '../../main/shell/station-settings.ts';
import { trainingKeyRing } from '../../main/shell/training-pack.ts';
import { createOfficer, type Counter } from './officer.ts';
import type { CounterTask, Word } from './words.ts';

const task = JSON.parse(process.argv[2] ?? '') as CounterTask;
const settings = StationSettings.parse(task.settings);
const listeners = new Set<(event: WindowEvent) => void>();
const tell = (event: WindowEvent): void => {
  for (const listener of listeners) listener(event);
};
/** At once, so that nothing is said that was not said when the kill comes. */
const say = (word: Word): void => {
  writeSync(1, `${JSON.stringify(word)}\n`);
};

const station = composeStation({
  station: { mode: 'production', settings },
  place: {
    renderer: join(task.built, 'renderer'),
    preload: join(task.built, 'preload.cjs'),
    paperWorker: join(task.built, 'main', 'paper-worker.cjs'),
    fontPackages: join(task.projectRoot, 'node_modules', '@expo-google-fonts'),
    bridge: join(task.built, 'bridge'),
    simulator: join(task.built, 'simulator', 'simulator.mjs'),
    keeper: join(task.built, 'recover', 'keeper.mjs'),
    node: process.execPath,
    data: task.dataFolder,
    logs: join(task.dataFolder, 'logs'),
  },
  version: 'crash',
  // Stands where the keyring of the operating system stands; its key is no secret.
  keyring: () => trainingKeyRing,
  log: () => undefined,
  preferences: keepPreferences({
    folder: stationFolder(task.dataFolder, 'production'),
    onChange: (preferences) => tell({ type: 'preferences.changed', preferences }),
    log: () => undefined,
  }),
  tell,
  tellOne: (event, mayHear) => {
    const heard = mayHear('counter');
    if (heard) tell(event);
    return heard;
  },
  openWindow: () => undefined,
});
const dispatch = createRouter({
  handlers: station.handlers,
  origin: 'crash',
  currentStaff: station.currentStaff,
  log: () => undefined,
});

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const counter: Counter = {
  ask: (name, input) =>
    dispatch({ role: 'counter', isMainFrame: true, origin: 'crash' }, name, input) as never,
  issueTicket: station.issueTicket,
  onEvent: (listener) => void listeners.add(listener),
  say,
  async look(question) {
    say({ t: 'look', ...question });
    const { value } = await answers.next();
    return value === 'came-out' ? 'came-out' : 'did-not';
  },
};

await station.begin();
const officer = createOfficer(counter, task);
await officer.signIn();
say({ t: 'ready' });
// A tracer may have to take hold of its threads first.
if (task.mode === 'one') await answers.next();
await officer.work();
say({ t: 'over' });
await station.end();
process.exit(0);
