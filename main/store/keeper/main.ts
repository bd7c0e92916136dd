/**
 * The keeper: a process of its own for what takes long and reads much, a backup or a check of the whole store. It works
 * beside the station on the same files, gives way to everything else, and ends with its job or with its parent. The job,
 * with the data key, comes as one line on standard input.
 */
import { setPriority, constants } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { backupFolders } from '../backup/manifest.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { checkStore } from './check-store.ts';
import { KeeperJob, type KeeperAnswer } from './messages.ts';

const aliveEveryMs = 1_000;

const say = (answer: KeeperAnswer): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

let saidAt = 0;
function alive(): void {
  const now = performance.now();
  if (now - saidAt < aliveEveryMs) return;
  saidAt = now;
  say({ kind: 'alive' });
}

async function answerTo(job: KeeperJob): Promise<KeeperAnswer> {
  const { folder } = job;
  const dataKey = Uint8Array.from(Buffer.from(job.dataKey, 'hex'));
  if (job.task === 'check') {
    const backupBlobs = job.backup ? join(job.backup.target, job.backup.label, backupFolders.blobs) : null;
    return { kind: 'checked', findings: await checkStore({ folder, dataKey, backupBlobs, alive }) };
  }
  const taken = await takeBackup({ folder, dataKey, ...job.backup, now: () => Date.now(), alive });
  if (!taken.ok) return { kind: 'failed', code: taken.error.code };
  const { generation, epoch, blobs, knowsMore } = taken.value;
  return { kind: 'backed-up', generation, sequence: epoch.sequence, copied: blobs.copied, knowsMore };
}

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Not allowed here: it works at the priority that it has.
}
const lines = createInterface({ input: process.stdin });
let asked = false;
lines.once('line', (line) => {
  asked = true;
  void answerTo(KeeperJob.parse(JSON.parse(line)))
    .catch((): KeeperAnswer => ({ kind: 'failed', code: 'backup-failed' }))
    .then((answer) => {
      process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
    });
});
// Its parent is gone, or wants it to end: what is unfinished has another name and is removed the next time.
lines.once('close', () => process.exit(asked ? 0 : 1));
