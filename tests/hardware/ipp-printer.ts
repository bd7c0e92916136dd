/**
 * An IPP Everywhere printer that is not ours: `ippeveprinter` of the CUPS project, on a loopback port. It insists on
 * announcing itself, so it gets a message bus and an Avahi of its own, which speak to nobody but the loopback device.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.ts';

export interface IppPrinter {
  readonly uri: string;
  /** Documents that it stored, in the order of its jobs. */
  received(): Uint8Array[];
  /** The next sheet is missing until `loadPaper`. */
  takePaper(): void;
  loadPaper(): void;
  /** Someone presses "cancel" at the printer, by `ipptool`; its exit code. */
  cancelAtPrinter(jobId: number): Promise<number>;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  remove(): Promise<void>;
}

export const ippPrinterNeeds = [
  ...['ippeveprinter', 'ipptool', 'dbus-daemon', 'avahi-daemon', 'unshare'].filter(
    (program) => !findProgram(program),
  ),
  ...(process.getuid?.() === 0 ? [] : ['root']),
];

const busConf = (
  socket: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>custom</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
<allow user="*"/></policy></busconfig>`;

const avahiConf =
  '[server]\nhost-name=mot-cua-test\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n';

/** Stores the document, and stands still while there is no paper; its stderr is how ippeveprinter learns the state. */
const command = (folder: string) => `#!/bin/sh
if [ -e ${folder}/no-paper ]; then echo "STATE: +media-empty" >&2
while [ -e ${folder}/no-paper ]; do sleep 0.1; done
echo "STATE: -media-empty" >&2; fi
cp "$1" ${folder}/printed/$(ls ${folder}/printed | wc -l | tr -d ' ').pdf
`;

export async function startIppPrinter(): Promise<IppPrinter> {
  const folder = mkdtempSync(join(tmpdir(), 'ipp-printer-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
    return join(folder, name);
  };
  const children: ChildProcess[] = [];
  const socket = join(folder, 'bus.sock');
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
  const start = (program: string, args: readonly string[]) => {
    const child = spawn(program, args, { env, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  for (const name of ['spool', 'printed']) mkdirSync(join(folder, name));
  start('dbus-daemon', [`--config-file=${file('bus.conf', busConf(socket))}`, '--nofork']);
  await until(() => existsSync(socket));
  const avahi = [
    'avahi-daemon',
    '-f',
    file('avahi.conf', avahiConf),
    '--no-chroot',
    '--no-drop-root',
    '--no-rlimits',
  ];
  // Its lock is one a machine; a mount of our own over that folder lets several run, and the machine's beside them.
  start('unshare', [
    ...[
      '-m',
      'sh',
      '-c',
      'mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec "$@"',
      'sh',
    ],
    ...avahi,
  ]);
  const script = file('print', command(folder));
  const port = await freePort();
  let printer: ChildProcess | undefined;
  const plugIn = async (): Promise<void> => {
    const args = ['-n', 'localhost', '-p', String(port), '-k', '-d', join(folder, 'spool'), '-c', script];
    for (let tries = 0; tries < 10; tries += 1) {
      printer = spawn('ippeveprinter', [...args, '-f', 'application/pdf', '-s', '60', 'Quay A4'], {
        env,
        stdio: 'ignore',
      });
      const answers = await until(
        () => listens(port),
        () => printer?.exitCode !== null,
      ).catch(() => false);
      if (answers) return;
    }
    throw new Error('ippeveprinter does not start');
  };
  const unplug = async (): Promise<void> => {
    if (printer) await ended(printer);
    printer = undefined;
  };
  await plugIn();
  const uri = `ipp://localhost:${port}/ipp/print`;
  return {
    uri,
    received: () =>
      readdirSync(join(folder, 'printed'))
        .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
        .map((name) => readFileSync(join(folder, 'printed', name))),
    takePaper: () => writeFileSync(join(folder, 'no-paper'), ''),
    loadPaper: () => rmSync(join(folder, 'no-paper'), { force: true }),
    cancelAtPrinter: (jobId) => {
      const test = file('cancel.test', cancelTest(jobId));
      const child = spawn('ipptool', [uri, test], { stdio: 'ignore' });
      return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
    },
    unplug,
    plugIn,
    async remove() {
      rmSync(join(folder, 'no-paper'), { force: true });
      await unplug();
      await Promise.all(children.map(ended));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const cancelTest = (jobId: number) => `{
  OPERATION Cancel-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id ${jobId}
  ATTR name requesting-user-name $user
  STATUS successful-ok
}`;

export async function until(
  condition: () => boolean | Promise<boolean>,
  giveUp: () => boolean = () => false,
): Promise<boolean> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await condition()) return true;
    if (giveUp()) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    const tell = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => tell(true)).once('error', () => tell(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
