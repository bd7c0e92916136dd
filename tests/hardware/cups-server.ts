/** A real CUPS of our own, without systemd and without touching the machine's: one folder, one socket. Needs root. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, until } from './ipp-printer.ts';
import { findProgram } from './programs.ts';

export interface CupsServer {
  /** For `CUPS_SERVER`. */
  readonly socket: string;
  addQueue(name: string, uri: string): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export const cupsNeeds = [
  ...['cupsd', 'lpadmin'].filter((program) => !findProgram(program)),
  ...(process.getuid?.() === 0 ? [] : ['root']),
];

const cupsdConf = (socket: string) => `Listen ${socket}
LogLevel warn
WebInterface No
DirtyCleanInterval 0
Browsing Off
DefaultAuthType Basic
ErrorPolicy retry-job
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`;

export async function startCups(): Promise<CupsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cups-'));
  // Its filters and backends run as another user.
  chmodSync(folder, 0o755);
  const socket = join(folder, 'cups.sock');
  for (const name of ['etc', 'spool', 'spool/tmp', 'cache', 'state', 'log']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'etc', 'cupsd.conf'), cupsdConf(socket));
  const files = {
    ServerRoot: 'etc',
    RequestRoot: 'spool',
    TempDir: 'spool/tmp',
    CacheDir: 'cache',
    StateDir: 'state',
  };
  const logs = { AccessLog: 'log/access', ErrorLog: 'log/error', PageLog: 'log/page' };
  const lines = Object.entries({ ...files, ...logs }).map(([name, path]) => `${name} ${join(folder, path)}`);
  writeFileSync(join(folder, 'etc', 'cups-files.conf'), [...lines, 'SystemGroup root', ''].join('\n'));
  let cupsd: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const conf = ['-c', join(folder, 'etc', 'cupsd.conf'), '-s', join(folder, 'etc', 'cups-files.conf')];
    cupsd = spawn('cupsd', ['-f', ...conf], { stdio: 'ignore' });
    await until(() => existsSync(socket));
    await until(() => lpstat(socket));
  };
  const kill = async (): Promise<void> => {
    if (cupsd) await ended(cupsd);
    rmSync(socket, { force: true });
  };
  await start();
  return {
    socket,
    addQueue(name, uri) {
      const env = { ...process.env, CUPS_SERVER: socket };
      const added = spawnSync('lpadmin', ['-p', name, '-E', '-v', uri, '-m', 'everywhere'], { env });
      if (added.status !== 0) throw new Error(`lpadmin: ${String(added.stderr)}`);
      spawnSync('lpadmin', ['-d', name], { env });
    },
    kill,
    start,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** `lpstat -r` exits 0 whether or not the scheduler runs; only its words tell. */
function lpstat(socket: string): boolean {
  const { stdout } = spawnSync('lpstat', ['-r'], {
    env: { ...process.env, CUPS_SERVER: socket, LC_ALL: 'C' },
  });
  return String(stdout).includes('is running');
}
