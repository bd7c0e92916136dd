/** Type-checks every environment against its own tsconfig; exits 1 when any fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let failed = false;
for (const environment of ['pure', 'main', 'bridge', 'renderer', 'tools']) {
  const project = join(root, 'build', 'tsconfig', `${environment}.json`);
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`type errors in the ${environment} environment`);
    failed = true;
  }
}
process.exitCode = failed ? 1 : 0;
