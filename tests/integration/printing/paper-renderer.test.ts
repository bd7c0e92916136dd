import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import type { Form01Input } from '../../../main/printing/form01.ts';
import { createPaperRenderer, type PaperRenderer } from '../../../main/printing/paper-renderer.ts';
import { receipt } from '../../unit/printing/samples.ts';
import { readPaper } from './poppler.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const fontFolder = path('../../../node_modules/@expo-google-fonts');
const workerPath = path('../../../main/printing/paper-worker.ts');

let renderer: PaperRenderer | null = null;

afterEach(async () => {
  await renderer?.stop();
  renderer = null;
});

it('main-blocked: the worker draws while this thread goes on', async () => {
  renderer = createPaperRenderer({ workerPath, fontFolder });
  await renderer.form01(receipt);
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const answers = await Promise.all(Array.from({ length: 5 }, () => renderer?.form01(receipt)));
  clearInterval(ticking);
  expect(answers.every((answer) => answer?.ok)).toBe(true);
  expect(turns).toBeGreaterThan(5);
});

it('answers-swapped: papers asked for at once come back to those who asked', async () => {
  const running = (renderer = createPaperRenderer({ workerPath, fontFolder }));
  const codes = Array.from({ length: 4 }, (_, index) => `TAM-Q05-261122-000${String(index)}`);
  const answers = await Promise.all(
    codes.map((localCode) =>
      running.form01({ ...receipt, dossier: { ...receipt.dossier, cityCode: null, localCode } }),
    ),
  );
  for (const [index, answer] of answers.entries()) {
    if (!answer.ok) throw new Error(answer.error.code);
    expect((await readPaper(answer.value)).pages[0]).toContain(codes[index]);
  }
});

it('paper-cannot-be-drawn: a broken record fails alone and the worker goes on', async () => {
  const running = (renderer = createPaperRenderer({ workerPath, fontFolder }));
  const broken = { ...receipt, dossier: null } as unknown as Form01Input;
  const answers = await Promise.all([running.form01(broken), running.form01(receipt)]);
  expect(answers.map((answer) => (answer.ok ? 'drawn' : answer.error.code))).toEqual([
    'worker-lost',
    'drawn',
  ]);
});

it('worker-crash: calls under way are told, and the next paper is drawn by a new worker', async () => {
  const running = (renderer = createPaperRenderer({ workerPath: path('./crashing-worker.ts'), fontFolder }));
  const first = await running.form01(receipt);
  expect(first).toMatchObject({ ok: true });
  const [crash, queued] = await Promise.all([
    running.form01({ ...receipt, officerCode: 'crash' }),
    running.form01(receipt),
  ]);
  expect([crash, queued]).toMatchObject([
    { error: { code: 'worker-lost' } },
    { error: { code: 'worker-lost' } },
  ]);
  expect(await running.form01(receipt)).toMatchObject({ ok: true });
});

it('worker-hangs: the call ends by its time limit, and the next paper is drawn by a new worker', async () => {
  const running = (renderer = createPaperRenderer({
    workerPath: path('./crashing-worker.ts'),
    fontFolder,
    timeoutMs: 2_000,
  }));
  expect(await running.form01({ ...receipt, officerCode: 'hang' })).toMatchObject({
    error: { code: 'timed-out' },
  });
  expect(await running.form01(receipt)).toMatchObject({ ok: true });
});

it('fonts-missing: a worker that cannot start fails each call and never hangs', async () => {
  const running = (renderer = createPaperRenderer({ workerPath, fontFolder: '/nonexistent' }));
  expect(await running.form01(receipt)).toMatchObject({ error: { code: 'worker-lost' } });
  expect(await running.form01(receipt)).toMatchObject({ error: { code: 'worker-lost' } });
});

it('script-missing: a worker that is not there fails each call and never hangs', async () => {
  const running = (renderer = createPaperRenderer({
    workerPath: '/nonexistent/paper-worker.cjs',
    fontFolder,
  }));
  expect(await running.form01(receipt)).toMatchObject({ error: { code: 'worker-lost' } });
});

it('stopped: calls after the end are refused at once', async () => {
  const running = createPaperRenderer({ workerPath, fontFolder });
  const under = running.form01(receipt);
  await running.stop();
  expect(await under).toMatchObject({ error: { code: 'worker-lost' } });
  expect(await running.form01(receipt)).toMatchObject({ error: { code: 'worker-lost' } });
});
