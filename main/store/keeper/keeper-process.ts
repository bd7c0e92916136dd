/** Runs one job of the keeper in a plain Node process of its own, and waits for its answer. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { KeeperAnswer, type BackupFailure, type KeeperJob } from './messages.ts';

export type KeeperEnd = Exclude<KeeperAnswer, { kind: 'alive' }>;

export interface RunningJob {
  /** Never rejects: a process that dies or falls silent is a failure, too. */
  readonly ended: Promise<KeeperEnd>;
  /** Ends the process; `ended` follows within 2 s. */
  stop(): void;
}

const stopPatienceMs = 2_000;

export function startKeeperJob(
  place: { readonly nodePath: string; readonly script: string },
  job: KeeperJob,
  /** Longest silence, ms. A share that hangs holds its caller for ever; the database is read in one go. */
  silenceMs = 30 * 60_000,
): RunningJob {
  const child = spawn(place.nodePath, [place.script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(job)}\n`);
  const kill = () => void child.kill('SIGKILL');

  const ended = new Promise<KeeperEnd>((resolve) => {
    let answer: KeeperEnd | null = null;
    let died: BackupFailure = 'backup-failed';
    const silent = () => {
      died = 'backup-gone';
      kill();
      // A process that hangs in a dead share cannot even be killed: it is not waited for.
      resolve({ kind: 'failed', code: died });
    };
    let patience = setTimeout(silent, silenceMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(patience);
      patience = setTimeout(silent, silenceMs);
      const said = answerIn(line);
      if (said && said.kind !== 'alive') answer = said;
    });
    const end = () => {
      clearTimeout(patience);
      resolve(answer ?? { kind: 'failed', code: died });
    };
    child.once('error', end);
    child.once('close', end);
  });

  return {
    ended,
    stop() {
      child.stdin.end();
      const timer = setTimeout(kill, stopPatienceMs);
      child.once('exit', () => clearTimeout(timer));
    },
  };
}

function answerIn(line: string): KeeperAnswer | null {
  try {
    return KeeperAnswer.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
