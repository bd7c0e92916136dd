/** Looks at captured pages when the worker that looks is lost: a real supervisor, real workers, SIGKILL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { createLooking, type Looking, type LookingParts } from '../../../main/digitization/looking.ts';
import { createTurns } from '../../../main/digitization/turns.ts';
import type { PageLook } from '../../../main/contract/page-look.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { ownImagingWorkers } from '../../hardware/imaging/killed-workers.ts';
import { pagePicture } from '../imaging/samples.ts';
import { openBench, type Bench } from './parts.ts';

let bench: Bench;
/** What was told of pages, in the order in which it was told. */
let told: { pageId: string; look: PageLook }[];
/** Looks that workers were asked for; the first `lost` of them lose their worker. */
let asked: number;
let lost: number;
let ids = 0;
const polling = { timeout: 30_000, interval: 20 };

/** The worker is stopped before it hears of the look, and is killed with it open. */
const call: BridgeClient<'imaging'>['call'] = async (operation, params, bodies, options) => {
  if (operation !== 'look') return await bench.imaging.call(operation, params, bodies, options);
  asked += 1;
  if (asked > lost) return await bench.imaging.call(operation, params, bodies, options);
  await expect.poll(() => ownImagingWorkers().length, polling).toBe(1);
  const workers = ownImagingWorkers();
  for (const pid of workers) process.kill(pid, 'SIGSTOP');
  const answer = bench.imaging.call(operation, params, bodies, options);
  await sleep(20);
  for (const pid of workers) process.kill(pid, 'SIGKILL');
  return await answer;
};

function lookingWith(changed: Partial<LookingParts> = {}): Looking {
  return createLooking({
    imaging: { ...bench.imaging, call },
    blobs: bench.blobs,
    store: bench.store,
    now: () => 1_795_000_000_000,
    turns: createTurns(),
    onLooked: ({ pageId }, look) => told.push({ pageId, look }),
    ...changed,
  });
}

/** Each is another picture: what is known of one is not known of the next. */
async function captured(): Promise<Page> {
  const digitization = createDigitization({ ...bench, newId: () => `page-${String(ids)}`, now: () => ids });
  const page = await digitization.pageOfScan(
    await pagePicture(600 + (ids += 1), 800)
      .jpeg()
      .toBuffer(),
    150,
  );
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
}

beforeAll(() => {
  bench = openBench();
});
afterAll(async () => await bench.close());
beforeEach(() => {
  told = [];
  asked = 0;
  lost = 0;
});

describe.skipIf(process.platform !== 'linux')(
  'a worker lost while it looks at a page (needs Linux: workers are found in /proc)',
  () => {
    test('once: the page is looked at again, once, and told of once', async () => {
      const page = await captured();
      lost = 1;
      const looking = lookingWith();
      looking.soon('draft', page);
      await expect.poll(() => told.length, polling).toBe(1);
      expect(told[0]).toMatchObject({ pageId: page.id, look: { state: 'seen' } });
      expect(asked).toBe(2);
      expect(looking.of(page).state).toBe('seen');
    });

    test('twice: it is told that the page could not be looked at, others are looked at, and a person may ask again', async () => {
      const [page, next] = [await captured(), await captured()];
      lost = 2;
      const looking = lookingWith();
      looking.soon('draft', page);
      looking.soon('draft', next);
      await expect.poll(() => told.length, polling).toBe(2);
      const failed = { state: 'failed', code: 'worker-lost' };
      expect(told[0]).toEqual({ pageId: page.id, look: failed });
      expect(told[1]).toMatchObject({ pageId: next.id, look: { state: 'seen' } });
      expect([asked, looking.of(page)]).toEqual([3, failed]);
      looking.soon('draft', page);
      await sleep(100);
      expect(asked).toBe(3);
      looking.first('draft', page);
      await expect.poll(() => told.length, polling).toBe(3);
      expect(told[2]).toMatchObject({ pageId: page.id, look: { state: 'seen' } });
      expect(asked).toBe(4);
    });
  },
);

test('a look that cannot be kept is told of as failed, and the pages behind it are looked at', async () => {
  const [page, next] = [await captured(), await captured()];
  const { store } = bench;
  let closed = true;
  const transaction: typeof store.transaction = (work) => {
    if (closed) throw new Error('database is closed');
    return store.transaction(work);
  };
  const looking = lookingWith({ store: { pageLooks: store.pageLooks, transaction } });
  looking.soon('draft', page);
  await expect.poll(() => told.length, polling).toBe(1);
  expect(told[0]).toEqual({ pageId: page.id, look: { state: 'failed', code: 'unexpected' } });
  closed = false;
  looking.soon('draft', next);
  await expect.poll(() => told.length, polling).toBe(2);
  expect(told[1]).toMatchObject({ pageId: next.id, look: { state: 'seen' } });
});
