/** The packaged application, as a counter gets it: `npm run test:package`. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFuses } from '../../build/packaging/fuses.ts';
import { electronExecutable } from '../../build/setup/electron-runtime.mjs';
import { newFolder, projectRoot } from '../journeys/counter-app.ts';
import { signIn, takeIn } from '../journeys/dossier-by-contract.ts';
import { setUpStation } from '../journeys/production-station.ts';
import { packageFolder, startPackaged, windowOf, type Started } from './packaged-app.ts';

const binary = join(packageFolder, 'mot-cua');
const resources = join(packageFolder, 'resources');

it('has the fuses that electron-builder.yml asks for', async () => {
  const fuses = await readFuses(binary, join(projectRoot, 'electron-builder.yml'));
  expect(fuses.length).toBeGreaterThanOrEqual(8);
  expect(fuses.filter(({ asked, found }) => asked !== found)).toEqual([]);
});

it('holds no default app, no sources and no source maps', () => {
  const names = readdirSync(resources, { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => name.includes('default_app'))).toEqual([]);
  const own = names.filter((name) => !name.startsWith('node_modules/') && !name.includes('/node_modules/'));
  expect(own.filter((name) => /\.(map|ts|tsx)$/u.test(name))).toEqual([]);
});

it('carries the script that drives scanners on Windows beside the device process that starts it', () => {
  const carried = readFileSync(join(resources, 'bridge', 'wia.ps1'));
  expect(carried.equals(readFileSync(join(projectRoot, 'native-bridge/scanners/wia/wia.ps1')))).toBe(true);
  expect(readFileSync(join(resources, 'bridge', 'scanners.mjs'), 'utf8')).toContain('wia.ps1');
});

describe('a day at a packaged counter', () => {
  const installed = newFolder('installed');
  let started: Started;
  let counter: Awaited<ReturnType<typeof windowOf>>;

  beforeAll(async () => {
    // Away from the checkout, or a module that the package lacks would be found in a folder above it.
    cpSync(packageFolder, installed, { recursive: true });
    started = startPackaged({
      executable: join(installed, 'mot-cua'),
      args: ['--remote-debugging-port=0'],
    });
    counter = await windowOf(started);
  });

  afterAll(async () => {
    await started.end();
    rmSync(installed, { recursive: true, force: true });
  });

  it('its windows are in the sandbox', () => {
    const commandLine = (pid: string) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        // It ended meanwhile.
        return '';
      }
    };
    const renderer = readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .find(
        (pid) => /--type=renderer/u.test(commandLine(pid)) && commandLine(pid).includes(started.dataFolder),
      );
    const status = readFileSync(`/proc/${renderer}/status`, 'utf8');
    expect(/^Seccomp:\t2$/mu.test(status)).toBe(true);
  });

  it('every device process answers and the city is there', async () => {
    const ready = async () => {
      const status = await counter.call('status.get', {});
      const { scanner, paperPrinter, slipPrinter, reader, city } = status;
      return [scanner.state, paperPrinter.state, slipPrinter.state, reader.state, city.state];
    };
    await expect
      .poll(ready, { timeout: 60_000, interval: 250 })
      .toEqual(['ready', 'ready', 'ready', 'ready', 'up']);
  });

  it('reads a page with the engine of the package, where no tesseract is installed', () => {
    const inside = join(installed, 'resources');
    const node = join(inside, 'node_modules', 'node', 'bin', 'node');
    const page = Buffer.concat([Buffer.from('P5\n400 200\n255\n'), Buffer.alloc(80_000, 255)]);
    const rights = ['bridge', 'node_modules'].map((name) => `--allow-fs-read=${join(inside, name, '*')}`);
    const script = join(inside, 'bridge', 'packaged-engine.mjs');
    const read = spawnSync(node, ['--permission', ...rights, script, '300'], {
      input: page,
      encoding: 'utf8',
    });
    expect(read.stderr).toBe('');
    expect(read.stdout).toMatch(/^1\t1\t0\t0\t0\t0\t0\t0\t400\t200\t/);
  });

  const smartcard = join(projectRoot, 'node_modules', 'smartcard', 'build', 'Release', 'smartcard_napi.node');
  it.skipIf(!existsSync(smartcard))(
    'the chip reader module of the package loads in its Node (needs smartcard)',
    () => {
      const modules = join(installed, 'resources', 'node_modules');
      const load = "import('smartcard').then((api) => console.log(typeof api.Context))";
      const inPackage = { cwd: join(modules, '..'), encoding: 'utf8' } as const;
      const loaded = spawnSync(join(modules, 'node', 'bin', 'node'), ['-e', load], inPackage);
      expect(loaded.stdout).toBe('function\n');
    },
  );

  it('a dossier is accepted, its receipt is rendered, its slip comes out', async () => {
    await signIn(counter);
    const dossier = await takeIn(counter, 1);
    const form = await counter.page.evaluate(async (dossierId) => {
      const paper = await window.motCua.call('dossier.paper', { dossierId, paper: 'form01' });
      if (!paper.ok || !paper.value.pdf) return null;
      const start = String.fromCharCode(...paper.value.pdf.subarray(0, 5));
      return { start, bytes: paper.value.pdf.byteLength, pages: paper.value.pages.length };
    }, dossier.id);
    expect(form?.start).toBe('%PDF-');
    expect(form?.bytes).toBeGreaterThan(10_000);
    expect(form?.pages).toBeGreaterThan(0);
    const printed = { dossierId: dossier.id, printerId: null, reprintReason: null };
    await counter.call('printing.print', { ...printed, paper: 'form01' });
    await counter.call('printing.print', { ...printed, paper: 'slip' });
    const slip = await counter.page.evaluate(async () => {
      const last = await window.motCua.call('training.lastSlip', {});
      return last.ok ? { raw: last.value.raw?.byteLength ?? 0, png: last.value.png?.byteLength ?? 0 } : null;
    });
    expect(slip?.raw).toBeGreaterThan(1_000);
    expect(slip?.png).toBeGreaterThan(1_000);
  });

  it('the recovery command in the package opens its data', async () => {
    await started.end();
    const inside = join(installed, 'resources');
    const node = join(inside, 'node_modules', 'node', 'bin', 'node');
    const recovered = spawnSync(
      node,
      [
        join(inside, 'recover', 'recover.mjs'),
        ...['--data', join(started.dataFolder, 'training')],
        ...['--escrow-key', join(started.dataFolder, 'training-city', 'escrow-private.pem')],
      ],
      { encoding: 'utf8', input: 'bốn mùa hoa sữa\n', timeout: 60_000 },
    );
    expect(recovered.stdout).toContain('everything is readable');
    expect(recovered.status).toBe(0);
  });
});

describe('ways in from outside', () => {
  /** Starts `executable` in a way that would leave a file if foreign code ran; true when it did. */
  async function foreignCodeRuns(
    way: 'ELECTRON_RUN_AS_NODE' | 'NODE_OPTIONS',
    executable: string,
    app: readonly string[],
  ): Promise<boolean> {
    const mark = join(newFolder('mark'), 'ran');
    const code = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
    const script = join(newFolder('script'), 'foreign.cjs');
    writeFileSync(script, code);
    const started =
      way === 'NODE_OPTIONS'
        ? startPackaged({ executable, args: app, env: { NODE_OPTIONS: `--require=${script}` } })
        : startPackaged({ executable, args: [script, ...app], env: { ELECTRON_RUN_AS_NODE: '1' } });
    await started.reaches('app.started');
    await started.end();
    return existsSync(mark);
  }

  it.each(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS'] as const)('%s has no effect', async (way) => {
    // A plain Electron shows that the mark is left where the way is open.
    expect(await foreignCodeRuns(way, electronExecutable(), [projectRoot])).toBe(true);
    expect(await foreignCodeRuns(way, binary, [])).toBe(false);
  });

  it.each(['--inspect=0', '--inspect-brk=0'])('%s has no effect', async (flag) => {
    const open = startPackaged({ executable: electronExecutable(), args: [flag, projectRoot] });
    await expect.poll(() => open.said(), { timeout: 30_000 }).toContain('Debugger listening');
    open.process.kill('SIGKILL');
    const started = startPackaged({ args: [flag] });
    expect(await started.reaches('app.started')).toBe(true);
    await started.end();
    expect(started.said()).not.toContain('Debugger listening');
  });

  it('a real station takes no remote control, whatever the command line says', async () => {
    const station = await setUpStation();
    const args = ['--remote-debugging-port=0'];
    const started = startPackaged({ dataFolder: station.dataFolder, args });
    expect(await started.reaches('app.started')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(started.said()).not.toContain('DevTools listening');
    expect(existsSync(join(station.dataFolder, 'DevToolsActivePort'))).toBe(false);
    await started.end();
    await station.end();
  });
});

