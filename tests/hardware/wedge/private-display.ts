/** A display of our own, whose clock a busy machine does not disturb where the system allows that. */
import { spawn, spawnSync } from 'node:child_process';

export interface PrivateDisplay {
  /** As in DISPLAY. */
  readonly name: string;
  /** Whether its process runs before all others; without it a busy machine makes a scanner's keys late. */
  readonly punctual: boolean;
  close(): void;
}

export async function openPrivateDisplay(): Promise<PrivateDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-noreset', '-ac', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject).once('exit', (code) => reject(new Error(`Xvfb ended (${code})`)));
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  const roundRobin = spawnSync('chrt', ['--rr', '--pid', '5', `${server.pid}`]);
  return { name: `:${number}`, punctual: roundRobin.status === 0, close: () => void server.kill() };
}
