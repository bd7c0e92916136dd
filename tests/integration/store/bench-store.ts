/**
 * Prints how the store behaves with 100,000 dossiers against 1,000, and how long sealing a page holds the event loop.
 * Ratios for reading, not limits: `node tests/integration/store/bench-store.ts`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dataKey, dossier, event, person } from '../../unit/store/records.ts';

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const given = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Hà',
  'Hương',
  'Khánh',
  'Lan',
  'Minh',
  'Oanh',
  'Phúc',
  'Quân',
  'Thảo',
];

function someone(index: number) {
  const name = [families[index % 10], 'Văn', given[index % 13], String(index % 97)].join(' ');
  return person(name, `0010990${String(index).padStart(5, '0')}`);
}

function add(store: Store, from: number, count: number): void {
  const done = store.transaction(() => {
    for (let index = from; index < from + count; index += 1) {
      store.dossiers.insert({
        ...dossier(index, someone(index)),
        id: `${String((index * 7919) % 1e6)}-${String(index)}`,
      });
      store.events.append(event(index));
    }
  });
  if (!done.ok) throw new Error(done.error.code);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function timed(times: number, work: (round: number) => void): number {
  const took: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const start = performance.now();
    work(round);
    took.push(performance.now() - start);
  }
  return median(took);
}

function measure(store: Store, size: number): Record<string, number> {
  const list = (text: string) => () => void store.dossiers.list({ text, limit: 50, before: null });
  return {
    'accept one (durable)': timed(200, (round) => {
      add(store, size + round, 1);
    }),
    'list newest': timed(50, list('')),
    'find by number': timed(50, list('001099000500')),
    'find by full name': timed(20, list('nguyen van an')),
    'find by common word': timed(20, list('nguyen')),
    'find by one letter': timed(20, list('n')),
    'find by day of code': timed(20, list('TAM-Q1')),
  };
}

async function printHold(name: string, work: (round: number) => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  for (let round = 0; round < 40; round += 1) await work(round);
  const each = (performance.now() - start) / 40;
  delay.disable();
  const held = `p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms`;
  console.log(`${name}: ${each.toFixed(1)} ms each; event loop held ${held}`);
}

const folder = mkdtempSync(join(tmpdir(), 'mot-cua-bench-'));
try {
  let opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  let store = opened.value;
  add(store, 0, 1000);
  const small = measure(store, 1000);
  const start = performance.now();
  for (let index = 2000; index < 100_000; index += 1000) add(store, index, 1000);
  console.log(`filled 98,000 in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const large = measure(store, 100_000);
  for (const [name, ms] of Object.entries(small)) {
    const after = large[name] ?? 0;
    console.log(
      `${name}: ${ms.toFixed(2)} ms at 1k, ${after.toFixed(2)} ms at 100k, ratio ${(after / ms).toFixed(2)}`,
    );
  }
  store.close();
  const openStart = performance.now();
  opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  console.log(
    `open with ${String(store.dossiers.list({ text: '', limit: 1, before: null }).total)} dossiers: ${(performance.now() - openStart).toFixed(1)} ms`,
  );
  console.log(`walk all events: ${timed(1, () => void store.events.firstBroken()).toFixed(0)} ms`);

  const page = randomBytes(2 * 1024 * 1024);
  const first = await store.blobs.put(page);
  const known = first.ok ? first.value : '';
  const seal = (round: number) => store.blobs.put(Buffer.concat([page, Buffer.from([round])]));
  await printHold('nothing (the noise of this machine)', () => sleep(20));
  await printHold('seal a 2 MB page', seal);
  await printHold('open a 2 MB page', () => store.blobs.get(known));
  store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
