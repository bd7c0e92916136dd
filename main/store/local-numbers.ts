import { numberOf } from './columns.ts';
import type { Database } from './database.ts';
import { numberFloor } from './epoch.ts';
import type { Store } from './ports.ts';

/** Numbers of local codes: from 1 for each counter and day, never given twice. */
export function localNumbers(database: Database): Store['nextLocalNumber'] {
  return (counterId, day) => {
    const row = database.get(
      `INSERT INTO local_numbers (counter_id, day, last) VALUES (?, ?, ?)
       ON CONFLICT (counter_id, day) DO UPDATE SET last = last + 1 RETURNING last`,
      ...[counterId, day, numberFloor(database, day) + 1],
    );
    if (!row) throw new Error('the database gave no local number');
    return numberOf(row, 'last');
  };
}
