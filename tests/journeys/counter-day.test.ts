import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cityRecords, journalOf } from '../evidence/city-records.ts';
import { newFolder, projectRoot, startCounter, type CounterApp } from './counter-app.ts';
import { officerAt, type Officer } from './officer.ts';

const pictures = join(projectRoot, 'out', 'journeys');
mkdirSync(pictures, { recursive: true });

function officerOf(counter: CounterApp, journey: string): Officer {
  return officerAt(counter.page, async (name) => {
    await counter.page.screenshot({ path: join(pictures, `${journey}-${name}.png`) });
  });
}

async function upToReview(officer: Officer, card: string): Promise<void> {
  await officer.startDossier();
  await officer.scanCard(card);
  await officer.chooseProcedure('tam tru', 'Đăng ký tạm trú');
  await officer.receiveAllPapers();
  await officer.scanPapers();
  await officer.toReview();
}

async function until<T>(look: () => Promise<T | null>, what: string): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`still not: ${what}`);
}

it('online: from the card to the city, by keyboard, with the city’s code on the receipt', async () => {
  const counter = await startCounter({ dataFolder: newFolder('online') });
  const officer = officerOf(counter, 'online');
  await officer.signIn();
  await upToReview(officer, 'CCCD 2021 – Nguyễn Văn An');
  const shown = await officer.accept();
  const code = /000\.00\.01\.H26-\d{6}-\d{4}/.exec(shown)?.[0] ?? '';
  expect(code).not.toBe('');
  await officer.print('form01');
  await officer.print('slip');
  const records = await cityRecords(join(counter.dataFolder, 'training-city'), code, 20_000);
  expect(records.dossier).toMatchObject({ ChuHoSo: 'Nguyễn Văn An', MaTTHC: '1.004194', TrangThaiHoSo: '2' });
  expect(records.files).toHaveLength(2);
  expect(counter.consoleErrors).toEqual([]);
  await counter.close();
});

it('offline, then online: a local number on the receipt, the city’s code linked when it is back', async () => {
  const counter = await startCounter({ dataFolder: newFolder('offline') });
  const officer = officerOf(counter, 'offline');
  await officer.signIn();
  await counter.call('training.city', { running: false });
  await until(
    async () => ((await counter.call('status.get', {})).city.state === 'down' ? true : null),
    'city seen down',
  );
  await upToReview(officer, 'CCCD 2021 – Trần Thị Bích Ngọc');
  const shown = await officer.accept();
  expect(shown).toContain('Số tạm');
  expect(shown).toMatch(/TAM-TH01-\d{6}-0001/);
  expect(await counter.page.getByRole('banner').innerText()).toMatch(/1 .*chờ/i);

  await counter.call('training.city', { running: true });
  await counter.page
    .locator('.rec-code')
    .getByText(/000\.00\.01\.H26-\d{6}-\d{4}/)
    .waitFor({ timeout: 30_000 });
  await counter.page.screenshot({ path: join(pictures, 'offline-linked.png') });
  const dossiers = journalOf(join(counter.dataFolder, 'training-city')).filter(
    (line) => line.type === 'dossier',
  );
  expect(dossiers).toHaveLength(1);
  expect(counter.consoleErrors).toEqual([]);
  await counter.close();
});

it('kill -9 in the middle: the draft is found again with every page that was shown, and goes on to the city', async () => {
  const dataFolder = newFolder('killed');
  const first = await startCounter({ dataFolder });
  const before = officerOf(first, 'killed');
  await before.signIn();
  await before.startDossier();
  await before.scanCard('CCCD 2021 – Nguyễn Văn An');
  await before.chooseProcedure('tam tru', 'Đăng ký tạm trú');
  await before.receiveAllPapers();
  await before.scanPapers();
  const [summary] = (await first.call('intake.drafts', {})).items;
  expect(summary?.pageCount).toBeGreaterThan(0);
  await first.kill();

  const second = await startCounter({ dataFolder });
  const after = officerOf(second, 'recovered');
  await after.signIn();
  const found = second.page.getByText(/đã lưu an toàn \d+ trang/).first();
  await found.waitFor({ timeout: 20_000 });
  await second.page.screenshot({ path: join(pictures, 'recovered-home.png') });
  const [again] = (await second.call('intake.drafts', {})).items;
  expect(again).toMatchObject({ id: summary?.id, pageCount: summary?.pageCount });
  await second.page
    .getByRole('button', { name: /đã lưu an toàn \d+ trang/ })
    .first()
    .focus();
  await second.page.keyboard.press('Enter');
  await second.page.getByRole('heading', { level: 1 }).first().waitFor();
  await after.toReview();
  const shown = await after.accept();
  expect(shown).toMatch(/000\.00\.01\.H26-\d{6}-\d{4}/);
  const dossier = (await second.call('dossier.list', { text: '', limit: 10, before: null })).items;
  expect(dossier).toHaveLength(1);
  expect(second.consoleErrors).toEqual([]);
  await second.close();
});
