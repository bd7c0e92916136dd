/** "Did it come out?" about the slip of a dossier: real store, the virtual printer's own process, silent after the cut. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { ok } from '../../../main/domain/result.ts';
import { createPrinting, type Printing } from '../../../main/printing/index.ts';
import { createPrintJobs, lostPaperReason, type PrintJobs } from '../../../main/printing/print-jobs.ts';
import { createPrintQuestions, slipSeries, type PrintQuestions } from '../../../main/printing/questions.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import type { BridgeClient, DeviceClass } from '../../../native-bridge/contract.ts';
import type { SlipFault } from '../../../native-bridge/contract-printers.ts';
import { fakePapers } from '../../unit/printing/fake-parts.ts';
import { componentNames, dossier, morning, place } from '../../unit/printing/samples.ts';

const dataKey = new Uint8Array(32).fill(5);

function bridge<Class extends DeviceClass>(deviceClass: Class) {
  return startBridge({
    deviceClass,
    nodePath: process.execPath,
    script: join(import.meta.dirname, '..', '..', '..', 'native-bridge', deviceClass, 'main.ts'),
    settings: { training: true, slipPrinters: [] },
    log: () => undefined,
  });
}

const imaging = bridge('imaging');
afterAll(() => imaging.stop());

let folder: string;
/** A new one for each test: what a lost slip has left in its printer is cut off before the next one. */
let printers: BridgeClient<'printers'>;
let store: Store;
let jobs: PrintJobs;
let printing: Printing;
let questions: PrintQuestions;

/** Opens the store as the application does when it starts. */
function start(): void {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  jobs = createPrintJobs({
    ...{ store, now: () => morning, newId: randomUUID, onChange: () => undefined },
    send: () => Promise.reject(new Error('no ticket is printed here')),
  });
  expect(jobs.recover()).toEqual(ok(undefined));
  printing = createPrinting({
    ...{ store, printers, imaging, jobs, papers: fakePapers(), now: () => morning, newId: randomUUID },
    describe: () => ({ componentNames, place }),
    training: true,
  });
  questions = createPrintQuestions({ jobs, printing, store });
}

async function arm(fault: SlipFault): Promise<void> {
  expect(await printers.call('arm', { fault }, [], { timeoutMs: 5_000 })).toMatchObject({ ok: true });
}

async function slipsCut(): Promise<number> {
  const last = await printers.call('lastSlip', {}, [], { timeoutMs: 10_000 });
  if (!last.ok) throw new Error(last.error.code);
  return last.value.printed;
}

const prints = () =>
  store.prints.of(dossier.id, 'slip').map(({ state, reprintReason }) => [state, reprintReason]);
const jobStates = () => store.printJobs.ofSeries(slipSeries(dossier.id)).map(({ state }) => state);

/** Prints the slip; it comes out, and its printer says nothing more. */
async function loseOne(): Promise<string> {
  await arm('silent-after-cut');
  const request = { dossierId: dossier.id, paper: 'slip', printerId: null, reprintReason: null } as const;
  expect(await printing.print(request)).toEqual(ok({ outcome: 'unknown' }));
  expect(await slipsCut()).toBe(1);
  const [question] = questions.list();
  expect(question?.kind).toBe('slip');
  return question?.jobId ?? '';
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-cua-questions-'));
  printers = bridge('printers');
  start();
  store.dossiers.insert(dossier);
});

afterEach(async () => {
  await printers.stop();
  store.close();
  rmSync(folder, { recursive: true });
});

it('silent-after-cut, restart, "it came out": asked again, then confirmed for good, nothing printed again', async () => {
  const jobId = await loseOne();
  expect(prints()).toEqual([['unknown', null]]);
  const [asked] = questions.list();
  store.close();
  start();
  expect(questions.list()).toEqual([asked]);
  await arm('none');
  expect(await questions.answer(jobId, 'came-out')).toEqual(ok({ reprint: 'none' }));
  expect(prints()).toEqual([['confirmed', null]]);
  expect(jobStates()).toEqual(['came-out']);
  expect(await slipsCut()).toBe(1);
  store.close();
  start();
  expect(questions.list()).toEqual([]);
  expect(prints()).toEqual([['confirmed', null]]);
});

it('reprint-on-a-silent-printer: not printed, and tried again by the same answer until it is out, then never more', async () => {
  const jobId = await loseOne();
  const failed = await questions.answer(jobId, 'did-not');
  expect(failed).toMatchObject({ ok: false, error: { code: 'printer-failed' } });
  expect(questions.list()).toEqual([]);
  await arm('none');
  expect(await questions.answer(jobId, 'did-not')).toEqual(ok({ reprint: 'confirmed' }));
  expect(prints()).toEqual([
    ['unknown', null],
    ['failed', lostPaperReason],
    ['confirmed', lostPaperReason],
  ]);
  const cut = await slipsCut();
  expect(await questions.answer(jobId, 'did-not')).toMatchObject({ error: { code: 'not-found' } });
  expect(await slipsCut()).toBe(cut);
});

it('two-windows-answer-at-once: one reprint', async () => {
  const jobId = await loseOne();
  await arm('none');
  const answers = await Promise.all([questions.answer(jobId, 'did-not'), questions.answer(jobId, 'did-not')]);
  expect(answers.filter((each) => each.ok).length).toBeGreaterThan(0);
  expect(prints()).toHaveLength(2);
});
