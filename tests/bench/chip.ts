/**
 * The whole reading of a card through pcscd and vsmartcard, from the call to the device process until person, face and
 * checks are there; beside it, as the floor, the same number of shortest commands on the same reader in the same run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ChipPassword } from '../../native-bridge/contract-cards.ts';
import { loadBinding } from '../../native-bridge/cards/pcsc/binding.ts';
import { PcscReaders } from '../../native-bridge/cards/pcsc/pcsc-readers.ts';
import { applicationId } from '../../native-bridge/cards/reader/files.ts';
import { makeCard, type CardPlan } from '../../native-bridge/cards/simulator/make-card.ts';
import { startBridge } from '../../main/shell/bridge/supervisor.ts';
import { daemonMissing, startCardDaemon } from '../hardware/cards-daemon.ts';
import { authority, can, face, mrz, now, planOf } from '../unit/cards/sample-cards.ts';
import type { CardTask } from './chip-card.ts';
import { percentile, ratioLine } from './figures.ts';

const rounds = 5;
const aimSeconds = 4;
const binding = await loadBinding();
const missing = daemonMissing() ?? (binding ? null : 'needs the smartcard binding');
if (missing || !binding) {
  console.log(`chip: left out, ${missing}`);
  process.exit(0);
}

const daemon = await startCardDaemon();
const issuers = mkdtempSync(join(tmpdir(), 'mot-cua-bench-'));
writeFileSync(join(issuers, 'csca.der'), authority.certificate);
const bridge = startBridge({
  deviceClass: 'cards',
  nodePath: process.execPath,
  script: join(import.meta.dirname, '..', '..', 'native-bridge', 'cards', 'main.ts'),
  settings: { training: false, slipPrinters: [], chipIssuers: issuers },
  log: () => undefined,
});
const floorReaders = new PcscReaders(binding, () => undefined);

const readers = async () => {
  const listed = await bridge.call('list', {}, [], { timeoutMs: 10_000 });
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.readers;
};
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

async function withCard<Value>(
  plan: Partial<CardPlan>,
  port: number,
  work: (readerId: string, count: Int32Array) => Promise<Value>,
): Promise<Value> {
  const answered = new SharedArrayBuffer(4);
  const task: CardTask = { port, image: makeCard(planOf(plan)), answered };
  const worker = new Worker(join(import.meta.dirname, 'chip-card.ts'), { workerData: task });
  let readerId: string | undefined;
  while (!readerId) {
    await pause();
    readerId = (await readers()).find((each) => each.state === 'card')?.id;
  }
  try {
    return await work(readerId, new Int32Array(answered));
  } finally {
    worker.postMessage('remove');
    await new Promise((resolve) => worker.once('exit', resolve));
    while ((await readers()).some((each) => each.state === 'card')) await pause();
  }
}

async function wholeReading(readerId: string, password: ChipPassword): Promise<number> {
  const began = performance.now();
  const params = { readerId, password, ethnicityAndReligion: 'leave-out', now } as const;
  const outcome = await bridge.call('readChip', params, [], { timeoutMs: 40_000 });
  const seconds = (performance.now() - began) / 1_000;
  if (!outcome.ok) throw new Error(outcome.error.code);
  if (outcome.value.level !== 'chip-verified') throw new Error('read, but not verified');
  if (outcome.bodies[0]?.byteLength !== face.jpeg.byteLength) throw new Error('another face');
  return seconds;
}

/** SELECT of the application: twelve bytes there, two back, nothing to compute. */
async function shortest(readerId: string, commands: number): Promise<number> {
  const { channel, release } = await floorReaders.open(readerId);
  const select = Uint8Array.of(0, 0xa4, 0x04, 0x0c, applicationId.byteLength, ...applicationId);
  const options = { timeoutMs: 5_000, signal: new AbortController().signal };
  const began = performance.now();
  for (let sent = 0; sent < commands; sent += 1) await channel.transmit(select, options);
  const seconds = (performance.now() - began) / 1_000;
  await release();
  return seconds;
}

const ways: readonly (readonly [string, ChipPassword, Partial<CardPlan>])[] = [
  ['PACE, short', can, {}],
  ['PACE, extended', can, { extendedLength: true }],
  ['BAC, short', mrz, { pace: null }],
  ['BAC, extended', mrz, { pace: null, extendedLength: true }],
];
const places = [
  ['each packet acknowledged at once', daemon.port],
  ['vsmartcard as it is, acknowledgements 40 ms late', daemon.driverPort],
] as const;

console.log(`whole chip reading, ${face.jpeg.byteLength} bytes of face, median of ${rounds}:`);
for (const [place, port] of places) {
  console.log(` ${place}`);
  for (const [name, password, plan] of ways) {
    const row = await withCard(plan, port, async (readerId, count) => {
      const own: number[] = [];
      const floor: number[] = [];
      let commands = 0;
      for (let round = 0; round < rounds; round += 1) {
        const before = Atomics.load(count, 0);
        own.push(await wholeReading(readerId, password));
        commands = Atomics.load(count, 0) - before;
        floor.push(await shortest(readerId, commands));
      }
      return {
        commands,
        own: percentile(own, 0.5),
        floor: percentile(floor, 0.5),
        slowest: Math.max(...own),
      };
    });
    const figures = `${row.commands} commands, floor ${row.floor.toFixed(2)} s, ratio to it ${(row.own / row.floor).toFixed(2)}, slowest ${row.slowest.toFixed(2)} s`;
    console.log(`  ${ratioLine(`${name.padEnd(15)} seconds`, row.own, aimSeconds)}; ${figures}`);
  }
}
await floorReaders.stop();
await bridge.stop();
await daemon.stop();
rmSync(issuers, { recursive: true, force: true });
process.exit(0);
