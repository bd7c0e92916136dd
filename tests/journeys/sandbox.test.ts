import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot, startCounter, type CounterApp } from './counter-app.ts';

let counter: CounterApp;

beforeAll(async () => {
  counter = await startCounter();
});

afterAll(async () => {
  await counter.close();
});

it('runs windows in the sandbox: preferences, process flags and the kernel agree', async () => {
  const window = await counter.app.evaluate(({ BrowserWindow, app }) => {
    const [first] = BrowserWindow.getAllWindows();
    if (!first) throw new Error('no window');
    return {
      pid: first.webContents.getOSProcessId(),
      metrics: app.getAppMetrics().map((each) => [each.pid, each.sandboxed]),
    };
  });
  const status = readFileSync(`/proc/${window.pid}/status`, 'utf8');
  expect(/^Seccomp:\t2$/m.test(status)).toBe(true);
  expect(/^NoNewPrivs:\t1$/m.test(status)).toBe(true);
  const commandLine = readFileSync(`/proc/${window.pid}/cmdline`, 'utf8');
  expect(commandLine).not.toContain('--no-sandbox');
  expect(process.getuid?.()).not.toBe(0);
});

it('gives the page the contract and nothing of Node', async () => {
  const seen = await counter.page.evaluate(() => ({
    api: Object.keys(window.motCua).sort(),
    node: ['require', 'process', 'module', 'Buffer', '__dirname', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ api: ['call', 'onEvent'], node: [] });
});

it('refuses operations outside the contract already in the preload', async () => {
  const answer = await counter.page.evaluate(() =>
    window.motCua.call('intake.steal' as never, {} as never).then(
      () => 'answered',
      (error: Error) => error.message,
    ),
  );
  expect(answer).toContain('intake.steal');
});

it('runs no inline script, evaluates no string, reaches no network', async () => {
  const tried = await counter.page.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    let fetched = 'fetched';
    try {
      await fetch('http://127.0.0.1:9/');
    } catch {
      fetched = 'refused';
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { inline: 'inlineRan' in window, fetched, blocked: blocked.sort() };
  });
  // The policy itself says that it refused: a port where nobody listens would refuse as well.
  expect(tried).toEqual({ inline: false, fetched: 'refused', blocked: ['connect-src', 'script-src-elem'] });
});

it('denies navigation, new windows, permissions and downloads', async () => {
  const before = counter.page.url();
  const outcome = await counter.page.evaluate(async () => {
    const opened = window.open('https://dichvucong.example/');
    location.href = 'https://dichvucong.example/';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.txt';
    document.body.append(link);
    link.click();
    const names = [
      'geolocation',
      'notifications',
      'microphone',
      'midi',
      'persistent-storage',
      'clipboard-read',
    ];
    const states = await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { opened: opened === null, permissions: [...new Set(states)] };
  });
  expect(outcome).toEqual({ opened: true, permissions: ['denied'] });
  expect(counter.page.url()).toBe(before);
});

it('answers no window that it did not make, even with the same preload', async () => {
  const answers = await counter.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await stranger.loadURL('data:text/html,<title>stranger</title>');
      const answer: unknown = await stranger.webContents.executeJavaScript(
        `window.motCua ? window.motCua.call('session.state', {}) : 'no api'`,
      );
      stranger.destroy();
      // Our own page in a window to which nobody gave a role has no camera either.
      const roleless = new BrowserWindow({
        show: false,
        webPreferences: { partition: 'counter', sandbox: true },
      });
      await roleless.loadURL('app://mot-cua/counter/index.html');
      const camera: unknown = await roleless.webContents.executeJavaScript(
        `navigator.permissions.query({ name: 'camera' }).then(({ state }) => state)`,
      );
      roleless.destroy();
      return { answer, camera };
    },
    join(projectRoot, 'dist', 'app', 'preload.cjs'),
  );
  expect(answers).toMatchObject({
    answer: { ok: false, error: { code: 'foreign-frame' } },
    camera: 'denied',
  });
});

it('serves nothing outside its own folder', async () => {
  const statuses = await counter.page.evaluate(async () => {
    const paths = [
      '/../main/index.cjs',
      '/%2e%2e/main/index.cjs',
      '/..%2f..%2f..%2fpackage.json',
      '/counter/',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(`app://mot-cua${path}`)).status));
  });
  expect(statuses).toEqual([404, 404, 404, 404]);
});