describe('a changed archive', () => {
  const copies: string[] = [];
  afterAll(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  });

  /** A copy of the package that may be changed; what device processes use stays where it is. */
  function copyOfPackage(): { executable: string; archive: string; resources: string } {
    const copy = newFolder('package');
    copies.push(copy);
    const left = ['node_modules', 'bridge', 'simulator'].map((name) => join(resources, name));
    cpSync(packageFolder, copy, { recursive: true, filter: (path) => !left.includes(path) });
    for (const path of left) symlinkSync(path, path.replace(packageFolder, copy));
    return {
      executable: join(copy, 'mot-cua'),
      archive: join(copy, 'resources', 'app.asar'),
      resources: join(copy, 'resources'),
    };
  }

  it('the copy as it is starts', async () => {
    const started = startPackaged({ executable: copyOfPackage().executable });
    expect(await started.reaches('app.started')).toBe(true);
    await started.end();
  });

  it('cut short, it does not start', async () => {
    const { executable, archive } = copyOfPackage();
    truncateSync(archive, Math.floor(readFileSync(archive).length / 1_000));
    const started = startPackaged({ executable });
    expect(await started.reaches('app.started')).toBe(false);
    await started.end();
  });

  it('a folder put in its place is not loaded', async () => {
    const { executable, archive, resources: inCopy } = copyOfPackage();
    const folder = join(inCopy, 'app');
    cpSync(join(projectRoot, 'dist', 'app'), join(folder, 'dist', 'app'), { recursive: true });
    cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
    rmSync(archive);
    const started = startPackaged({ executable });
    expect(await started.reaches('app.started')).toBe(false);
    await started.end();
    // With that fuse off it would be: the folder itself is complete.
    await flipFuses(executable, { version: FuseVersion.V1, [FuseV1Options.OnlyLoadAppFromAsar]: false });
    const open = startPackaged({ executable });
    expect(await open.reaches('app.started')).toBe(true);
    await open.end();
  });

  // Electron checks the archive's hashes on Windows and macOS only: on Linux the fuse is set and has no effect. What
  // protects the archive there is that only root may write to the folder it is installed in.
  it('with one byte of the main script changed, Linux starts it all the same (a known limit of Electron)', async () => {
    const { executable, archive } = copyOfPackage();
    const bytes = readFileSync(archive);
    const at = bytes.indexOf('app.started');
    expect(at).toBeGreaterThan(0);
    bytes.write('app.STARTED', at);
    writeFileSync(archive, bytes);
    const started = startPackaged({ executable });
    expect(await started.reaches('app.STARTED')).toBe(true);
    await started.end();
  });
});
