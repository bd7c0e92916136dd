import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import { dataKey } from '../../unit/store/records.ts';
import { newFolder } from '../../unit/store/samples.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));
const kills = 20;

/** Runs the writer, kills it at some moment after its first word, and returns the last number that it confirmed. */
async function killedWriter(folder: string, from: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [writer, folder, String(from)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(afterMs);
  child.kill('SIGKILL');
  await closed;
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n').filter(Boolean).map(Number);
  const last = whole.at(-1);
  if (last === undefined) throw new Error(`the writer never wrote: ${complaint}`);
  return last;
}

it(
  `kill-9 during commits, ${String(kills)} times: nothing that was confirmed is lost`,
  { timeout: 180_000 },
  async () => {
    const folder = newFolder();
    let next = 1;
    let confirmed = 0;
    for (let round = 0; round < kills; round += 1) {
      const last = await killedWriter(folder, next, (round * 37) % 150);
      confirmed = last;

      const opened = openStore({ folder, dataKey });
      if (!opened.ok) throw new Error(opened.error.code);
      const store = opened.value;
      for (let index = next; index <= last; index += 1) {
        const kept = store.dossiers.byDraft(`draft-${String(index)}`);
        expect(kept?.id).toBe(`dossier-${String(index)}`);
        expect((await store.blobs.get(kept?.note ?? '')).ok).toBe(true);
      }
      const total = store.dossiers.list({ text: '', limit: 1, before: null }).total;
      // One more than confirmed may be there: committed, but killed before it could say so.
      expect(total - last).toBeGreaterThanOrEqual(0);
      expect(total - last).toBeLessThanOrEqual(1);
      expect(store.outbox.counts().waiting).toBe(total);
      expect(store.dossiers.list({ text: 'nguyen', limit: 1, before: null }).total).toBe(
        Math.min(total, 1000),
      );
      expect(store.events.firstBroken()).toBeNull();
      store.close();
      next = total + 1;
    }
    const last = openStore({ folder, dataKey });
    if (!last.ok) throw new Error(last.error.code);
    expect(last.value.integrity()).toEqual([]);
    last.value.close();
    expect(readdirSync(join(folder, 'blobs', 'unfinished'))).toEqual([]);
    expect(existsSync(join(folder, 'store.json'))).toBe(true);
    console.log(`${String(kills)} kills, ${String(confirmed)} confirmed, 0 lost`);
  },
);
