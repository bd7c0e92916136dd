import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { composeStation } from '../../../main/shell/compose-station.ts';
import { stationFolder } from '../../../main/shell/places.ts';
import { keepPreferences } from '../../../main/shell/preferences.ts';
import type { Station } from '../../../main/shell/station-settings.ts';
import { realStation } from '../../station/real-station.ts';

const production = realStation();

/** Device processes and the simulator do not exist here: what is asked is only which files a store is made of. */
async function runIn(data: string, station: Station): Promise<string[]> {
  const nowhere = join(data, 'nowhere');
  const composed = composeStation({
    station,
    place: {
      renderer: nowhere,
      preload: nowhere,
      paperWorker: nowhere,
      fontPackages: nowhere,
      bridge: nowhere,
      simulator: nowhere,
      keeper: nowhere,
      node: process.execPath,
      data,
      logs: join(data, 'logs'),
    },
    version: 'test',
    keyring: () => null,
    preferences: keepPreferences({
      folder: stationFolder(data, station.mode),
      onChange: () => undefined,
      log: () => undefined,
    }),
    log: () => undefined,
    tell: () => undefined,
    tellOne: () => false,
    openWindow: () => undefined,
  });
  await composed.begin();
  if (station.mode === 'production') {
    const answer = await composed.handlers['session.unlock'](
      { passphrase: 'bốn từ rời rạc' },
      { role: 'counter' },
    );
    expect(answer).toMatchObject({ ok: true, value: { mode: 'production', store: 'first-staff' } });
  }
  await composed.end();
  return readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)(store\.db|keys\.json)$/u.test(name))
    .sort();
}

it('keeps training and real dossiers in folders and under keys of their own, whichever came first', async () => {
  for (const order of [
    [production, { mode: 'training' }],
    [{ mode: 'training' }, production],
  ] as const) {
    const data = mkdtempSync(join(tmpdir(), 'mot-cua-folders-'));
    const [first, second] = order;
    const own = (station: Station) => (station.mode === 'training' ? 'training' : 'station');
    expect(await runIn(data, first)).toEqual([`${own(first)}/keys.json`, `${own(first)}/store.db`]);
    expect(await runIn(data, second)).toEqual([
      'station/keys.json',
      'station/store.db',
      'training/keys.json',
      'training/store.db',
    ]);
  }
});
