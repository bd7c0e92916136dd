/**
 * For `npm run bench -- sync`: prints the highest resident set (MB) of a process that sends a hundred of so many waiting
 * dossiers. The backlog is made by another process, so that making it costs nothing here.
 *   node tests/bench/sync-memory.ts <city> <waiting>
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openRealStore, temporaryFolder } from '../integration/city/rig.ts';
import { dossierOf } from '../unit/city/sample.ts';
import { syncToCity } from './sync-to-city.ts';

const [url = '', count = '100', fillOnly] = process.argv.slice(2);
const waiting = Number(count);
const key = Buffer.alloc(32, 7);
const enough = 100;
const batch = 500;

function fill(folder: string): void {
  const store = openRealStore(folder, key);
  for (let from = 0; from < waiting; from += batch) {
    const written = store.transaction(() => {
      for (let n = from; n < Math.min(waiting, from + batch); n += 1) {
        const id = randomUUID();
        const createdAt = Date.now() - 3_600_000;
        store.dossiers.insert(dossierOf(id, { acceptedAt: createdAt, localCode: `TAM-Q1-${String(n)}` }));
        const first = { kind: 'dossier', payload: { dossierId: id }, sequence: 1 } as const;
        store.outbox.add({ id: randomUUID(), dossierId: id, createdAt, ...first });
      }
    });
    if (!written.ok) throw new Error(written.error.code);
  }
  store.close();
}

if (fillOnly !== undefined) fill(fillOnly);
else {
  const folder = temporaryFolder();
  const station = join(folder, 'station');
  try {
    const script = join(import.meta.dirname, 'sync-memory.ts');
    const filled = spawnSync(process.execPath, [script, url, count, station], { stdio: 'inherit' });
    if (filled.status !== 0) throw new Error('no backlog');
    const store = openRealStore(station, key);
    const sync = syncToCity(url, store);
    let peak = 0;
    const begun = performance.now();
    sync.start();
    while (waiting - store.outbox.counts().waiting < enough) {
      if (performance.now() - begun > 120_000) throw new Error('a hundred were not sent in two minutes');
      peak = Math.max(peak, process.memoryUsage.rss());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await sync.stop();
    store.close();
    process.stdout.write(String(peak / 1e6));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
