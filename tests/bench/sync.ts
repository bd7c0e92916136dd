/**
 * npm run bench -- sync [dossiers] [files each] [dossiers on the thin line]: a counter's backlog on its way to the city.
 *
 * Draining: dossiers of files of 100 KB, accepted offline, through the real store, adapter and outbox to the simulated city,
 * against the same bytes by plain concurrent HTTP PUT to a server with the simulated city's disk, in turns in one run. The
 * counter's own work on the store is timed while as many again are drained, and while nothing is. On a thin line (2 Mbit/s,
 * 150 ms there and back) the measure is the line itself. Memory: the highest resident set with 10,000 waiting against 100.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { mostAtOnce } from '../../main/city/lane.ts';
import { startCitySimulator } from '../../main/city/simulator-process.ts';
import type { CitySync } from '../../main/city/ports.ts';
import type { Store } from '../../main/store/ports.ts';
import { openRealStore, simulatorScript, temporaryFolder } from '../integration/city/rig.ts';
import { dossierOf } from '../unit/city/sample.ts';
import { ratioLine, spread, type Spread } from './figures.ts';
import { syncToCity } from './sync-to-city.ts';
import { startThinLine } from './thin-line.ts';

const [dossiers = 200, filesEach = 5, thin = 20] = process.argv.slice(2).map(Number);
const fileBytes = 100 * 1024;
const line = { bitsPerSecond: 2_000_000, roundTripMs: 150 };
const folder = temporaryFolder();
const seconds = (ms: number) => (ms / 1_000).toFixed(1);

/** Accepts dossiers while nothing is sent. Returns the bytes of their files. */
async function accept(store: Store, count: number): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = randomUUID();
    const files = [];
    for (let index = 0; index < filesEach; index += 1) {
      const bytes = randomBytes(fileBytes);
      const blob = await store.blobs.put(bytes);
      if (!blob.ok) throw new Error(blob.error.code);
      all.push(bytes);
      files.push({
        ...{ id: `${id}-${String(index)}`, componentId: '1.001193-01', blob: blob.value, pageCount: 1 },
        ...{ name: `HS_0${String(index + 1)}.pdf`, bytes: bytes.length, signed: false },
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
    const acceptedAt = Date.now();
    const dossier = dossierOf(id, { files, acceptedAt, localCode: `TAM-Q1-${id.slice(0, 13)}` });
    const common = { dossierId: id, createdAt: acceptedAt };
    const written = store.transaction(() => {
      const deadline = { ...dossier.deadline, dueAt: acceptedAt + 3_600_000 };
      store.dossiers.insert({ ...dossier, deadline });
      const step = { dossierId: id, status: 2, at: acceptedAt, text: 'Tiếp nhận hồ sơ' };
      const first = { kind: 'dossier', payload: { dossierId: id } } as const;
      store.outbox.add({ ...common, ...first, id: randomUUID(), sequence: 1 });
      store.outbox.add({ ...common, kind: 'progress', payload: step, id: randomUUID(), sequence: 2 });
    });
    if (!written.ok) throw new Error(written.error.code);
  }
  return all;
}

/** Milliseconds until nothing waits any more; the limit is ten minutes. */
async function drain(url: string, store: Store, begin?: (sync: CitySync) => void): Promise<number> {
  const sync = syncToCity(url, store);
  const begun = performance.now();
  sync.start();
  begin?.(sync);
  while (store.outbox.counts().waiting > 0) {
    if (performance.now() - begun > 600_000) throw new Error('not drained in ten minutes');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const took = performance.now() - begun;
  await sync.stop();
  if (store.outbox.counts().refused > 0) throw new Error('the city refused some');
  return took;
}

function put(port: number, agent: Agent, bytes: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return new Promise((resolve, reject) => {
    const options = { port, agent, method: 'PUT', path: `/${sha256}` };
    const headers = { 'content-length': bytes.length };
    const outgoing = request({ host: '127.0.0.1', ...options, headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`PUT: ${String(answer.statusCode)}`));
      });
    });
    outgoing.on('error', reject).end(bytes);
  });
}

/** The same bytes, as many at once as the outbox has dossiers under way, ms. */
async function plainly(port: number, all: readonly Buffer[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: mostAtOnce });
  const left = [...all];
  const begun = performance.now();
  const one = async (): Promise<void> => {
    for (let bytes = left.pop(); bytes; bytes = left.pop()) await put(port, agent, bytes);
  };
  await Promise.all(Array.from({ length: mostAtOnce }, one));
  agent.destroy();
  return performance.now() - begun;
}

