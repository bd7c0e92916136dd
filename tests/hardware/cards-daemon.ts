/** A private pcscd with the virtual reader driver of vsmartcard: real PC/SC, no hardware. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRelay } from './acknowledging-relay.ts';
import { findProgram } from './programs.ts';

const socketFolder = '/run/pcscd';
const socketPath = join(socketFolder, 'pcscd.comm');
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';

/** Why the daemon cannot run here, or null. Its socket has one fixed place, which only root may make. */
export function daemonMissing(): string | null {
  if (!findProgram('pcscd') && !existsSync('/usr/sbin/pcscd')) return 'needs pcscd';
  if (!existsSync(driver)) return 'needs vsmartcard-vpcd';
  if (!findProgram('python3')) return 'needs python3';
  if (process.getuid?.() !== 0) return 'needs root';
  return null;
}

export interface CardDaemon {
  /** Where a simulated card connects to; each of its packets is acknowledged at once. */
  readonly port: number;
  /** The reader driver itself: every command takes 40 ms longer. */
  readonly driverPort: number;
  stop(): Promise<void>;
}

export async function startCardDaemon(): Promise<CardDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-pcscd-'));
  mkdirSync(socketFolder, { recursive: true });
  if (await answers()) throw new Error('another pcscd runs on this machine');
  rmSync(socketPath, { force: true });
  const driverPort = await freePort();
  const config = join(folder, 'reader.conf');
  const hex = `0x${driverPort.toString(16).toUpperCase()}`;
  writeFileSync(
    config,
    `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:${hex}\nLIBPATH ${driver}\nCHANNELID ${hex}\n`,
  );
  const daemon = spawn('/usr/sbin/pcscd', ['--foreground', '--config', config], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  const until = Date.now() + 10_000;
  while (!((await answers()) && (await listens(driverPort)))) {
    if (Date.now() > until || daemon.exitCode !== null) throw new Error('pcscd did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const relay = await startRelay(driverPort);
  return {
    port: relay.port,
    driverPort,
    async stop() {
      relay.stop();
      daemon.kill('SIGTERM');
      const killer = setTimeout(() => daemon.kill('SIGKILL'), 3_000);
      await gone;
      clearTimeout(killer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answers = () => reaches({ path: socketPath });

/** The driver listens; its port is not touched, since a connection there is a card. */
async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, '0.0.0.0', () => probe.close(() => resolve(false)));
  });
}

function reaches(place: { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
