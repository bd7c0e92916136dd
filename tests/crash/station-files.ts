/** A station on disk and the city that it sends to, as its driver sets them up; and its data key, to look into its store. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCitySimulator, type CitySimulator } from '../../main/city/simulator-process.ts';
import { CitySettings } from '../../main/shell/city-settings.ts';
import { stationFolder } from '../../main/shell/places.ts';
import { trainingKeyRing } from '../../main/shell/training-pack.ts';
import { createKeys, openKeys } from '../../main/store/key-custody.ts';
import { openStore } from '../../main/store/open-store.ts';
import { privateNode } from '../../build/setup/npm-packages.mjs';
import { fullProfile } from '../hardware/printer/full-profile.ts';
import { samplePage } from '../sample-people.ts';
import sharp from 'sharp';
import { pageDpi, slipWidthPx } from './crash-place.ts';
import { plainJpeg } from './marked-jpeg.ts';
import type { CounterTask } from './words.ts';

export const projectRoot = join(import.meta.dirname, '..', '..');
export const built = join(projectRoot, 'dist', 'app');

export interface StationFiles {
  /** Of the whole run: everything lies below it. */
  readonly folder: string;
  /** `--data-folder` of the application. */
  readonly dataFolder: string;
  /** Where the store lies. */
  readonly storeFolder: string;
  /** Of a station that has not been started yet: throws. */
  dataKey(): Promise<Uint8Array>;
  readonly city: CitySimulator;
  task(mode: CounterTask['mode'], seed: number): CounterTask;
}

export async function setUpStation(parts: {
  readonly folder: string;
  readonly style: 'a' | 'b';
  readonly slipPort: string;
  /**
   * `made`: there is a store, and its printer was asked what it can do, which takes seconds. `none`: the application
   * makes all at its first start.
   */
  readonly store: 'made' | 'none';
}): Promise<StationFiles> {
  const { folder, style, slipPort } = parts;
  const dataFolder = join(folder, 'data');
  const storeFolder = stationFolder(dataFolder, 'production');
  const pageFolder = join(folder, 'pages');
  for (const each of [dataFolder, pageFolder]) mkdirSync(each, { recursive: true });
  for (const n of [1, 2, 3, 4]) writeFileSync(join(pageFolder, `${String(n)}.jpg`), await smallPage(n));
  const city = await startCitySimulator({
    nodePath: privateNode,
    script: join(built, 'simulator', 'simulator.mjs'),
    folder: join(folder, 'city'),
    log: () => undefined,
  });
  const escrowPublicKey = generateKeyPairSync('rsa', { modulusLength: 3072 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  const settings = {
    counter: { id: 'Q01', name: 'Quầy 01', branch: 'Chi nhánh số 1', agency: null, unitCode: 'TAPHUAN' },
    city: CitySettings.parse(cityOf(style, city.url)),
    escrowPublicKey,
    slipPrinters: [{ path: slipPort, baud: 115_200, widthPx: slipWidthPx, name: 'Quầy 1', flow: 'none' }],
  };
  if (parts.store === 'made') await makeStore(storeFolder, escrowPublicKey, slipPort);
  return {
    ...{ folder, dataFolder, storeFolder, city },
    async dataKey() {
      const known = await openKeys({ folder: storeFolder, guard });
      if (!known.ok) throw new Error(known.error.code);
      return known.value;
    },
    task: (mode, seed) => ({ mode, seed, dataFolder, pageFolder, built, projectRoot, settings }),
  };
}

function cityOf(style: 'a' | 'b', baseUrl: string) {
  const system =
    style === 'a'
      ? { style, id: 'city', baseUrl, username: 'tap-huan', password: 'tap-huan', unit: 'TAPHUAN' }
      : { style, id: 'city', baseUrl, clientId: 'tap-huan', clientSecret: 'tap-huan', unit: 'H26.48' };
  return { systems: [system], rows: [{ from: '2000-01-01', system: 'city' }] };
}

const guard = { kind: 'keyring', keyRing: trainingKeyRing } as const;

async function makeStore(folder: string, escrowPublicKey: string, slipPort: string): Promise<void> {
  const made = await createKeys({ folder, guard, escrowPublicKey });
  if (!made.ok) throw new Error(made.error.code);
  const opened = openStore({ folder, dataKey: made.value });
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.settings.set(`slip-profile:serial:${slipPort}`, JSON.stringify(fullProfile));
  opened.value.close();
}

/** A page as a document camera gives it, small, so that its preparation does not outlast most lives. */
async function smallPage(n: number): Promise<Uint8Array> {
  const page = await sharp(await samplePage(n))
    .resize(496)
    .jpeg({ quality: 60 })
    .toBuffer();
  return plainJpeg(page, pageDpi);
}