async function plainServer(name: string) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'plain-put-server.ts'), join(folder, name)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (text: Buffer) => {
      resolve((JSON.parse(text.toString()) as { port: number }).port);
    });
  });
  return { port, end: () => child.stdin.end() };
}

/**
 * What an officer does meanwhile, every 40 ms until `end`; each with how late it could begin, ms. `called` hears of each,
 * as it does of each call of a window.
 */
function counterWork(store: Store, called: () => void): { end(): Spread } {
  const took: number[] = [];
  let due = performance.now() + 40;
  const timer = setInterval(() => {
    called();
    store.dossiers.list({ text: '', limit: 50, before: null });
    store.dossiers.list({ text: 'nguyen', limit: 50, before: null });
    const written = store.transaction(() => {
      store.settings.set('bench.counter', String(took.length));
    });
    if (!written.ok) throw new Error(written.error.code);
    took.push(performance.now() - due);
    due = performance.now() + 40;
  }, 40);
  return {
    end: () => {
      clearInterval(timer);
      return spread(took);
    },
  };
}

const city = await startCitySimulator({
  ...{ nodePath: process.execPath, script: simulatorScript, log: () => undefined },
  folder: join(folder, 'city'),
});
try {
  const store = openRealStore(join(folder, 'station'), randomBytes(32));
  const all = await accept(store, dossiers);
  const megabytes = (all.length * fileBytes) / 1e6;
  const rate = (ms: number) => (megabytes * 1_000) / ms;
  console.log(`sync: ${String(dossiers)} dossiers, ${String(all.length)} files, ${megabytes.toFixed(0)} MB`);
  const idleWork = counterWork(store, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const idle = idleWork.end();
  const peer = await plainServer('plain');
  const before = await plainly(peer.port, all);
  const ours = await drain(city.url, store);
  rmSync(join(folder, 'plain'), { recursive: true });
  peer.end();
  const again = await plainServer('plain-again');
  const after = await plainly(again.port, all);
  again.end();
  const plain = (before + after) / 2;
  console.log(
    `  plain PUT, ${String(mostAtOnce)} at once: ${seconds(plain)} s, ${rate(plain).toFixed(1)} MB/s`,
  );
  console.log(`  the outbox: ${seconds(ours)} s, ${rate(ours).toFixed(1)} MB/s`);
  console.log(`  of the plain throughput: ${(plain / ours).toFixed(2)} (aim ≥ 0.70)`);
  await accept(store, dossiers);
  const busyWork: { end(): Spread }[] = [];
  const beside = await drain(city.url, store, (sync) => {
    busyWork.push(counterWork(store, sync.counterWorks));
  });
  const busy = busyWork.map((work) => work.end())[0] ?? spread([]);
  console.log(
    `  the counter's work, p95: idle ${idle.p95.toFixed(1)} ms, draining ${busy.p95.toFixed(1)} ms`,
  );
  console.log(ratioLine('  ratio', busy.p95 / idle.p95, 1.2));
  console.log(`  beside the counter's work the outbox gives way: ${rate(beside).toFixed(1)} MB/s`);
  store.close();

  const second = openRealStore(join(folder, 'thin'), randomBytes(32));
  const few = await accept(second, thin);
  const relay = await startThinLine({ port: Number(new URL(city.url).port), ...line });
  const took = await drain(`http://127.0.0.1:${String(relay.port)}`, second);
  const floor = (few.length * fileBytes * 8_000) / line.bitsPerSecond;
  const { up } = relay.carried();
  console.log(`a line of 2 Mbit/s and 150 ms, no loss: ${String(few.length)} files`);
  console.log(
    `  ${seconds(took)} s; the line alone takes ${seconds(floor)} s for the bytes of the files (${(up / few.length / fileBytes).toFixed(2)} times as many went up)`,
  );
  console.log(`  of the line: ${(floor / took).toFixed(2)} (aim ≥ 0.90)`);
  relay.end();
  second.close();

  const peak = (waiting: number): number => {
    const script = join(import.meta.dirname, 'sync-memory.ts');
    const done = spawnSync(process.execPath, [script, city.url, String(waiting)], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
    return Number(done.stdout);
  };
  const [small, large] = [peak(100), peak(10_000)];
  console.log(
    `memory, highest resident set while 100 are sent: ${small.toFixed(0)} MB of 100 waiting, ${large.toFixed(0)} MB of 10,000`,
  );
  console.log(ratioLine('  ratio', large / small, 1.3));
} finally {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
}
