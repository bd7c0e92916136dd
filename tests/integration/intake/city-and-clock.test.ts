import { expect, it } from 'vitest';
import { startHeadless } from '../../station/headless-station.ts';
import { readyDraft } from '../../station/take-in.ts';

async function until<T>(look: () => Promise<T | null>, what: string): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`still not: ${what}`);
}

it('online: the code is the city’s', async () => {
  const station = await startHeadless();
  try {
    await station.signIn();
    const draft = await readyDraft(station, 1);
    const dossier = await station.call('intake.accept', { draftId: draft.id, revision: draft.revision });
    expect(dossier.cityCode).toMatch(/^000\.00\.01\.H26-\d{6}-\d{4}$/);
    expect(dossier.localCode).toMatch(/^TAM-TH01-\d{6}-0001$/);
  } finally {
    await station.end();
  }
});

it('offline: a local number at once, waiting shown, the city’s code linked when it is back, nothing doubled', async () => {
  const station = await startHeadless();
  try {
    await station.signIn();
    await station.cityDown();
    const dossiers = [];
    for (const n of [1, 2]) {
      const draft = await readyDraft(station, n);
      dossiers.push(await station.call('intake.accept', { draftId: draft.id, revision: draft.revision }));
    }
    expect(dossiers.map((dossier) => dossier.cityCode)).toEqual([null, null]);
    const status = await station.call('status.get', {});
    expect(status.city.state).toBe('down');
    expect(status.outbox.waiting).toBeGreaterThanOrEqual(2);

    await station.call('training.city', { running: true });
    await station.call('sync.retryNow', {});
    const codes = await Promise.all(
      dossiers.map(({ id }) =>
        until(async () => (await station.call('dossier.get', { dossierId: id })).cityCode, 'linked'),
      ),
    );
    expect(new Set(codes).size).toBe(2);
    await until(
      async () => ((await station.call('status.get', {})).outbox.waiting === 0 ? true : null),
      'all sent',
    );
  } finally {
    await station.end();
  }
});

it('clock two hours off: accepting is refused with the reason, the draft is kept', async () => {
  const station = await startHeadless({ clockOffsetMs: 2 * 60 * 60 * 1000 });
  try {
    await station.signIn();
    const draft = await readyDraft(station, 1);
    const review = await until(async () => {
      const seen = await station.call('intake.review', { draftId: draft.id });
      return seen.problems.some((problem) => problem.code === 'clock-skewed') ? seen : null;
    }, 'skew noticed');
    expect(review.ready).toBe(false);
    const answer = await station.ask('intake.accept', { draftId: draft.id, revision: draft.revision });
    expect(answer).toMatchObject({ ok: false, error: { code: 'clock-skewed' } });
    expect((await station.call('intake.open', { draftId: draft.id })).id).toBe(draft.id);
  } finally {
    await station.end();
  }
});
