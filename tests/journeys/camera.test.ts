/** The document camera on the capture screen, by keyboard, with Chromium's fake camera showing a page on a desk. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filmLines, makeFilm } from '../capture/camera-film.ts';
import { violationsOn } from './axe.ts';
import { newFolder, startCounter, type CounterApp } from './counter-app.ts';
import { officerAt } from './officer.ts';
import { picturesOf } from './pictures.ts';

let counter: CounterApp;
const look = picturesOf(() => counter.page);

const dialog = () => counter.page.getByRole('dialog');
const points = () => dialog().locator('polygon').last().getAttribute('points');

async function pages() {
  const draftId = (await counter.call('intake.drafts', {})).items[0]?.id ?? '';
  const draft = await counter.call('intake.open', { draftId });
  return { draftId, pages: draft.components.flatMap((component) => component.pages) };
}

/** Pieces of film that are running: a camera that was released has none. */
const liveTracks = () =>
  counter.page.evaluate(() => {
    const held = (window as unknown as { tracks?: MediaStreamTrack[] }).tracks ?? [];
    return held.filter((track) => track.readyState === 'live').length;
  });

/** The tracks of the picture on the screen are remembered beyond its end. */
const holdTracks = () =>
  counter.page.evaluate(() => {
    const stream = document.querySelector('video')?.srcObject as MediaStream;
    (window as unknown as { tracks?: MediaStreamTrack[] }).tracks = stream.getTracks();
  });

beforeAll(async () => {
  const film = await makeFilm(newFolder('film'));
  counter = await startCounter({
    args: ['--use-fake-device-for-media-stream=device-count=1', `--use-file-for-fake-video-capture=${film}`],
  });
  const officer = officerAt(counter.page, () => Promise.resolve());
  await officer.signIn();
  await officer.toCapture('Số và giới tính không khớp');
}, 240_000);
afterAll(() => counter.close());

it('the camera stands beside the scanners; chosen by keyboard, it shows the page outlined', async () => {
  const { page } = counter;
  await page.getByRole('button', { name: /Máy quét$/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Máy ảnh tài liệu' }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await dialog().getByText('Thấy trang: A4').waitFor();
  await look('camera-live');
  expect(await violationsOn(page)).toEqual([]);
});

it('the space bar takes the page: flat, A4 within 2 %, in the paper, and tesseract reads it', async () => {
  const { page } = counter;
  await page.keyboard.press('Space');
  await dialog().getByText('Đã lưu an toàn trang 1').waitFor();
  const { draftId, pages: all } = await pages();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ source: 'camera', rotation: 0 });
  const picture = all[0] ?? { id: '', widthPx: 0, heightPx: 1, dpi: 0 };
  expect(Math.abs(picture.heightPx / picture.widthPx / Math.SQRT2 - 1)).toBeLessThan(0.02);
  expect(Math.abs(((picture.heightPx / picture.dpi) * 25.4) / 297 - 1)).toBeLessThan(0.02);
  // A typed array does not survive the driver's way out of the window; its numbers do.
  const bytes = await counter.page.evaluate(
    async ([ownerId, pageId]) => {
      const got = await window.motCua.call('capture.pageImage', { ownerId, pageId, size: 'full' });
      return got.ok ? [...got.value.bytes] : [];
    },
    [draftId, picture.id] as const,
  );
  const file = join(newFolder('read'), 'page.jpg');
  // The upper part holds the lines that are looked for; reading the rest would take as long again.
  const part = { left: 0, top: 0, width: picture.widthPx, height: Math.round(picture.heightPx * 0.42) };
  await sharp(Uint8Array.from(bytes)).extract(part).toFile(file);
  const read = execFileSync('tesseract', [file, '-', '-l', 'vie', '--psm', '6', '--dpi', '120'], {
    encoding: 'utf8',
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  }).normalize('NFC');
  const missing = filmLines.filter((line) => !read.includes(line));
  expect(missing, read).toEqual([]);
  await look('camera-taken');
});

it('a page that stays is not taken twice by itself; a new look at it is', async () => {
  const { page } = counter;
  await dialog().getByText('Tự chụp khi trang nằm yên').click();
  await page.waitForTimeout(2_000);
  expect((await pages()).pages).toHaveLength(1);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await page.keyboard.press('F8');
  await dialog().getByText('Đã lưu an toàn trang 2').waitFor();
  await page.waitForTimeout(1_500);
  expect((await pages()).pages).toHaveLength(2);
  await dialog().getByText('Tự chụp khi trang nằm yên').click();
});

it('a wrong corner is moved by arrow keys, and Enter takes what was set', async () => {
  const { page } = counter;
  const corner = dialog().getByRole('button', { name: /^Góc dưới phải/ });
  await corner.focus();
  const before = await points();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+ArrowUp');
  expect(await points()).not.toBe(before);
  await dialog().getByText('Góc do anh/chị đặt', { exact: false }).waitFor();
  await look('camera-corner');
  await page.keyboard.press('Enter');
  await dialog().getByText('Đã lưu an toàn trang 3').waitFor();
});

