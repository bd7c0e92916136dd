import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('garbage collected while a page or slip is encoded: the process lives, and each picture is whole', () => {
  const painter = join(import.meta.dirname, 'fixtures', 'collecting-painter.ts');
  const run = spawnSync(process.execPath, [painter], { encoding: 'utf8', timeout: 50_000 });
  expect({ signal: run.signal, said: run.stdout.trim() }).toEqual({ signal: null, said: '5 whole' });
});
