import { numberOf, textOf, textOrNull } from './columns.ts';
import type { Database } from './database.ts';
import type { PrintRecord, Store } from './ports.ts';

export function printTable(database: Database): Store['prints'] {
  return {
    insert(record) {
      database.run(
        `INSERT INTO prints (id, dossier_id, paper, state, at, reprint_reason) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
        record.id,
        record.dossierId,
        record.paper,
        record.state,
        record.at,
        record.reprintReason,
      );
    },
    setState(id, state) {
      database.run('UPDATE prints SET state = ? WHERE id = ?', state, id);
    },
    of(dossierId, paper) {
      return database
        .all('SELECT * FROM prints WHERE dossier_id = ? AND paper = ? ORDER BY position', dossierId, paper)
        .map((row) => ({
          id: textOf(row, 'id'),
          dossierId: textOf(row, 'dossier_id'),
          paper: textOf(row, 'paper') as PrintRecord['paper'],
          state: textOf(row, 'state') as PrintRecord['state'],
          at: numberOf(row, 'at'),
          reprintReason: textOrNull(row, 'reprint_reason'),
        }));
    },
  };
}
