import { jsonOf, numberOf, textOf, textOrNull } from './columns.ts';
import type { CityNews, NewsRow } from './city-news-port.ts';
import type { Database, Row } from './database.ts';

const shown = `SELECT c.position, c.at, c.received_at, c.dossier_id, c.body,
  coalesce(d.city_code, d.local_code, '') AS code, coalesce(d.applicant_name, '') AS applicant_name
  FROM city_changes c LEFT JOIN dossiers d ON d.id = c.dossier_id`;
/** Changes of dossiers that are not this station's are kept and not shown. */
const ours = `(c.dossier_id IS NOT NULL OR c.kind = 'bundle')`;

export function cityNewsTable(database: Database): CityNews {
  const total = (sql: string, ...values: number[]): number => {
    const row = database.get(
      `SELECT count(*) AS total FROM city_changes c WHERE ${ours} AND ${sql}`,
      ...values,
    );
    return row ? numberOf(row, 'total') : 0;
  };
  return {
    list: ({ since, after }, limit, offset) =>
      database
        .all(
          `${shown} WHERE ${ours} AND (c.received_at >= ? OR c.position > ?) ORDER BY c.position DESC LIMIT ? OFFSET ?`,
          ...[since, after, limit, offset],
        )
        .map(rowOf),
    count: ({ since, after }) => total('(c.received_at >= ? OR c.position > ?)', since, after),
    countAfter: (position) => total('c.position > ?', position),
    of: (dossierId) =>
      database.all(`${shown} WHERE c.dossier_id = ? ORDER BY c.position`, dossierId).map(rowOf),
  };
}

function rowOf(row: Row): NewsRow {
  return {
    position: numberOf(row, 'position'),
    at: numberOf(row, 'at'),
    receivedAt: numberOf(row, 'received_at'),
    dossierId: textOrNull(row, 'dossier_id'),
    code: textOf(row, 'code'),
    applicantName: textOf(row, 'applicant_name'),
    body: jsonOf<unknown>(row, 'body'),
  };
}
