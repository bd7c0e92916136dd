/**
 * npm test: set-up, type check, lint, unit and integration tests, then the journeys on a real Electron with the
 * renderer sandbox on. Arguments narrow it: `npm test -- unit`, `npm test -- journeys`.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { electronExecutable } from './setup/electron-runtime.mjs';
import { privateNode } from './setup/npm-packages.mjs';
import { runWithDisplay } from './setup/unprivileged.mjs';
import { setUp, withPlainErrors } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const reports = join(root, 'out', 'test');
const pathEnv = { PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` };

function here(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...pathEnv }, stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const vitest = (project) => [
  privateNode,
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'tests/vitest.config.ts',
  // No compiled copy of the config is written: the journeys' user may not write here.
  '--configLoader=runner',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=out/test/${project}.json`,
];

const parts = {
  types: () => here(privateNode, ['build/typecheck.ts']),
  lint: () => here('npm', ['run', '--silent', 'lint']),
  unit: () => here(...split(vitest('unit'))),
  integration: () => here(...split(vitest('integration'))),
  journeys: () =>
    runWithDisplay(vitest('journey'), {
      writable: ['out/test', 'out/journeys'],
      env: { ...pathEnv, MOT_CUA_ELECTRON: electronExecutable() },
    }),
};

function split([command, ...args]) {
  return [command, args];
}

await withPlainErrors(async () => {
  const asked = process.argv.slice(2);
  const chosen = asked.length > 0 ? asked : Object.keys(parts);
  const unknown = chosen.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`unknown part: ${unknown.join(', ')} (there are: ${Object.keys(parts).join(', ')})`);
  await setUp('test');
  rmSync(reports, { recursive: true, force: true });
  const failed = [];
  for (const name of chosen) {
    console.log(`\n== ${name}`);
    if ((await parts[name]()) !== 0) failed.push(name);
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const project of ['unit', 'integration', 'journey']) {
    try {
      const report = JSON.parse(readFileSync(join(reports, `${project}.json`), 'utf8'));
      counts.passed += report.numPassedTests;
      counts.failed += report.numFailedTests;
      counts.skipped += report.numPendingTests + report.numTodoTests;
    } catch {
      // That part was not asked for, or it broke before its first test: then it is among `failed`.
    }
  }
  console.log(`\n${failed.length === 0 ? 'All parts passed.' : `Failed parts: ${failed.join(', ')}`}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (failed.length > 0) process.exitCode = 1;
});
