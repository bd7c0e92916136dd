/** Fills a store with accepted dossiers, straight through the store's own interface. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Dossier } from '../../main/domain/dossier.ts';
import type { Person } from '../../main/domain/person.ts';
import { samplePerson } from '../sample-people.ts';
import { trainingEscrow, trainingKeyRing } from '../../main/shell/training-pack.ts';
import { createKeys } from '../../main/store/key-custody.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Store } from '../../main/store/ports.ts';

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
  for (let from = 0; from < count; from += batch) {
    const written = store.transaction(() => {
      for (let n = from; n < Math.min(count, from + batch); n += 1) {
        acceptSeeded(store, n);
      }
    });
    if (!written.ok) throw new Error(written.error.code);
  }
  store.close();
}

/** What accepting one leaves when the city has it: the dossier, its event, two messages that were sent. */
export function acceptSeeded(store: Pick<Store, 'dossiers' | 'events' | 'outbox'>, n: number): void {
  const dossier = seeded(n, firstAccepted + n * 60_000);
  store.dossiers.insert(dossier);
  store.events.append({
    id: randomUUID(),
    at: dossier.acceptedAt,
    actor: 'seed',
    type: 'dossier.accepted',
    subject: dossier.id,
    payload: { localCode: dossier.localCode, procedureCode: dossier.procedureCode, files: [] },
  });
  for (const [sequence, kind] of [
    [1, 'dossier'],
    [2, 'progress'],
  ] as const) {
    const id = randomUUID();
    const payload = { dossierId: dossier.id };
    store.outbox.add({ id, dossierId: dossier.id, sequence, kind, payload, createdAt: dossier.acceptedAt });
    store.outbox.mark(id, { state: 'sent', attempts: 1 });
  }
}

const firstAccepted = Date.UTC(2026, 0, 5);

/** A day's numbers, as a counter gives them. */
const eachDay = 400;

export function codeOfSeeded(n: number): { city: string; local: string } {
  const day = new Date(firstAccepted + Math.floor(n / eachDay) * 86_400_000).toISOString();
  const date = day.slice(2, 10).replaceAll('-', '');
  const number = String((n % eachDay) + 1).padStart(4, '0');
  return { city: `000.00.01.H26-${date}-${number}`, local: `TAM-SEED-${date}-${number}` };
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương', 'Lý'];
const middles = ['Văn', 'Thị', 'Đức', 'Minh', 'Thu', 'Ngọc', 'Quang', 'Hồng', 'Xuân', 'Hữu', 'Khánh', 'Bảo'];
const given = [
  'An',
  'Bình',
  'Chi',
  'Dũng',
  'Giang',
  'Hà',
  'Hương',
  'Khoa',
  'Lan',
  'Minh',
  'Nam',
  'Oanh',
  'Phúc',
];

/** Names as they are spread in Hà Nội: many share a family name, few the whole of it. */
export function seededPerson(n: number): Person {
  const pick = (words: readonly string[], by: number) => words[Math.floor(n / by) % words.length] ?? '';
  const names = [pick(families, 1), pick(middles, 12), pick(given, 5), pick(given, 61)];
  return {
    ...samplePerson(n),
    fullName: names.join(' '),
    idNumber: `0010${String(n).padStart(8, '0')}`,
  };
}

function seeded(n: number, acceptedAt: number): Dossier {
  const { city, local } = codeOfSeeded(n);
  return {
    id: randomUUID(),
    cityCode: city,
    localCode: local,
    status: 10,
    acceptedAt,
    officerId: 'seed',
    officerName: 'Cán bộ Tập huấn',
    helpedAt: null,
    receivedAt: 'TAPHUAN',
    competentUnit: null,
    people: { applicant: seededPerson(n), owner: null, authorised: null, helper: null },
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
