/** What one station holds, read from its closed database with statements of its own. */
import { join } from 'node:path';
import LibsqlDatabase from 'libsql';
import { deriveKeys } from '../../main/store/keys.ts';

export interface StationItem {
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  readonly state: string;
  readonly lastError: string;
  readonly payload: { readonly at?: number; readonly status?: number; readonly text?: string };
}

export interface StationDossier {
  readonly id: string;
  readonly cityCode: string | null;
  readonly sync: string;
  /** SHA-256, in order. */
  readonly files: readonly string[];
  /** '' when it was given to none. */
  readonly system: string;
  /** In order. */
  readonly items: readonly StationItem[];
  /** Codes that its events have told of, in order. */
  readonly linkedTo: readonly string[];
  /** Words of its refusals. */
  readonly refusals: readonly string[];
}

export interface StationContent {
  readonly dossiers: ReadonlyMap<string, StationDossier>;
  /** What the engine's own check complains of. */
  readonly damage: readonly string[];
}

type Row = Record<string, unknown>;

/** For a database that no process has open. */
export function openAside(folder: string, key: Uint8Array): InstanceType<typeof LibsqlDatabase> {
  const options = {
    encryptionCipher: 'aes256cbc',
    encryptionKey: Buffer.from(deriveKeys(key).database).toString('hex'),
  };
  return new LibsqlDatabase(join(folder, 'store.db'), options as object);
}

function textOf(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function readStation(folder: string, key: Uint8Array): StationContent {
  const engine = openAside(folder, key);
  const all = (sql: string): Row[] => engine.prepare<unknown[]>(sql).all([]) as Row[];
  try {
    const items = new Map<string, StationItem[]>();
    for (const row of all('SELECT * FROM outbox ORDER BY dossier_id, sequence')) {
      const of = items.get(textOf(row, 'dossier_id')) ?? [];
      items.set(textOf(row, 'dossier_id'), of);
      of.push({
        ...{ id: textOf(row, 'id'), sequence: Number(row['sequence']), kind: textOf(row, 'kind') },
        ...{ state: textOf(row, 'state'), lastError: textOf(row, 'last_error') },
        payload: JSON.parse(textOf(row, 'payload')) as StationItem['payload'],
      });
    }
    const systems = new Map(
      all('SELECT * FROM dossier_systems').map((row) => [textOf(row, 'dossier_id'), textOf(row, 'system')]),
    );
    const linked = new Map<string, string[]>();
    const refused = new Map<string, string[]>();
    const told = all(
      `SELECT * FROM events WHERE type IN ('dossier.linked', 'dossier.refused') ORDER BY sequence`,
    );
    for (const row of told) {
      const payload = JSON.parse(textOf(row, 'payload')) as { cityCode?: string | null; words?: string };
      const isLink = textOf(row, 'type') === 'dossier.linked';
      const list = isLink ? linked : refused;
      const of = list.get(textOf(row, 'subject')) ?? [];
      list.set(textOf(row, 'subject'), of);
      of.push((isLink ? payload.cityCode : payload.words) ?? '');
    }
    const dossiers = all('SELECT id, city_code, sync, body FROM dossiers').map(
      (row): [string, StationDossier] => {
        const id = textOf(row, 'id');
        const body = JSON.parse(textOf(row, 'body')) as { files: { sha256: string }[] };
        const code = row['city_code'];
        return [
          id,
          {
            ...{ id, cityCode: typeof code === 'string' ? code : null, sync: textOf(row, 'sync') },
            files: body.files.map(({ sha256 }) => sha256),
            system: systems.get(id) ?? '',
            items: items.get(id) ?? [],
            ...{ linkedTo: linked.get(id) ?? [], refusals: refused.get(id) ?? [] },
          },
        ];
      },
    );
    const damage = all('PRAGMA integrity_check')
      .map((row) => String(Object.values(row)[0]))
      .filter((line) => line !== 'ok');
    return { dossiers: new Map(dossiers), damage };
  } finally {
    engine.close();
  }
}
