import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the accept bench runs through, and prints a row for each store and both ratios', () => {
  const bench = join(import.meta.dirname, '../../bench/accept.ts');
  const run = spawnSync(process.execPath, [bench, '5', '10', '2'], { encoding: 'utf8', timeout: 120_000 });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  expect(run.stdout).toMatch(/with 5 dossiers: p50 \d+ ms, p95 \d+ ms/);
  expect(run.stdout).toMatch(/with 10 dossiers: p50 \d+ ms, p95 \d+ ms/);
  expect(run.stdout.match(/p\d\d 10 against 5: \d+\.\d\d \(aim/g)).toHaveLength(2);
}, 150_000);
