/** Where things lie: in a checkout and in a packaged application. */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { App } from 'electron';

export interface Places {
  readonly renderer: string;
  readonly preload: string;
  readonly paperWorker: string;
  /** Folder of the TTF packages (`@expo-google-fonts`). */
  readonly fontPackages: string;
  /** Scripts of the device processes and of the simulator, and the plain Node that runs them. */
  readonly bridge: string;
  readonly simulator: string;
  readonly keeper: string;
  readonly node: string;
  /** Sealed data, one folder below it per mode; logs beside it. */
  readonly data: string;
  readonly logs: string;
}

/** Training has a folder of its own, so that nothing of it ever mixes with what is real. */
export function stationFolder(data: string, mode: 'training' | 'production'): string {
  return join(data, mode === 'training' ? 'training' : 'station');
}

/** `--data-folder=…` keeps data elsewhere than the user's profile, e.g. on a second disk. Before `places`. */
export function useDataFolder(app: App): void {
  const prefix = '--data-folder=';
  const given = process.argv.find((argument) => argument.startsWith(prefix));
  if (given) app.setPath('userData', resolve(given.slice(prefix.length)));
}

/**
 * Chromium makes the socket of its single-instance lock in `<temporary folder>/scoped_dir??????/SingletonSocket` and
 * traps, without a word, when that is longer than a socket's address may be (`sun_path`, 108 bytes with its end; measured
 * on Linux: 74 bytes of folder start, 75 do not). Before the lock is asked for.
 */
export function shortenTemporaryFolder(): void {
  const longest = 74;
  if (process.platform === 'win32' || Buffer.byteLength(tmpdir()) <= longest) return;
  process.env['TMPDIR'] = '/tmp';
}

/** Chromium's switches for remote control, and those that show a file as if a camera had seen it. No fuse covers them. */
const switchesOfTests = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'],
  ...['use-fake-device-for-media-stream', 'use-file-for-fake-video-capture', 'use-fake-ui-for-media-stream'],
];

/** Takes them back. Only before Electron is ready. */
export function closeDebugging(app: App): void {
  for (const name of switchesOfTests) app.commandLine.removeSwitch(name);
}

export function places(app: App): Places {
  const root = app.getAppPath();
  const built = join(root, 'dist', 'app');
  const beside = app.isPackaged ? process.resourcesPath : built;
  const modules = app.isPackaged ? join(process.resourcesPath, 'node_modules') : join(root, 'node_modules');
  const userData = app.getPath('userData');
  return {
    renderer: join(built, 'renderer'),
    preload: join(built, 'preload.cjs'),
    paperWorker: join(built, 'main', 'paper-worker.cjs'),
    fontPackages: join(modules, '@expo-google-fonts'),
    bridge: join(beside, 'bridge'),
    simulator: join(beside, 'simulator', 'simulator.mjs'),
    keeper: join(beside, 'recover', 'keeper.mjs'),
    node: join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    data: userData,
    logs: join(userData, 'logs'),
  };
}
