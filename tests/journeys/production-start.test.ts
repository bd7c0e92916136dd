import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronExecutable } from '../../build/setup/electron-runtime.mjs';
import { privateNode } from '../../build/setup/npm-packages.mjs';
import { violationsOn } from './axe.ts';
import { newFolder, projectRoot, startCounter, type CounterApp } from './counter-app.ts';
import { takeIn } from './dossier-by-contract.ts';
import { setUpStation, type ProductionStation } from './production-station.ts';

const passphrase = 'sông hồng mùa nước nổi';
const admin = { code: 'QT01', name: 'Trần Thị Quản Trị', pin: '739164' };
const officer = { code: 'CB07', name: 'Lê Văn Cán Bộ', pin: '582613' };

let station: ProductionStation;
let counter: CounterApp;

const heading = (name: string) => counter.page.getByRole('heading', { name, exact: true });
const alertText = () => counter.page.getByRole('alert').innerText();

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    // A required field's label ends with its mark.
    await page.getByRole('textbox', { name: new RegExp(`^${label}`, 'u') }).fill(value);
  }
}

async function signIn(who: { readonly code: string; readonly pin: string }): Promise<void> {
  await heading('Đăng nhập ca làm việc').waitFor();
  await fill(counter.page, { 'Mã cán bộ': who.code, 'Mã PIN': who.pin });
  await counter.page.keyboard.press('Enter');
}

/** In Vietnamese, then in English; ends in Vietnamese. */
async function violationsInBoth(): Promise<string[]> {
  const vietnamese = await violationsOn(counter.page);
  await counter.page.getByRole('button', { name: 'English' }).click();
  const english = await violationsOn(counter.page);
  await counter.page.getByRole('button', { name: 'Tiếng Việt' }).click();
  return [...vietnamese, ...english];
}

beforeAll(async () => {
  station = await setUpStation();
});

afterAll(async () => {
  await station.end();
});

