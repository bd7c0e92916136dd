import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { firstPreferences } from '../../../main/contract/first-preferences.ts';
import type { Preferences } from '../../../main/contract/preferences-operations.ts';
import { changesLookOnly, keepPreferences, preferencesFileName } from '../../../main/shell/preferences.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'mot-cua-preferences-'));

function keeperIn(folder: string) {
  const told: Preferences[] = [];
  const logged: string[] = [];
  const keeper = keepPreferences({
    folder,
    onChange: (preferences) => told.push(preferences),
    log: (event) => logged.push(event),
  });
  return { keeper, told, logged };
}

it('begins as nobody has chosen, and says nothing of a missing file', () => {
  const { keeper, logged } = keeperIn(newFolder());
  expect(keeper.current()).toEqual(firstPreferences);
  expect(logged).toEqual([]);
});

it('a restart keeps what was chosen', async () => {
  const folder = newFolder();
  const before = keeperIn(folder).keeper;
  await before.change({ language: 'en', theme: 'dark' });
  await before.change({
    scanColour: 'grey',
    scannerId: 'airscan:e0:Máy quét',
    scanSource: 'flatbed',
    scanDpi: 300,
  });
  await before.change({ form01PrinterId: 'Tang_2', slipPrinterId: '/dev/ttyUSB0', trainingDesk: 'open' });
  await before.change({ cameraName: 'Máy ảnh tài liệu', cameraTakes: 'by-itself' });
  expect(keeperIn(folder).keeper.current()).toEqual({
    language: 'en',
    theme: 'dark',
    scannerId: 'airscan:e0:Máy quét',
    scanSource: 'flatbed',
    scanDpi: 300,
    scanColour: 'grey',
    scanBlankSplits: false,
    form01PrinterId: 'Tang_2',
    slipPrinterId: '/dev/ttyUSB0',
    trainingDesk: 'open',
    cameraName: 'Máy ảnh tài liệu',
    cameraTakes: 'by-itself',
  });
  expect(readdirSync(folder)).toEqual([preferencesFileName]);
});

it('two windows that choose at once lose neither choice, and hear of both', async () => {
  const folder = newFolder();
  const { keeper, told } = keeperIn(folder);
  const answers = await Promise.all([
    keeper.change({ theme: 'contrast' }),
    keeper.change({ scanDpi: 300, language: undefined }),
    keeper.change({ theme: 'dark' }),
  ]);
  const expected = { ...firstPreferences, theme: 'dark', scanDpi: 300 };
  expect(answers.at(-1)).toEqual({ ok: true, value: expected });
  expect(told).toHaveLength(3);
  expect(told.at(-1)).toEqual(expected);
  expect(keeperIn(folder).keeper.current()).toEqual(expected);
});

it.each([
  ['cut in half', '{"language": "en", "the'],
  ['empty', ''],
  ['bytes of something else', '\u0000\u0001\uFFFD'],
  ['a list', '[1, 2]'],
  ['nothing', 'null'],
  ['far too large', `{"language":"en","x":"${'x'.repeat(70_000)}"}`],
])('a file that is %s is as if nobody had chosen, and the next choice mends it', async (_, text) => {
  const folder = newFolder();
  writeFileSync(join(folder, preferencesFileName), text);
  const { keeper, logged } = keeperIn(folder);
  expect(keeper.current()).toEqual(firstPreferences);
  expect(logged).toHaveLength(1);
  await keeper.change({ language: 'en' });
  expect(keeperIn(folder).keeper.current()).toEqual({ ...firstPreferences, language: 'en' });
});

it('one wrong choice does not take the sound ones with it', () => {
  const folder = newFolder();
  const kept = { language: 'fr', theme: 'dark', scanDpi: 12_000, scannerId: 7, slipPrinterId: 'P', more: {} };
  writeFileSync(join(folder, preferencesFileName), JSON.stringify(kept));
  expect(keeperIn(folder).keeper.current()).toEqual({
    ...firstPreferences,
    theme: 'dark',
    slipPrinterId: 'P',
  });
});

it('a pipe in place of the file does not hold the start', () => {
  const folder = newFolder();
  execFileSync('mkfifo', [join(folder, preferencesFileName)]);
  expect(keeperIn(folder).keeper.current()).toEqual(firstPreferences);
});

it('a write that a power cut interrupted leaves the file as it was, and does not stop the next one', async () => {
  const folder = newFolder();
  await keeperIn(folder).keeper.change({ theme: 'dark' });
  writeFileSync(join(folder, `${preferencesFileName}.part`), '{"theme": "con');
  const { keeper } = keeperIn(folder);
  expect(keeper.current().theme).toBe('dark');
  await keeper.change({ theme: 'light' });
  expect(readdirSync(folder)).toEqual([preferencesFileName]);
  expect(JSON.parse(readFileSync(join(folder, preferencesFileName), 'utf8'))).toMatchObject({
    theme: 'light',
  });
});

it('a choice that cannot be written holds until the end, and a later one is written', async () => {
  const folder = newFolder();
  const { keeper, told } = keeperIn(folder);
  const inTheWay = join(folder, `${preferencesFileName}.part`);
  mkdirSync(inTheWay);
  await expect(keeper.change({ theme: 'dark' })).rejects.toThrow();
  expect(keeper.current().theme).toBe('dark');
  expect(told).toHaveLength(1);
  await keeper.settled();
  execFileSync('rmdir', [inTheWay]);
  await keeper.change({ scanDpi: 300 });
  expect(keeperIn(folder).keeper.current()).toMatchObject({ theme: 'dark', scanDpi: 300 });
});

it('only the look may change before anybody has signed in', () => {
  expect(changesLookOnly({ language: 'en', theme: null })).toBe(true);
  expect(changesLookOnly({ language: 'en', slipPrinterId: 'P' })).toBe(false);
});
