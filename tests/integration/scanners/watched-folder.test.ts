/** The copiers' folder: one test a fault; the clock is ours, the folder a real one. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  watchFolder,
  watchLimits,
  type WatchedFolder,
} from '../../../native-bridge/scanners/watched-folder.ts';
import { sheetPicture } from '../../hardware/scanner/sheets.ts';

let folder = '';
let time = 0;
let watched: WatchedFolder;
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-cua-copier-'));
  time = 0;
  watched = watchFolder(
    { path: folder, afterwards: 'move' },
    { ...watchLimits, fileBytes: 1_000_000 },
    () => time,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
async function states(): Promise<Record<string, string>> {
  const { files } = await watched.look();
  return Object.fromEntries(files.map((file) => [file.name, file.state]));
}
async function settled(ms = 5_000) {
  await watched.look();
  time += ms;
  return await watched.look();
}
async function takeAndFinish(name: string): Promise<Uint8Array> {
  const file = (await settled()).files.find((each) => each.name === name);
  const { bytes, sha256 } = await watched.take(file?.id ?? '');
  await watched.finish({ id: file?.id ?? '', sha256, duplicate: false });
  return bytes;
}

test('PDF, JPEG and TIFF are offered by what they are, whatever they are called', async () => {
  put('a.pdf', pdf);
  put('b.tmpx', await sheetPicture(1, 75));
  put('c', Buffer.from('II*\0rest'));
  await settled();
  expect(await states()).toEqual({ 'a.pdf': 'ready', 'b.tmpx': 'ready', c: 'ready' });
});

test('still-being-written: not offered until size and time have stood still', async () => {
  put('a.pdf', pdf.subarray(0, 20));
  expect(await states()).toEqual({ 'a.pdf': 'arriving' });
  time += 2_000;
  appendFileSync(join(folder, 'a.pdf'), pdf.subarray(20));
  expect(await states()).toEqual({ 'a.pdf': 'arriving' });
  time += 2_000;
  expect(await states()).toEqual({ 'a.pdf': 'arriving' });
  time += 2_000;
  expect(await states()).toEqual({ 'a.pdf': 'ready' });
});

test('writer-pauses in the middle: no end mark, so not offered; told after a minute; offered when the rest comes', async () => {
  put('a.pdf', pdf.subarray(0, 20));
  await settled(10_000);
  expect(await states()).toEqual({ 'a.pdf': 'arriving' });
  time += 60_000;
  expect(await states()).toEqual({ 'a.pdf': 'cut-short' });
  appendFileSync(join(folder, 'a.pdf'), pdf.subarray(20));
  await settled();
  expect(await states()).toEqual({ 'a.pdf': 'ready' });
});

test('the clock of the share is a year ahead: offered all the same', async () => {
  put('a.pdf', pdf);
  const ahead = new Date(Date.now() + 365 * 24 * 3_600_000);
  utimesSync(join(folder, 'a.pdf'), ahead, ahead);
  await settled();
  expect(await states()).toEqual({ 'a.pdf': 'ready' });
});

test('zero-byte, wrong-type and too-large files are told and stay where they are', async () => {
  put('empty.pdf', new Uint8Array());
  put('virus.pdf', Buffer.from('MZ not a page'));
  put('big.pdf', Buffer.concat([pdf, Buffer.alloc(1_000_001)]));
  await settled(120_000);
  expect(await states()).toEqual({ 'big.pdf': 'too-large', 'empty.pdf': 'empty', 'virus.pdf': 'wrong-type' });
  for (const { id } of (await watched.look()).files)
    await expect(watched.take(id)).rejects.toMatchObject({ code: 'incoming-gone' });
  expect(readdirSync(folder).sort()).toEqual(['big.pdf', 'empty.pdf', 'virus.pdf']);
});

test('links, folders and half names of programs are not looked at', async () => {
  symlinkSync('/etc/hostname', join(folder, 'link.pdf'));
  put('.hidden.pdf', pdf);
  put('a.pdf.part', pdf);
  await settled();
  expect(await states()).toEqual({});
});

test('five hundred files: two hundred are looked at, the rest is counted', async () => {
  for (let n = 0; n < 500; n += 1) put(`${String(n).padStart(3, '0')}.pdf`, pdf);
  const { files, more } = await watched.look();
  expect([files.length, more]).toEqual([200, 300]);
});

test('taken and safe: moved to da-nhan, and no longer offered', async () => {
  put('a.pdf', pdf);
  expect(Buffer.from(await takeAndFinish('a.pdf')).equals(pdf)).toBe(true);
  expect(await states()).toEqual({});
  expect(readFileSync(join(folder, 'da-nhan', 'a.pdf')).equals(pdf)).toBe(true);
});

test('same-name-again: nothing in da-nhan is overwritten', async () => {
  put('a.pdf', pdf);
  await takeAndFinish('a.pdf');
  const other = Buffer.concat([pdf, Buffer.from('%%EOF\n')]);
  put('a.pdf', other);
  await takeAndFinish('a.pdf');
  expect(readFileSync(join(folder, 'da-nhan', 'a.pdf')).equals(pdf)).toBe(true);
  expect(readFileSync(join(folder, 'da-nhan', 'a-2.pdf')).equals(other)).toBe(true);
});

test('changed between the look and the taking: incoming-gone, nothing is moved', async () => {
  put('a.pdf', pdf);
  const [file] = (await settled()).files;
  put('a.pdf', Buffer.concat([pdf, Buffer.from(' ')]));
  await expect(watched.take(file?.id ?? '')).rejects.toMatchObject({ code: 'incoming-gone' });
  expect(existsSync(join(folder, 'a.pdf'))).toBe(true);
});

test('replaced after the taking: the new file is neither moved nor deleted', async () => {
  const deleting = watchFolder({ path: folder, afterwards: 'delete' }, watchLimits, () => time);
  put('a.pdf', pdf);
  await deleting.look();
  time += 5_000;
  const [file] = (await deleting.look()).files;
  const { sha256 } = await deleting.take(file?.id ?? '');
  put('new.pdf', Buffer.concat([pdf, pdf]));
  renameSync(join(folder, 'new.pdf'), join(folder, 'a.pdf'));
  await expect(deleting.finish({ id: file?.id ?? '', sha256, duplicate: false })).rejects.toMatchObject({
    code: 'incoming-gone',
  });
  expect(readFileSync(join(folder, 'a.pdf')).byteLength).toBe(pdf.byteLength * 2);
});

test('deleting is set up: a received file goes, a duplicate is put aside all the same', async () => {
  const deleting = watchFolder({ path: folder, afterwards: 'delete' }, watchLimits, () => time);
  put('a.pdf', pdf);
  put('b.pdf', pdf);
  await deleting.look();
  time += 5_000;
  const files = (await deleting.look()).files;
  for (const [at, duplicate] of [false, true].entries()) {
    const { id = '', sha256 = '' } = files[at] ?? {};
    await deleting.finish({ id, sha256: sha256 ?? '', duplicate });
  }
  expect(readdirSync(folder)).toEqual(['da-nhan']);
  expect(readdirSync(join(folder, 'da-nhan'))).toEqual(['b.pdf']);
});

test('the share is gone: unreachable, and all is well when it is back', async () => {
  put('a.pdf', pdf);
  const away = `${folder}-away`;
  renameSync(folder, away);
  expect(await watched.look()).toMatchObject({ state: 'unreachable', files: [] });
  renameSync(away, folder);
  await settled();
  expect(await states()).toEqual({ 'a.pdf': 'ready' });
});