it('the whole picture is taken uncut', async () => {
  await counter.page.keyboard.press('F6');
  await dialog().getByText('Đã lưu an toàn trang 4').waitFor();
  const last = (await pages()).pages.at(-1);
  expect((last?.widthPx ?? 0) / (last?.heightPx ?? 1)).toBeCloseTo(4 / 3, 2);
});

it('unplugged-in-the-middle: three lines, what was taken is there, and it goes on when the camera is back', async () => {
  const { page, app } = counter;
  const killed = await app.evaluate(({ app: electron }) => {
    const capture = electron
      .getAppMetrics()
      .filter((each) => /video.?capture/i.test(`${each.name} ${each.serviceName}`));
    for (const { pid } of capture) process.kill(pid, 'SIGKILL');
    return capture.length;
  });
  expect(killed).toBe(1);
  const note = dialog().getByRole('alert');
  await note.waitFor();
  expect(
    (await note.innerText()).split('\n').filter((line) => line.trim() !== '').length,
  ).toBeGreaterThanOrEqual(3);
  await look('camera-lost');
  expect((await pages()).pages).toHaveLength(4);
  await page.keyboard.press('F8');
  await dialog().getByText('Thấy trang: A4').waitFor();
});

it('black: says so, and goes on by itself when there is a picture again', async () => {
  const enable = (enabled: boolean) =>
    counter.page.evaluate((on) => {
      const stream = document.querySelector('video')?.srcObject as MediaStream;
      for (const track of stream.getVideoTracks()) track.enabled = on;
    }, enabled);
  await enable(false);
  await dialog().getByText('Máy ảnh chỉ cho hình đen.').waitFor();
  await enable(true);
  await dialog().getByText('Thấy trang: A4').waitFor();
  expect(await dialog().getByRole('alert').count()).toBe(0);
});

it('frozen: a picture that stands still is told with what to do, nothing can be taken, and it goes on by itself', async () => {
  const { page } = counter;
  const video = dialog().locator('video');
  await video.evaluate((element: HTMLVideoElement) => element.pause());
  const note = dialog().getByRole('alert');
  await note.getByText('Hình của máy ảnh đứng yên', { exact: false }).waitFor();
  await note.getByText('rút dây USB', { exact: false }).waitFor();
  await dialog()
    .getByRole('button', { name: /^Thử lại/ })
    .waitFor();
  expect(
    await dialog()
      .getByRole('button', { name: /^Chụp trang/ })
      .count(),
  ).toBe(0);
  await look('camera-frozen');
  await video.evaluate((element: HTMLVideoElement) => element.play());
  await dialog().getByText('Thấy trang: A4').waitFor();
  expect(await dialog().getByRole('alert').count()).toBe(0);
  // And the button that is offered opens it anew.
  await video.evaluate((element: HTMLVideoElement) => element.pause());
  await note.waitFor();
  await page.keyboard.press('F8');
  await dialog().getByText('Thấy trang: A4').waitFor();
});

it.each([
  ['busy', 'NotReadableError', 'Máy ảnh đang được chương trình khác dùng nên không mở được.'],
  ['denied', 'NotAllowedError', 'Máy tính không cho ứng dụng dùng máy ảnh.'],
  ['absent', 'NotFoundError', 'Không tìm thấy máy ảnh tài liệu.'],
])('%s: three lines, and F8 tries again', async (_, name, words) => {
  const { page } = counter;
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  // The one thing here that no fake camera can do: the system's refusal.
  await page.evaluate((error) => {
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
      configurable: true,
      value: () => Promise.reject(new DOMException('', error)),
    });
  }, name);
  await page.keyboard.press('F8');
  await dialog().getByText(words).waitFor();
  await page.evaluate(() => delete (navigator.mediaDevices as { getUserMedia?: unknown }).getUserMedia);
  await page.keyboard.press('F8');
  await dialog().getByText('Thấy trang: A4').waitFor();
});

it('in English too, and axe finds nothing', async () => {
  const { page } = counter;
  await counter.call('preferences.set', { language: 'en' });
  await dialog().getByText('Page found: A4').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await look('camera-english');
  await counter.call('preferences.set', { language: 'vi' });
});

it('never the sound: a microphone is refused, alone and together with the picture', async () => {
  const refused = await counter.page.evaluate(async () => {
    const names: string[] = [];
    for (const wish of [{ audio: true }, { audio: true, video: true }]) {
      names.push(
        await navigator.mediaDevices.getUserMedia(wish).then(
          () => 'given',
          (error: Error) => error.name,
        ),
      );
    }
    return names;
  });
  expect(refused).toEqual(['NotAllowedError', 'NotAllowedError']);
});

it('the camera is released when its view closes, and when the shift ends while it is open', async () => {
  const { page } = counter;
  await holdTracks();
  expect(await liveTracks()).toBe(1);
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  expect(await liveTracks()).toBe(0);
  await page.keyboard.press('F8');
  await dialog().getByText('Thấy trang: A4').waitFor();
  await holdTracks();
  await counter.call('session.signOut', {});
  await page.getByLabel('Mã cán bộ').waitFor();
  expect(await liveTracks()).toBe(0);
});
