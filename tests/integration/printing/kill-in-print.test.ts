/** A station killed (SIGKILL) while it prints tickets: real store, real printer process, a serial line at 9600 baud. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { lostPaperReason } from '../../../main/printing/print-jobs.ts';
import { openPacedLine, type PacedLine } from '../../hardware/printer/paced-line.ts';
import { copiesOn, sum } from '../../hardware/printer/paper-oracle.ts';
import { lookOf, settings } from '../../hardware/printer/prefix-case.ts';
import { findProgram } from '../../hardware/programs.ts';
import type { ClerkTask, ClerkWord } from './ticket-clerk.ts';

const clerk = join(import.meta.dirname, 'ticket-clerk.ts');
const [setting] = settings;
if (!setting) throw new Error('no kind of printer');
/** The printer's process goes on for a second after its parent has gone. */
const farewellMs = 1_600;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Hall {
  readonly folder: string;
  readonly printer: SlipSimulator;
  readonly line: PacedLine;
}

async function newHall(): Promise<Hall> {
  const printer = new SlipSimulator(384, { kept: 20 });
  const line = await openPacedLine(9_600, printer);
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  open.push(async () => {
    await line.close();
    rmSync(folder, { recursive: true });
  });
  return { folder, printer, line };
}

/** Runs a station until its end, or kills it when `killAt` bytes have reached the printer. */
async function work(
  { folder, line }: Hall,
  task: Partial<ClerkTask>,
  killAt: number | null = null,
): Promise<ClerkWord[]> {
  const whole: ClerkTask = { answers: [], issue: 0, dieAfterTransaction: null, ...task };
  const child = spawn(process.execPath, [clerk, folder, line.near, JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  const from = line.arrived();
  const watch = setInterval(() => {
    if (killAt !== null && line.arrived() - from >= killAt) child.kill('SIGKILL');
  }, 1);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearInterval(watch);
  const mortal = killAt !== null || whole.dieAfterTransaction !== null;
  if (signal !== (mortal ? 'SIGKILL' : null) || (!mortal && code !== 0))
    throw new Error(`the station ended with ${String(code)} ${String(signal)}: ${complaint}`);
  if (mortal) await sleep(farewellMs);
  return said
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text) as ClerkWord);
}

/** Starts anew as a person would: answers by what lies on the paper, then takes one more ticket. */
async function afterwards(hall: Hall, first: number): Promise<{ state: string; wrong: string[] }> {
  const wrong: string[] = [];
  const copies = async (number: number, mark: string | null) =>
    sum(copiesOn(hall.printer, await lookOf(setting as never, number, mark)));
  const out = await copies(first, null);
  const [found] = await work(hall, {});
  const job = found?.jobs.find(({ number }) => number === first);
  const asked = job !== undefined && (found?.asked.includes(job.id) ?? false);
  const state = job?.state ?? 'none';
  if ((state === 'unknown') !== asked) wrong.push(`${state}, asked: ${String(asked)}`);
  if (state === 'confirmed' && out !== 1) wrong.push('confirmed, not on paper');
  if (state === 'failed' && out !== 0) wrong.push('failed, and on paper');
  const answers =
    asked && job ? [{ jobId: job.id, seen: out > 0 ? ('came-out' as const) : ('did-not' as const) }] : [];
  const said = await work(hall, { answers, issue: 1 });
  const numbers = said.at(-1)?.jobs.map((each) => `${String(each.number)} ${each.state}`) ?? [];
  const marked = asked && out === 0;
  // A number that surely was not printed is the next ticket's.
  const next = state === 'failed' ? first : first + 1;
  const wanted = [
    ...Array.from({ length: first - 1 }, (_, at) => `${String(at + 1)} confirmed`),
    ...(next === first ? [] : [`${String(first)} ${out > 0 && asked ? 'came-out' : 'confirmed'}`]),
    `${String(next)} confirmed`,
  ];
  if (numbers.sort().join() !== wanted.sort().join())
    wrong.push(`${numbers.join(', ')}; not ${wanted.join(', ')}`);
  const [plain, again] = [await copies(first, null), await copies(first, lostPaperReason)];
  if (plain - again !== (marked ? 0 : 1)) wrong.push(`${String(plain - again)} unmarked papers`);
  if (again !== (marked ? 1 : 0)) wrong.push(`${String(again)} marked papers`);
  if ((await copies(next, null)) !== 1) wrong.push('the next number is not on paper once');
  return { state, wrong };
}

describe.skipIf(!findProgram('socat'))('killed while it prints (needs socat)', () => {
  test(
    'killed-while-queued: nothing had left, nobody is asked, the next ticket has the number',
    { timeout: 120_000 },
    async () => {
      const hall = await newHall();
      await work(hall, { issue: 1, dieAfterTransaction: 1 });
      expect(hall.line.arrived()).toBe(0);
      expect(await afterwards(hall, 1)).toEqual({ state: 'failed', wrong: [] });
    },
  );

  test(
    'killed-before-the-first-byte: somebody is asked, and the paper says that it is printed again',
    { timeout: 120_000 },
    async () => {
      const hall = await newHall();
      await work(hall, { issue: 1, dieAfterTransaction: 2 });
      expect(await afterwards(hall, 1)).toEqual({ state: 'unknown', wrong: [] });
    },
  );

  test('killed-after-confirmed: the number is issued, nobody is asked', { timeout: 120_000 }, async () => {
    const hall = await newHall();
    await work(hall, { issue: 1, dieAfterTransaction: 3 });
    expect(await afterwards(hall, 1)).toEqual({ state: 'confirmed', wrong: [] });
  });

  test.each([60, 900, 1_600])(
    'killed-while-sending, at byte %i of its first ticket: somebody is asked, no number is skipped, none twice unseen',
    { timeout: 120_000 },
    async (byte) => {
      const hall = await newHall();
      await work(hall, { issue: 1 }, byte);
      expect(await afterwards(hall, 1)).toEqual({ state: 'unknown', wrong: [] });
    },
  );
});
