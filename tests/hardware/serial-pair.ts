/** Two ends of a serial line without hardware: a socat pty pair. A pty ignores the baud rate and has no modem lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SerialPair {
  /** The application's end. */
  readonly near: string;
  /** The device's end. */
  readonly far: string;
  /** Pulls the cable. */
  unplug(): Promise<void>;
  /** The device's buffer is full and stays full: no byte is taken any more. */
  freeze(): void;
  remove(): Promise<void>;
}

export async function openSerialPair(): Promise<SerialPair> {
  const folder = mkdtempSync(join(tmpdir(), 'serial-pair-'));
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100 && !(existsSync(near) && existsSync(far)); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const unplug = (): Promise<void> => ended(socat);
  return {
    near,
    far,
    unplug,
    freeze: () => void socat.kill('SIGSTOP'),
    async remove() {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
