/** A station as a technician's file describes it, with nothing behind its addresses. */
import { generateKeyPairSync } from 'node:crypto';
import { CitySettings } from '../../main/shell/city-settings.ts';
import type { Station, StationSettings } from '../../main/shell/station-settings.ts';

export function realStation(slipPrinters: StationSettings['slipPrinters'] = []): Station {
  return {
    mode: 'production',
    settings: {
      counter: { id: 'Q01', name: 'Quầy 01', branch: 'Chi nhánh số 1', agency: null, unitCode: 'CN01' },
      city: CitySettings.parse({
        style: 'a',
        baseUrl: 'http://127.0.0.1:9',
        username: 'a',
        password: 'b',
        unit: 'CN01',
      }),
      escrowPublicKey: generateKeyPairSync('rsa', { modulusLength: 3072 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
      slipPrinters,
    },
  };
}
