/**
 * Time from starting the process to a window that takes input: ours (the sign-in field can be typed into) against a bare
 * Electron window with one field, in turn, on the same machine in the same run.
 *   node tests/bench/start-up.ts [rounds]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { electronExecutable } from '../../build/setup/electron-runtime.mjs';
import { projectRoot } from '../journeys/counter-app.ts';
import { ratioLine, spread } from './figures.ts';

const [rounds = 9] = process.argv.slice(2).map(Number);

function bareApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-bare-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>bare</title><input autofocus />');
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
const data = process.argv.find((each) => each.startsWith('--data-folder='));
app.setPath('userData', data.slice('--data-folder='.length));
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`,
  );
  return folder;
}

async function timeToInput(appFolder: string, dataFolder: string): Promise<number> {
  mkdirSync(dataFolder, { recursive: true });
  const started = performance.now();
  const app = await _electron.launch({
    executablePath: process.env['MOT_CUA_ELECTRON'] ?? electronExecutable(),
    args: [appFolder, `--data-folder=${dataFolder}`],
    chromiumSandbox: true,
  });
  const page = await app.firstWindow();
  await page.locator('input').first().click({ timeout: 60_000 });
  await page.keyboard.type('a');
  const took = performance.now() - started;
  const value = await page.locator('input').first().inputValue();
  if (value !== 'a') throw new Error(`the field did not take the key: ${JSON.stringify(value)}`);
  await app.close();
  return took;
}

const bare = bareApp();
const data = mkdtempSync(join(tmpdir(), 'mot-cua-start-'));
const ours: number[] = [];
const theirs: number[] = [];
const ratios: number[] = [];
try {
  for (let round = -1; round < rounds; round += 1) {
    const mine = await timeToInput(projectRoot, join(data, 'counter'));
    const other = await timeToInput(bare, join(data, 'bare'));
    // The first pair fills the disk cache and makes the store.
    if (round < 0) continue;
    ours.push(mine);
    theirs.push(other);
    ratios.push(mine / other);
  }
} finally {
  rmSync(bare, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
}
console.log(`start-up: process start → a field takes a key, ${rounds} pairs`);
console.log(`  Một Cửa: p50 ${spread(ours).p50.toFixed(0)} ms, p95 ${spread(ours).p95.toFixed(0)} ms`);
console.log(
  `  bare Electron window: p50 ${spread(theirs).p50.toFixed(0)} ms, p95 ${spread(theirs).p95.toFixed(0)} ms`,
);
console.log(ratioLine('  median ratio of the pairs', spread(ratios).p50, 1.6));
