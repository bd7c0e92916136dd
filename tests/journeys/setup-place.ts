/** Each journey file works in a temporary folder of its own, so that what it searches is only what it made. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const outer = process.env['TMPDIR'];
const own = mkdtempSync(join(tmpdir(), 'j-'));
process.env['TMPDIR'] = own;

afterAll(() => {
  if (outer === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = outer;
  rmSync(own, { recursive: true, force: true, maxRetries: 3 });
});
