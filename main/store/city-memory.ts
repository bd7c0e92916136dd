import type { CityBundleRow, CityMemory } from './city-memory-port.ts';
import { jsonOf, numberOf, textOf, textOrNull } from './columns.ts';
import type { Database, Row } from './database.ts';

export function cityMemoryTables(database: Database): CityMemory {
  const one = <Value>(read: (row: Row) => Value, sql: string, ...values: string[]): Value | null => {
    const row = database.get(sql, ...values);
    return row ? read(row) : null;
  };

  return {
    systemOf: (dossierId) =>
      one(
        (row) => textOf(row, 'system'),
        'SELECT system FROM dossier_systems WHERE dossier_id = ?',
        dossierId,
      ),
    assign(dossierId, system, at) {
      database.run(
        `INSERT INTO dossier_systems (dossier_id, system, assigned_at) VALUES (?, ?, ?) ON CONFLICT (dossier_id) DO NOTHING`,
        dossierId,
        system,
        at,
      );
    },
    dossiersOf: (system) =>
      database
        .all('SELECT dossier_id FROM dossier_systems WHERE system = ?', system)
        .map((row) => textOf(row, 'dossier_id')),
    reservedCode: (dossierId) =>
      one(
        (row) => textOrNull(row, 'reserved_code'),
        'SELECT reserved_code FROM dossier_systems WHERE dossier_id = ?',
        dossierId,
      ),
    reserveCode(dossierId, code) {
      const changed = database.run(
        'UPDATE dossier_systems SET reserved_code = ? WHERE dossier_id = ?',
        code,
        dossierId,
      );
      if (changed === 0) throw new Error('a code was reserved for a dossier without a system');
    },

    uploadUrl: (system, sha256) =>
      one(
        (row) => textOf(row, 'url'),
        'SELECT url FROM city_uploads WHERE system = ? AND sha256 = ?',
        system,
        sha256,
      ),
    keepUpload(system, sha256, url, at) {
      database.run('INSERT OR REPLACE INTO city_uploads VALUES (?, ?, ?, ?)', system, sha256, url, at);
    },
    forgetUpload(system, sha256) {
      database.run('DELETE FROM city_uploads WHERE system = ? AND sha256 = ?', system, sha256);
    },
    forgetUploadsBefore(at) {
      database.run('DELETE FROM city_uploads WHERE started_at < ?', at);
    },

    cursor: (system) =>
      one(
        (row) => ({ cursor: textOf(row, 'cursor'), etag: textOrNull(row, 'etag') }),
        'SELECT cursor, etag FROM city_cursors WHERE system = ?',
        system,
      ),
    setCursor(system, cursor, etag) {
      database.run('INSERT OR REPLACE INTO city_cursors VALUES (?, ?, ?)', system, cursor, etag);
    },
    takeChange(system, change, receivedAt) {
      const added = database.run(
        `INSERT INTO city_changes (system, id, dossier_id, kind, at, received_at, body)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (system, id) DO NOTHING`,
        system,
        change.id,
        change.dossierId,
        change.kind,
        change.at,
        receivedAt,
        JSON.stringify(change.body ?? null),
      );
      return added > 0;
    },
    changesOf: (dossierId) =>
      database
        .all('SELECT * FROM city_changes WHERE dossier_id = ? ORDER BY position', dossierId)
        .map((row) => ({
          system: textOf(row, 'system'),
          id: textOf(row, 'id'),
          dossierId: textOrNull(row, 'dossier_id'),
          kind: textOf(row, 'kind'),
          at: numberOf(row, 'at'),
          body: jsonOf<unknown>(row, 'body'),
        })),

    newestBundle: (kind) =>
      one(bundleOf, 'SELECT * FROM city_bundles WHERE kind = ? ORDER BY version DESC LIMIT 1', kind),
    bundleInForce: (kind, day) =>
      one(
        bundleOf,
        'SELECT * FROM city_bundles WHERE kind = ? AND effective_from <= ? ORDER BY version DESC LIMIT 1',
        kind,
        day,
      ),
    keepBundle(bundle, receivedAt) {
      database.run(
        'INSERT INTO city_bundles VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (kind, version) DO NOTHING',
        bundle.kind,
        bundle.version,
        bundle.effectiveFrom,
        bundle.content,
        bundle.signature,
        receivedAt,
      );
    },
  };
}

function bundleOf(row: Row): CityBundleRow {
  return {
    kind: textOf(row, 'kind'),
    version: numberOf(row, 'version'),
    effectiveFrom: textOf(row, 'effective_from'),
    content: textOf(row, 'content'),
    signature: textOf(row, 'signature'),
  };
}
