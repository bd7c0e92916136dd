/**
 * npm test: set-up, type check, lint, unit and integration tests, then the journeys on a real Electron with the
 * renderer sandbox on. Arguments narrow it: `npm test -- unit`, `npm test -- journeys`.
 *
 * Many tests drive processes and clocks of their own, and on two cores one may starve beside the others. A file that
 * failed is therefore run once more, alone, after everything else; what failed then, and what passed only then, is
 * named in the last lines with its message.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
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

const vitest = (project, files = [], report = project) => [
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
  `--outputFile.json=out/test/${report}.json`,
  ...files,
];

const plainly = (command) => here(...split(command));
const withElectron = (command) =>
  runWithDisplay(command, {
    writable: ['out/test', 'out/journeys'],
    env: { ...pathEnv, MOT_CUA_ELECTRON: electronExecutable() },
  });

/** The parts that vitest runs: its project's name and how it is started. */
const suites = {
  unit: { project: 'unit', run: plainly },
  integration: { project: 'integration', run: plainly },
  journeys: { project: 'journey', run: withElectron },
};

const parts = {
  types: () => here(privateNode, ['build/typecheck.ts']),
  lint: () => here('npm', ['run', '--silent', 'lint']),
  ...Object.fromEntries(
    Object.entries(suites).map(([name, { project, run }]) => [name, () => run(vitest(project))]),
  ),
};

function split([command, ...args]) {
  return [command, args];
}

function reportOf(name) {
  try {
    return JSON.parse(readFileSync(join(reports, `${name}.json`), 'utf8'));
  } catch {
    // That part was not asked for, or it broke before its first test: then it is among the failed parts.
    return undefined;
  }
}

/** The failed files of a report: `file` from the root, and a line for each failed test or for the file itself. */
function failures(report) {
  return (report?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .map(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      const told = tests.map(
        (test) => `${test.fullName.trim()}\n      ${firstLine(test.failureMessages[0])}`,
      );
      return { file: relative(root, name), told: told.length > 0 ? told : [firstLine(message)] };
    });
}

const firstLine = (text = '') => text.split('\n', 1)[0].slice(0, 400);

function tell(heading, files) {
  console.log(`\n${heading}`);
  for (const { file, told } of files) for (const line of told) console.log(`  ${file}\n    ${line}`);
}

/** More failed files than this are no matter of starving. */
const mostStarved = 6;

/** Runs the failed files of one suite alone. Returns whether all of them pass now. */
async function onceMore(name) {
  const { project, run } = suites[name];
  const before = failures(reportOf(project));
  if (before.length === 0 || before.length > mostStarved) {
    tell(`FAILED (${name}):`, before);
    return false;
  }
  const again = `${project}-again`;
  console.log(`\n== ${name}, once more and alone: ${before.map(({ file }) => file).join(', ')}`);
  const ended = await run(
    vitest(
      project,
      before.map(({ file }) => file),
      again,
    ),
  );
  const report = reportOf(again);
  if (ended === 0 && report !== undefined) {
    tell(`FAILED BESIDE OTHERS, passed alone (${name}):`, before);
    return true;
  }
  tell(`FAILED TWICE (${name}):`, failures(report));
  return false;
}

await withPlainErrors(async () => {
  const asked = process.argv.slice(2);
  const chosen = asked.length > 0 ? asked : Object.keys(parts);
  const unknown = chosen.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`unknown part: ${unknown.join(', ')} (there are: ${Object.keys(parts).join(', ')})`);
  await setUp('test');
  rmSync(reports, { recursive: true, force: true });
  const broken = [];
  for (const name of chosen) {
    console.log(`\n== ${name}`);
    if ((await parts[name]()) !== 0) broken.push(name);
  }
  const failed = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of broken) if (!(name in suites) || !(await onceMore(name))) failed.push(name);
  for (const name of chosen.filter((part) => part in suites)) {
    const first = reportOf(suites[name].project);
    const again = reportOf(`${suites[name].project}-again`);
    if (first === undefined) continue;
    const left = again?.numFailedTests ?? first.numFailedTests;
    counts.passed += first.numPassedTests + first.numFailedTests - left;
    counts.failed += left;
    counts.skipped += first.numPendingTests + first.numTodoTests;
  }
  console.log(`\n${failed.length === 0 ? 'All parts passed.' : `Failed parts: ${failed.join(', ')}`}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (failed.length > 0) process.exitCode = 1;
});