// Each step goes on where the one before it ended, as on the day a counter is set up.
describe.sequential('a new counter on a machine without a keyring', () => {
  beforeAll(async () => {
    counter = await startCounter({ dataFolder: station.dataFolder });
    await heading('Tạo kho dữ liệu').waitFor();
  });

  afterAll(async () => {
    await counter.close();
  });

  it('shows no banner of training mode and offers no known PIN', async () => {
    expect(await counter.call('session.state', {})).toMatchObject({
      mode: 'production',
      store: 'new',
      trainingHint: null,
      passphraseCustody: true,
    });
    expect(await counter.page.getByText('CHẾ ĐỘ TẬP HUẤN').count()).toBe(0);
    expect(await violationsInBoth()).toEqual([]);
  });

  it('refuses a passphrase that is too weak, in three lines, and has made nothing', async () => {
    await fill(counter.page, { 'Cụm mật khẩu': 'hanoi2026', 'Gõ lại': 'hanoi2026' });
    await counter.page.keyboard.press('Enter');
    await counter.page.getByRole('alert').waitFor();
    expect((await alertText()).split('\n').filter((line) => line.trim() !== '')).toHaveLength(3);
    expect(await violationsInBoth()).toEqual([]);
    expect(existsSync(join(station.dataFolder, 'station', 'keys.json'))).toBe(false);
  });

  it('does not take two entries that differ', async () => {
    await fill(counter.page, { 'Cụm mật khẩu': passphrase, 'Gõ lại': `${passphrase}x` });
    await counter.page.getByText('Hai lần gõ chưa giống nhau.').waitFor();
    await counter.page.keyboard.press('Enter');
    expect(await counter.page.getByRole('button', { name: 'Tạo kho' }).isDisabled()).toBe(true);
    expect(await violationsInBoth()).toEqual([]);
  });

  it('asks for the first administrator, and refuses an easy PIN', async () => {
    await fill(counter.page, { 'Cụm mật khẩu': passphrase, 'Gõ lại': passphrase });
    await counter.page.keyboard.press('Enter');
    await heading('Cán bộ quản trị đầu tiên').waitFor();
    expect(await violationsInBoth()).toEqual([]);
    await fill(counter.page, { 'Mã cán bộ': admin.code, 'Họ và tên': admin.name, 'Mã PIN': '123456' });
    await counter.page.keyboard.press('Enter');
    await counter.page.getByRole('alert').waitFor();
    expect(await violationsInBoth()).toEqual([]);
    expect((await counter.call('session.state', {})).store).toBe('first-staff');
    await fill(counter.page, { 'Mã PIN': admin.pin });
    await counter.page.keyboard.press('Enter');
    await heading('Đăng nhập ca làm việc').waitFor();
    expect(await violationsInBoth()).toEqual([]);
  });

  it('lets nobody become a second "first administrator"', async () => {
    const again = await counter.page.evaluate(() =>
      window.motCua.call('session.firstStaff', { code: 'X01', fullName: 'Ai Đó', title: '', pin: '739164' }),
    );
    expect(again).toMatchObject({ ok: false, error: { code: 'staff-exists' } });
  });

  it('lets the administrator add an officer, who signs in after them', async () => {
    await signIn(admin);
    await heading('Quầy tiếp nhận').waitFor();
    await counter.page.getByRole('button', { name: 'Cán bộ', exact: true }).click();
    await heading('Thêm cán bộ').waitFor();
    await fill(counter.page, { 'Mã cán bộ': officer.code, 'Họ và tên': officer.name, 'Mã PIN': officer.pin });
    await counter.page.keyboard.press('Enter');
    await counter.page.getByText(`Đã thêm ${officer.name} với mã ${officer.code}.`).waitFor();
    await counter.page.getByRole('button', { name: 'Kết thúc ca' }).click();
    await signIn(officer);
    await heading('Quầy tiếp nhận').waitFor();
    expect(await counter.page.getByRole('button', { name: 'Cán bộ', exact: true }).count()).toBe(0);
  });

  it('is locked after a power cut and says so when the passphrase is wrong', async () => {
    await counter.kill();
    counter = await startCounter({ dataFolder: station.dataFolder });
    await heading('Mở khoá kho dữ liệu').waitFor();
    expect(await violationsInBoth()).toEqual([]);
    await fill(counter.page, { 'Cụm mật khẩu': 'sông hồng mùa nước cạn' });
    await counter.page.keyboard.press('Enter');
    await counter.page.getByRole('alert').waitFor();
    expect((await alertText()).split('\n').filter((line) => line.trim() !== '')).toHaveLength(3);
    expect(await violationsInBoth()).toEqual([]);
    const asked = await counter.page.evaluate(() =>
      window.motCua.call('dossier.list', { text: '', limit: 1, before: null }),
    );
    expect(asked).toMatchObject({ ok: false });
  });

  it('opens with the right passphrase; what is accepted reaches the city', async () => {
    await fill(counter.page, { 'Cụm mật khẩu': passphrase });
    await counter.page.keyboard.press('Enter');
    await signIn(officer);
    await heading('Quầy tiếp nhận').waitFor();
    const dossier = await takeIn(counter, 1);
    await expect
      .poll(() => station.codesAtCity().length, { timeout: 60_000, interval: 200 })
      .toBeGreaterThanOrEqual(1);
    await expect
      .poll(async () => (await counter.call('dossier.get', { dossierId: dossier.id })).cityCode, {
        timeout: 60_000,
      })
      .toBe(station.codesAtCity()[0]);
    const paper = await counter.call('dossier.paper', { dossierId: dossier.id, paper: 'form01' });
    expect(paper.pages.length).toBeGreaterThan(0);
    expect(readdirSync(station.dataFolder).filter((name) => name.startsWith('training'))).toEqual([]);
  });

  it('locks an account after five wrong PINs and says for how long', async () => {
    await counter.page.getByRole('button', { name: 'Kết thúc ca' }).click();
    const pin = counter.page.getByRole('textbox', { name: 'Mã PIN' });
    const alert = counter.page.getByRole('alert');
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await signIn({ code: officer.code, pin: `00000${attempt}x` });
      // The field is emptied when the answer is there.
      await expect.poll(() => pin.inputValue()).toBe('');
      expect(/\d+ phút/u.test(await alert.innerText())).toBe(attempt === 5);
    }
    expect(await alert.innerText()).toContain('5 phút');
    expect(await violationsInBoth()).toEqual([]);
    await signIn(officer);
    await expect.poll(() => pin.inputValue()).toBe('');
    expect(await alert.innerText()).toMatch(/[45] phút/u);
    expect((await counter.call('session.state', {})).staff).toBeNull();
  });
});

it('the escrow key recovers the store of a lost passphrase, and the new one opens it', async () => {
  const bundle = join(projectRoot, 'dist', 'app', 'recover', 'recover.mjs');
  const newPassphrase = 'bốn mùa hoa sữa';
  const args = ['--data', join(station.dataFolder, 'station'), '--escrow-key', station.escrowKeyFile];
  const recovered = spawnSync(privateNode, [bundle, ...args], {
    encoding: 'utf8',
    input: `${newPassphrase}\n`,
    timeout: 60_000,
  });
  expect(recovered).toMatchObject({ status: 0 });
  expect(recovered.stdout).toContain('everything is readable');
  counter = await startCounter({ dataFolder: station.dataFolder });
  try {
    await heading('Mở khoá kho dữ liệu').waitFor();
    await fill(counter.page, { 'Cụm mật khẩu': newPassphrase });
    await counter.page.keyboard.press('Enter');
    await signIn(admin);
    await heading('Quầy tiếp nhận').waitFor();
    expect((await counter.call('dossier.list', { text: '', limit: 10, before: null })).total).toBe(1);
  } finally {
    await counter.close();
  }
});

it('ends with 1 and names the field when the station file is wrong, and makes no training folder', async () => {
  const dataFolder = newFolder('wrong-station');
  const wrong = { ...station.settings, escrowPublicKey: 'x' };
  writeFileSync(join(dataFolder, 'station.json'), JSON.stringify(wrong));
  const started = spawn(electronExecutable(), [projectRoot, `--data-folder=${dataFolder}`, '--unattended'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve) => started.once('close', resolve));
  expect(code).toBe(1);
  expect(said).toContain('Trường sai: escrowPublicKey');
  expect(said).toContain('Wrong: escrowPublicKey');
  expect(said).toContain('station.json');
  expect(readdirSync(dataFolder)).not.toContain('training');
});
