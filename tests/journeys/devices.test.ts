/** The technician's desk in training, by keyboard: self-test, test print, test scan, restart, and a file without people. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot, startCounter, type CounterApp } from './counter-app.ts';
import { violationsOn } from './axe.ts';
import { officerAt } from './officer.ts';

let counter: CounterApp;
const patience = { timeout: 60_000 };

beforeAll(async () => {
  counter = await startCounter();
  const officer = officerAt(counter.page, async () => undefined);
  await officer.signIn();
  // No test was made today: the home screen offers one, and the desk goes on with the one that was begun there.
  await counter.page.getByText('Hôm nay quầy chưa kiểm tra thiết bị.').waitFor(patience);
  writeFileSync(join(projectRoot, 'out', 'journeys', 'home-self-test.png'), await counter.page.screenshot());
  expect(await violationsOn(counter.page)).toEqual([]);
  await press('Kiểm tra đầu ca');
  await counter.page.getByRole('heading', { level: 1, name: 'Thiết bị' }).waitFor(patience);
  await counter.page.getByText('Kiểm tra xong lúc').waitFor(patience);
  await counter.page.keyboard.press('Escape');
  await counter.page.getByRole('heading', { level: 1, name: 'Quầy tiếp nhận' }).waitFor(patience);
  expect(await counter.page.getByText('Hôm nay quầy chưa kiểm tra thiết bị.').count()).toBe(0);
  await officer.startDossier();
  await officer.scanCard('Số và giới tính không khớp');
  await counter.page.keyboard.press('F12');
  await counter.page.getByRole('heading', { level: 1, name: 'Thiết bị' }).waitFor(patience);
}, 120_000);

afterAll(async () => {
  await counter.close();
});

async function press(name: string | RegExp): Promise<void> {
  const button = counter.page.getByRole('button', { name }).first();
  await button.waitFor(patience);
  await button.focus();
  await counter.page.keyboard.press('Enter');
}

it('F5 checks every device and line, and says of each what to do', async () => {
  const { page } = counter;
  await page.keyboard.press('F5');
  await page.getByText('Kiểm tra xong lúc').waitFor(patience);
  const rows = page.getByRole('list', { name: 'Kiểm tra đầu ca' }).getByRole('listitem');
  const texts = await rows.allInnerTexts();
  expect(texts).toHaveLength(10);
  for (const name of [
    'Kho dữ liệu',
    'Đường nối Thành phố',
    'Máy in phiếu',
    'Máy quét',
    'Đầu đọc thẻ',
    'Đầu đọc chip',
  ])
    expect(texts.some((text) => text.includes(name))).toBe(true);
  expect(texts.filter((text) => /^đạt/.test(text.trim())).length).toBeGreaterThanOrEqual(7);
});

it('the report is printed on the slip and drawn as A4 with its words in the PDF', async () => {
  await press('In phiếu kiểm tra');
  await counter.page.getByText('Đã in.').waitFor(patience);
  const bytes = await counter.page.evaluate(async () => {
    const answer = await window.motCua.call('readiness.paper', {});
    return answer.ok ? Array.from(answer.value.pdf) : [];
  });
  expect(String.fromCharCode(...bytes.slice(0, 5))).toBe('%PDF-');
  await press('Xem bản PDF');
  await counter.page.getByAltText(/Bản PDF/).waitFor(patience);
});

it('a test print and a test scan show what came out', async () => {
  await press(/^In thử:/);
  await counter.page.getByAltText('Phiếu in thử').waitFor(patience);
  await press(/^Quét thử:/);
  await counter.page.getByAltText(/^Trang quét thử/).waitFor(patience);
});

it('a test read of the chip says that the card answers, and without a card what to do', async () => {
  const { page } = counter;
  await press(/^Đọc thử:/);
  await page.getByText('Thẻ trả lời tốt, mở bằng số CAN hoặc dòng MRZ (PACE).').waitFor(patience);
  await counter.call('training.chip', { card: null });
  await press(/^Đọc thử:/);
  await page.getByText('Vui lòng đặt thẻ lên đầu đọc rồi đọc lại.').waitFor(patience);
  await page.locator('.dev-class').nth(3).scrollIntoViewIfNeeded();
  writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-chip.png'), await page.screenshot());
});

it('shows the masked messages of the devices', async () => {
  await press('Xem lại');
  await counter.page
    .getByText(/GS v 0/)
    .first()
    .waitFor(patience);
  writeFileSync(join(projectRoot, 'out', 'journeys', 'devices.png'), await counter.page.screenshot());
  await counter.page.locator('.dev-trace').scrollIntoViewIfNeeded();
  writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-trace.png'), await counter.page.screenshot());
});

it('axe finds nothing on the tested desk, in both languages', async () => {
  expect(await violationsOn(counter.page)).toEqual([]);
  await press('English');
  writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-en.png'), await counter.page.screenshot());
  expect(await violationsOn(counter.page)).toEqual([]);
  await press('Tiếng Việt');
});

it('a driver is started anew and answers again', async () => {
  await press(/^Mở lại trình điều khiển: Máy in/);
  await expect
    .poll(
      async () =>
        (await counter.call('devices.list', {})).classes.find((one) => one.deviceClass === 'printers'),
      {
        timeout: 30_000,
      },
    )
    .toMatchObject({ process: 'up', devices: [{ kind: 'paper-printer' }, { kind: 'slip-printer' }] });
});

/** Ends the readers' driver whenever it is there, until told to stop. */
function keepEndingReaders(): () => void {
  const tasks = `/proc/${counter.app.process().pid}/task`;
  const timer = setInterval(() => {
    const children = readdirSync(tasks).flatMap((task) =>
      readFileSync(join(tasks, task, 'children'), 'utf8')
        .split(' ')
        .filter(Boolean),
    );
    for (const pid of children) {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (/bridge.*readers/.test(command)) process.kill(Number(pid), 'SIGKILL');
    }
  }, 50);
  return () => clearInterval(timer);
}

