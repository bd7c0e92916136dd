/**
 * The whole application in a real Electron, sandbox on, on a machine that has a HID-POS scanner: umockdev makes the bus,
 * and its preloaded library reaches the reader process through the environment that Electron's main process hands on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportsOf } from '../../native-bridge/readers/simulator/descriptor-bytes.ts';
import { findProgram } from '../hardware/programs.ts';
import { mockBusNeeds, openMockBus, type MockBus } from '../hardware/readers/umockdev-scanner.ts';
import { violationsOn } from './axe.ts';
import { electronPath, projectRoot, startCounter, type CounterApp } from './counter-app.ts';
import { personsPace } from './officer.ts';
import { setUpStation, type ProductionStation } from './production-station.ts';

const missing = mockBusNeeds.filter((name) => findProgram(name) === undefined);
const needs = missing.length > 0 ? ` (needs ${missing.join(', ')})` : '';
const admin = { code: 'QT01', fullName: 'Trần Thị Quản Trị', title: '', pin: '739164' };
const card =
  '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022';
const patience = { timeout: 30_000 };

let bus: MockBus | undefined;
let station: ProductionStation | undefined;
let counter: CounterApp;

beforeAll(async () => {
  if (missing.length > 0) return;
  bus = openMockBus();
  station = await setUpStation();
  counter = await startCounter({
    dataFolder: station.dataFolder,
    launcher: bus.launcherOf(electronPath()),
  });
  const { page } = counter;
  await page.getByRole('heading', { name: 'Tạo kho dữ liệu' }).waitFor(patience);
  await counter.call('session.unlock', { passphrase: 'sông hồng mùa nước nổi' });
  await counter.call('session.firstStaff', admin);
  await page.reload();
  await page.getByLabel('Mã cán bộ').fill(admin.code);
  await page.getByLabel('Mã PIN').fill(admin.pin);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Quầy tiếp nhận' }).waitFor(patience);
}, 120_000);

afterAll(async () => {
  await counter?.close();
  bus?.end();
  await station?.end();
});

it.skipIf(missing.length > 0)(
  `a HID scanner is seen, fills the form, is told what to do, and is missed${needs}`,
  async () => {
    const { page, app } = counter;
    const renderer = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    expect(/^Seccomp:\t2$/m.test(readFileSync(`/proc/${renderer}/status`, 'utf8'))).toBe(true);

    const state = async () => (await counter.call('status.get', {})).reader.state;
    await expect.poll(state, patience).toBe('ready');
    await page.keyboard.press('F12');
    await page.getByText('Thu Nghiem Scanner').first().waitFor(patience);

    await page.keyboard.press('Alt+H');
    await page.getByRole('heading', { name: 'Quầy tiếp nhận' }).waitFor(patience);
    await page.keyboard.press('F2');
    await page
      .getByLabel(/^Điện thoại/)
      .first()
      .focus();
    await page.keyboard.type('0912', personsPace);
    const reports = reportsOf(new TextEncoder().encode(card), ']Q3');
    expect(reports.length).toBeGreaterThan(1);
    for (const report of reports) bus?.report(report);
    const name = page.getByLabel(/^Họ và tên/).first();
    await expect.poll(() => name.inputValue(), patience).toBe('Trần Thị Bích Ngọc');
    expect(
      await page
        .getByLabel(/^Số định danh/)
        .first()
        .inputValue(),
    ).toBe('001185000321');
    expect(
      await page
        .getByLabel(/^Điện thoại/)
        .first()
        .inputValue(),
    ).toBe('0912');

    await page.keyboard.press('F12');
    const told = async (button: string) => {
      await page.getByRole('button', { name: button }).focus();
      await page.keyboard.press('Enter');
    };
    await told('Bấm đọc: Thu Nghiem Scanner');
    await expect.poll(() => bus?.written.join(''), patience).toBe('0401');
    await page.getByText('Đầu đọc đang chờ mã').waitFor(patience);
    expect(await violationsOn(page)).toEqual([]);
    writeFileSync(join(projectRoot, 'out', 'journeys', 'devices-reader.png'), await page.screenshot());
    await told('Bíp báo lỗi: Thu Nghiem Scanner');
    await expect.poll(() => bus?.written.join(''), patience).toBe('04010404');
    // Who leaves while it reads, ends the reading.
    await page.keyboard.press('Alt+H');
    await expect.poll(() => bus?.written.join(''), patience).toBe('040104040400');

    bus?.unplug();
    await expect.poll(state, patience).toBe('absent');
  },
);
