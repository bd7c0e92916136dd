/** The way to the city as an officer sees it: refused, put right, told, away, empty; in both languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { startCounter, type CounterApp } from './counter-app.ts';
import { takeIn } from './dossier-by-contract.ts';
import { officerAt, personsPace } from './officer.ts';
import { picturesOf } from './pictures.ts';
import { simulatedCity } from './simulated-city.ts';

const patience = { timeout: 30_000 };

describe('the way to the city', () => {
  let counter: CounterApp;
  const look = picturesOf(() => counter.page);
  beforeAll(async () => {
    counter = await startCounter();
    await officerAt(counter.page, async () => undefined).signIn();
  });
  afterAll(async () => {
    await counter.close();
  });
  const axe = async () => expect(await violationsOn(counter.page)).toEqual([]);

  it('nothing waits: it says so', async () => {
    await counter.page.keyboard.press('Alt+S');
    await counter.page.getByText('Không còn gì chờ gửi').waitFor(patience);
    await look('sync-empty');
    await axe();
  });

  it('refused: the words, what they mean, who sees to it; exported, put right by keyboard, sent', async () => {
    const { page } = counter;
    const city = simulatedCity(counter.dataFolder);
    await city.post('/_faults', { refuseNext: 'Giá trị không hợp lệ: SoDienThoai' });
    const first = await takeIn(counter, 3);
    await city.post('/_faults', { refuseNext: 'Mã đơn vị xử lý đã sáp nhập từ 01/07/2025' });
    await takeIn(counter, 4);
    await city.post('/_faults', { refuseNext: 'Lỗi 0x80004005' });
    await takeIn(counter, 5);
    await city.post('/_faults', { refuseNext: null });
    await page.getByRole('tab', { name: 'Cần xử lý (3)' }).click(patience);
    await page.getByText('Thành phố không chấp nhận số điện thoại như đã ghi.').waitFor(patience);
    await page.getByText('Chưa có lời giải thích cho câu trả lời này').waitFor(patience);
    await look('sync-tray');
    await axe();

    await page.getByRole('button', { name: `Tôi xử lý: hồ sơ ${first.localCode}` }).press('Enter');
    await page
      .getByText(/, từ \d\d:\d\d/)
      .first()
      .waitFor(patience);
    await page.getByRole('button', { name: `Xuất cho kỹ thuật: hồ sơ ${first.localCode}` }).press('Enter');
    await page.getByText(/mot-cua-ho-tro-.*\.json/).waitFor(patience);
    await look('sync-exported');
    await page
      .getByRole('button', { name: /^Đổi cơ quan/ })
      .first()
      .press('Enter');
    await page.getByRole('dialog').waitFor(patience);
    await look('sync-unit');
    await axe();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: `Sửa và gửi lại: hồ sơ ${first.localCode}` }).press('Enter');
    const phone = page.getByLabel('Điện thoại');
    await phone.waitFor(patience);
    await phone.fill('');
    await phone.focus();
    await page.keyboard.type('0912345678', personsPace);
    await look('sync-correct');
    await axe();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: 'Cần xử lý (2)' }).waitFor(patience);
    await page.getByRole('tab', { name: 'Đã gửi' }).click();
    await page
      .getByText(/đã gửi \d\d:\d\d, mã 000\./)
      .first()
      .waitFor(patience);
    await look('sync-sent');
    await axe();
  });

  it('what the city tells stands in the list of the day and at the dossier; brought back from a backup, it is asked', async () => {
    const { page } = counter;
    const city = simulatedCity(counter.dataFolder);
    // Noticed within a minute, while the rest of this goes on.
    await city.post('/_restore', { lost: 2 });
    const dossier = await takeIn(counter, 6);
    const about = { maThamChieu: dossier.id };
    await city.post('/_change', { loai: 'trang-thai', ...about, trangThai: 4, noiDung: 'Đang xử lý' });
    await city.post('/_change', {
      ...{ loai: 'bo-sung', ...about, yeuCauId: 'y1', noiDung: 'Thiếu giấy tờ chứng minh chỗ ở' },
      ...{ giayTo: ['Hợp đồng thuê nhà'], hanBoSung: '20261130170000' },
    });
    await city.post('/_change', {
      ...{ loai: 'truong', ...about },
      truong: [{ ten: 'GhiChu', truoc: 'cũ', sau: 'Đã gọi công dân' }],
    });
    await page.getByRole('tab', { name: /Từ Thành phố/ }).click();
    await page.getByText('Hợp đồng thuê nhà').waitFor({ timeout: 90_000 });
    await look('sync-news');
    await axe();
    await page
      .getByRole('button', { name: /^Mở hồ sơ/ })
      .first()
      .press('Enter');
    await page.getByText('Hai bên ghi khác nhau').waitFor(patience);
    await look('dossier-told');
    await axe();
    await page.getByRole('button', { name: /^Lấy bên Thành phố/ }).press('Enter');
    await page.getByText(/lấy bên Thành phố \(/).waitFor(patience);

    await page.keyboard.press('Alt+S');
    await page.getByText(/Đã đối chiếu \d+ hồ sơ, gửi lại \d+\./).waitFor({ timeout: 90_000 });
    await look('sync-set-back');
    await axe();
  });

  it('offline in English: the header says since when, each row its story', async () => {
    const { page } = counter;
    await counter.call('training.city', { running: false });
    await page
      .getByRole('banner')
      .getByText(/ngoại tuyến từ \d\d:\d\d/)
      .waitFor(patience);
    await takeIn(counter, 7);
    await page.keyboard.press('Alt+S');
    await page.getByRole('tab', { name: /Đang chờ \(/ }).click(patience);
    await page
      .getByText(/thử lại sau|thử lại khi Thành phố trả lời/)
      .first()
      .waitFor(patience);
    await look('sync-offline');
    await axe();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('tab', { name: /To see to/ }).click(patience);
    await page.getByText('There is no explanation for this answer yet').waitFor(patience);
    await look('sync-tray-english');
    await axe();
    expect(counter.consoleErrors).toEqual([]);
  });
});