it('a class whose driver keeps ending is shown as a fault with what to do, on the screen and in the report', async () => {
  const { page } = counter;
  const spare = keepEndingReaders();
  try {
    const note = page.getByRole('alert').getByText('Trình điều khiển thiết bị vừa dừng');
    await note.waitFor(patience);
    await note.scrollIntoViewIfNeeded();
    expect(await violationsOn(page)).toEqual([]);
    writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-failing.png'), await page.screenshot());
    await counter.call('training.printer', { fault: 'paper-low' });
    await page.keyboard.press('F5');
    await page.getByText('Kiểm tra xong lúc').waitFor(patience);
    const rows = page.getByRole('list', { name: 'Kiểm tra đầu ca' }).getByRole('listitem');
    // the report of the test before stands there until this one's takes its place
    const told = (check: string) => rows.filter({ hasText: check }).innerText();
    const soon = { timeout: patience.timeout };
    await expect.poll(() => told('Đầu đọc thẻ'), soon).toMatch(/^lỗi[^]*Trình điều khiển thiết bị vừa dừng/);
    await expect.poll(() => told('Máy in phiếu'), soon).toMatch(/^lưu ý[^]*Máy in sắp hết giấy/);
    await rows.first().scrollIntoViewIfNeeded();
    writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-report.png'), await page.screenshot());
  } finally {
    spare();
    await counter.call('training.printer', { fault: 'none' });
  }
  await press(/^Mở lại trình điều khiển: Đầu đọc/);
  await page.getByRole('button', { name: /^Bíp: / }).waitFor(patience);
});

it('the diagnostics file holds versions, devices, messages and log, and no person', async () => {
  const cards = (await counter.call('training.cards', {})).items;
  const people = cards.flatMap(({ payload }) => payload.split('|').filter((part) => part.length > 8));
  expect(people.length).toBeGreaterThan(3);
  await press('Xuất tệp chẩn đoán');
  await counter.page.getByText(/^Đã ghi /).waitFor(patience);
  const { file } = await counter.call('devices.diagnostics', {});
  const text = readFileSync(file, 'utf8');
  const content = JSON.parse(text) as { trace: unknown[]; log: string[]; classes: unknown[] };
  expect(content.trace.length).toBeGreaterThan(5);
  expect(content.log.length).toBeGreaterThan(2);
  expect(content.classes).toHaveLength(5);
  expect(people.filter((part) => text.includes(part))).toEqual([]);
  expect(text).not.toMatch(/password|246810/);
});
