import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import { createPreparation } from '../../../main/digitization/preparation.ts';
import { createTurns } from '../../../main/digitization/turns.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { pagePicture } from '../imaging/samples.ts';
import { component, draftOf, openBench, type Bench } from './parts.ts';

let bench: Bench;
beforeAll(() => {
  bench = openBench(2);
});
afterAll(async () => await bench.close());

test('accepted at once: a page that is prepared before it was looked at is looked at on the way, once', async () => {
  const asked: string[] = [];
  const imaging: BridgeClient<'imaging'> = {
    ...bench.imaging,
    call: (operation, params, bodies, options) => {
      asked.push(operation);
      return bench.imaging.call(operation, params, bodies, options);
    },
  };
  const told: string[] = [];
  let ids = 0;
  const digitization = createDigitization({
    ...bench,
    imaging,
    newId: () => `id-${String((ids += 1))}`,
    now: () => 1_795_000_000_000,
    onLooked: ({ pageId }, { state }) => void told.push(`${pageId} ${state}`),
  });
  const pages: Page[] = [];
  for (const wider of [0, 1, 2, 3, 4]) {
    const picture = await pagePicture(1_000 + wider, 1_400)
      .png()
      .toBuffer();
    const page = await digitization.pageOfScan(picture, 200);
    if (!page.ok) throw new Error(page.error.code);
    pages.push(page.value);
  }
  for (const page of pages) digitization.looks.soon('draft', page);
  const names = { code: 'HS', officer: 'CB001', device: 'Q01' };
  const files = await digitization.filesOf(draftOf([component('giay-to', pages, [])]), names);
  expect(files.ok).toBe(true);
  await expect.poll(() => told.toSorted()).toEqual(pages.map(({ id }) => `${id} seen`).toSorted());
  expect(pages.map((page) => digitization.looks.of(page).state)).toEqual(pages.map(() => 'seen'));
  expect(asked.filter((operation) => operation === 'look').length).toBeLessThan(pages.length);
});

test('whoever is told that a page is over fails: the turns are given back, the pages behind it are prepared', async () => {
  const turns = createTurns();
  const preparation = createPreparation({
    ...bench,
    turns,
    now: () => 1_795_000_000_000,
    lieOf: () => undefined,
    onSeen: () => undefined,
    onOver: () => {
      throw new Error('the store is closed');
    },
  });
  for (const wider of [10, 11, 12, 13]) {
    const blob = await bench.blobs.put(
      await pagePicture(700 + wider, 900)
        .jpeg()
        .toBuffer(),
    );
    if (!blob.ok) throw new Error(blob.error.code);
    expect(await preparation.now({ imageBlob: blob.value, dpi: 100 })).toMatchObject({ ok: true });
  }
});
