/**
 * A station's ticket printing as a process of its own, to be killed: the real store, the real printer process, a serial
 * port. Arguments: the folder, the port, what to do. Says one line of JSON when it has recovered and one at its end.
 */
import { fullProfile } from '../../hardware/printer/full-profile.ts';
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SlipProfile } from '../../../native-bridge/contract-printers.ts';
import { printJobStates } from '../../../main/domain/print-job.ts';
import { createPrintJobs } from '../../../main/printing/print-jobs.ts';
import { issueTicket, sendTicket } from '../../../main/printing/tickets.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { ticketContent } from '../../hardware/printer/ticket-sample.ts';

export interface ClerkTask {
  readonly answers: readonly { readonly jobId: string; readonly seen: 'came-out' | 'did-not' }[];
  readonly issue: number;
  /** Kills itself right after so many transactions of printing; null: lives on. */
  readonly dieAfterTransaction: number | null;
}

/** What the store says: jobs of the series, and those that somebody is asked about. */
export interface ClerkWord {
  readonly jobs: readonly { id: string; number: number; state: string; mark: string | null }[];
  readonly asked: readonly string[];
}

const [folder = '', port = '', taskText = ''] = process.argv.slice(2);
const task = JSON.parse(taskText) as ClerkTask;
const profile: SlipProfile = { ...fullProfile, baud: 9_600 };
const series = { place: 'Q', letter: 'A', day: '2026-11-22' };

const opened = openStore({ folder: join(folder, 'store'), dataKey: new Uint8Array(32).fill(9) });
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;
const printers = startBridge({
  deviceClass: 'printers',
  nodePath: process.execPath,
  script: join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'printers', 'main.ts'),
  settings: {
    training: false,
    slipPrinters: [{ path: port, baud: 9_600, widthPx: 384, name: 'Quầy 1' }],
    folder: join(folder, 'devices'),
  },
  log: () => undefined,
});

let transactions = Number.NaN;
const mortal: Pick<Store, 'transaction' | 'printJobs'> = {
  printJobs: store.printJobs,
  transaction(work) {
    const done = store.transaction(work);
    transactions += 1;
    if (transactions === task.dieAfterTransaction) process.kill(process.pid, 'SIGKILL');
    return done;
  },
};
const jobs = createPrintJobs({
  store: mortal,
  now: () => ticketContent.issuedAt,
  newId: randomUUID,
  onChange: () => undefined,
  send: (job) =>
    sendTicket(
      { printers, training: false, defaultPrinter: () => `serial:${port}`, profileOf: () => profile },
      job,
    ),
});

function say(): void {
  const known = printJobStates.flatMap((state) => store.printJobs.inState(state));
  const word: ClerkWord = {
    jobs: known.map(({ id, number, state, mark }) => ({ id, number, state, mark })),
    asked: jobs.pending().map(({ id }) => id),
  };
  writeSync(1, `${JSON.stringify(word)}\n`);
}

jobs.recover();
transactions = 0;
say();
for (const { jobId, seen } of task.answers) {
  jobs.answer(jobId, seen);
  if (seen === 'did-not') await jobs.again(jobId);
}
for (let count = 0; count < task.issue; count += 1)
  await issueTicket(jobs, { series, content: ticketContent, printerId: null });
say();
await printers.stop();
store.close();
