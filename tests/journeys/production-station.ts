/** A station as a technician sets it up: a station file, an escrow key kept elsewhere, and a city to send to. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateNode } from '../../build/setup/npm-packages.mjs';
import { startCitySimulator } from '../../main/city/simulator-process.ts';
import { newFolder, projectRoot } from './counter-app.ts';

export interface ProductionStation {
  readonly dataFolder: string;
  readonly stationFile: string;
  /** As the station file has it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Private half of the escrow key, PEM. */
  readonly escrowKeyFile: string;
  /** Codes of the dossiers that the city has. */
  codesAtCity(): string[];
  end(): Promise<void>;
}

export async function setUpStation(): Promise<ProductionStation> {
  const dataFolder = newFolder('production');
  const elsewhere = newFolder('city');
  const escrow = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const escrowKeyFile = join(elsewhere, 'escrow-private.pem');
  writeFileSync(escrowKeyFile, escrow.privateKey, { mode: 0o600 });
  const cityFolder = join(elsewhere, 'city');
  const city = await startCitySimulator({
    nodePath: privateNode,
    script: join(projectRoot, 'dist', 'app', 'simulator', 'simulator.mjs'),
    folder: cityFolder,
    log: () => undefined,
  });
  const settings = {
    counter: {
      id: 'Q07',
      name: 'Quầy 07',
      branch: 'Chi nhánh Thử nghiệm',
      agency: null,
      unitCode: 'TAPHUAN',
    },
    city: {
      style: 'a',
      baseUrl: city.url,
      username: 'tap-huan',
      password: 'tap-huan',
      unit: 'TAPHUAN',
    },
    escrowPublicKey: escrow.publicKey,
  };
  const stationFile = join(dataFolder, 'station.json');
  writeFileSync(stationFile, JSON.stringify(settings));
  return {
    dataFolder,
    stationFile,
    settings,
    escrowKeyFile,
    codesAtCity: () =>
      readFileSync(join(cityFolder, 'journal.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { type: string; hoSo?: { MaHoSo?: string } })
        .flatMap((line) => (line.type === 'dossier' && line.hoSo?.MaHoSo ? [line.hoSo.MaHoSo] : [])),
    end: () => city.stop(),
  };
}
