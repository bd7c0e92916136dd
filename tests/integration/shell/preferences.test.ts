import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { firstPreferences } from '../../../main/contract/first-preferences.ts';
import { startHeadless, temporaryFolder } from '../../station/headless-station.ts';

it('a restarted station has its language before anybody signs in, and its devices after', async () => {
  const dataFolder = temporaryFolder('preferences');
  const before = await startHeadless({ dataFolder });
  await before.call('preferences.set', { language: 'en', theme: 'dark' });
  expect(await before.ask('preferences.set', { slipPrinterId: 'P' })).toMatchObject({
    ok: false,
    error: { code: 'not-signed-in' },
  });
  await before.signIn();
  await before.call('preferences.set', { scannerId: 'virtual', scanDpi: 300, slipPrinterId: 'P' });
  expect(before.events.filter(({ type }) => type === 'preferences.changed')).toHaveLength(2);
  await before.end();

  const after = await startHeadless({ dataFolder });
  expect(await after.call('preferences.get', {})).toEqual({
    ...firstPreferences,
    language: 'en',
    theme: 'dark',
    scannerId: 'virtual',
    scanDpi: 300,
    slipPrinterId: 'P',
  });
  await after.end();
});

it('the end of the station waits for a choice that is being written', async () => {
  const dataFolder = temporaryFolder('preferences');
  const before = await startHeadless({ dataFolder });
  void before.ask('preferences.set', { theme: 'contrast' });
  await before.end();
  const after = await startHeadless({ dataFolder });
  expect(await after.call('preferences.get', {})).toMatchObject({ theme: 'contrast' });
  await after.end();
});

it('a station starts and signs in with a damaged preferences file', async () => {
  const dataFolder = temporaryFolder('preferences');
  mkdirSync(join(dataFolder, 'training'));
  writeFileSync(join(dataFolder, 'training', 'preferences.json'), '{"language": "en", "the');
  const station = await startHeadless({ dataFolder });
  expect(await station.call('preferences.get', {})).toEqual(firstPreferences);
  await station.signIn();
  await station.end();
});
