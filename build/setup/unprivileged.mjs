/**
 * Chromium's sandbox refuses to run as root. When root starts a test or the evidence run, the part that drives Electron
 * runs as `nobody`, with the sandbox on, in a home folder of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetupError } from './say.mjs';

const root = join(import.meta.dirname, '..', '..');
const nobody = 65534;

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

function asNobody(command) {
  return ['setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...command]];
}

/** True when `nobody` may read the project where it lies. */
function readableByNobody(folder) {
  const [command, args] = asNobody(['test', '-r', join(folder, 'package.json')]);
  return spawnSync(command, args).status === 0;
}

/** A clone below a closed folder is shown to `nobody` at another place: same files, nothing copied. */
function readablePlace() {
  if (readableByNobody(root)) return { folder: root, release: () => {} };
  const place = join('/run', `mot-cua-${process.pid}`);
  mkdirSync(place, { recursive: true });
  const release = () => {
    // Lazily: a process of the run may still be ending. Only the empty folder is removed, never what was shown in it.
    spawnSync('umount', ['--lazy', place]);
    try {
      rmdirSync(place);
    } catch {
      // Still in use: an empty folder in /run is gone with the next start of the machine.
    }
  };
  if (spawnSync('mount', ['--bind', root, place]).status !== 0 || !readableByNobody(place)) {
    release();
    throw new SetupError(
      `The project lies in a folder that other users may not enter (${dirname(root)}), and it could not be shown elsewhere.\n` +
        'Clone it to a folder that everybody may read, or start as an ordinary user: the sandbox refuses to run as root.',
    );
  }
  return { folder: place, release };
}

/**
 * Runs a command in the project folder with a display (a virtual one when there is none), as `nobody` when started by
 * root. Folders in `writable` (relative) are made and given to that user.
 * @param {readonly string[]} command
 * @param {{ writable?: readonly string[], env?: Readonly<Record<string, string>> }} [options]
 * @returns {Promise<number>} exit code
 */
export async function runWithDisplay(command, { writable = [], env = {} } = {}) {
  const place = isRoot ? readablePlace() : { folder: root, release: () => {} };
  const home = mkdtempSync(join(tmpdir(), 'mot-cua-home-'));
  try {
    for (const folder of writable) {
      const full = join(root, folder);
      mkdirSync(full, { recursive: true });
      if (isRoot) spawnSync('chown', ['-R', `${nobody}:${nobody}`, full]);
    }
    // Paths below the project are the same files at the place that the user may read.
    const there = (text) => text.replaceAll(root, place.folder);
    let full = command.map(there);
    if (process.platform === 'linux' && !process.env.DISPLAY) {
      // -noreset: without it the display starts anew when its last window closes, and a window that opens just then hangs.
      full = ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24 -noreset', ...full];
    }
    let [program, ...args] = full;
    const environment = { ...process.env };
    for (const [name, value] of Object.entries(env)) environment[name] = there(value);
    if (isRoot) {
      chownSync(home, nobody, nobody);
      [program, args] = asNobody(full);
      Object.assign(environment, { HOME: home, USER: 'nobody', LOGNAME: 'nobody', TMPDIR: home });
      delete environment.XDG_RUNTIME_DIR;
      delete environment.DBUS_SESSION_BUS_ADDRESS;
    }
    return await new Promise((resolve) => {
      const child = spawn(program, args, { cwd: place.folder, env: environment, stdio: 'inherit' });
      child.on('error', () => resolve(1));
      child.on('close', (code) => resolve(code ?? 1));
    });
  } finally {
    place.release();
    rmSync(home, { recursive: true, force: true });
  }
}
