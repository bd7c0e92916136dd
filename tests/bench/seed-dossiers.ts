/** Fills a store with accepted dossiers, straight through the store's own interface. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Dossier } from '../../main/domain/dossier.ts';
import { samplePerson } from '../sample-people.ts';
import { trainingEscrow, trainingKeyRing } from '../../main/shell/training-pack.ts';
import { createKeys } from '../../main/store/key-custody.ts';
import { openStore } from '../../main/store/open-store.ts';

const batch = 1_000;

export async function seedDossiers(folder: string, escrowFolder: string, count: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const key = await createKeys({
    folder,
    guard: { kind: 'keyring', keyRing: trainingKeyRing },
    escrowPublicKey: trainingEscrow(escrowFolder),
  });
  if (!key.ok) throw new Error(key.error.code);
  const opened = openStore({ folder, dataKey: key.value });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const start = Date.UTC(2026, 0, 5);
  for (let from = 0; from < count; from += batch) {
    const written = store.transaction(() => {
      for (let n = from; n < Math.min(count, from + batch); n += 1) {
        const dossier = seeded(n, start + n * 60_000);
        store.dossiers.insert(dossier);
        store.events.append({
          id: randomUUID(),
          at: dossier.acceptedAt,
          actor: 'seed',
          type: 'dossier.accepted',
          subject: dossier.id,
          payload: { localCode: dossier.localCode },
        });
      }
    });
    if (!written.ok) throw new Error(written.error.code);
  }
  store.close();
}

function seeded(n: number, acceptedAt: number): Dossier {
  return {
    id: randomUUID(),
    cityCode: `000.00.01.H26-260105-${String(n).padStart(7, '0')}`,
    localCode: `TAM-SEED-260105-${String(n).padStart(7, '0')}`,
    status: 10,
    acceptedAt,
    officerId: 'seed',
    officerName: 'Cán bộ Tập huấn',
    helpedAt: null,
    receivedAt: 'TAPHUAN',
    competentUnit: null,
    people: { applicant: samplePerson(n), owner: null, authorised: null, helper: null },
    procedureCode: '1.004194',
    procedureName: 'Đăng ký tạm trú',
    caseId: '01',
    catalogueVersion: 'seed',
    components: [],
    files: [],
    deadline: {
      state: 'known',
      dueAt: acceptedAt + 3 * 86_400_000,
      unit: 'working_day',
      value: 3,
      provisional: false,
      note: null,
    },
    fee: {
      state: 'payable',
      lines: [{ label: 'Trực tiếp', quantity: 1, amount: 15_000 }],
      total: 15_000,
      note: null,
    },
    delivery: { method: 'counter', address: '' },
    sets: 1,
    note: '',
    sync: 'sent',
  };
}
