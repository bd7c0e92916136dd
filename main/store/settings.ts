import { numberOf, textOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function settingTable(database: Database): Store['settings'] {
  return {
    get(name) {
      const row = database.get('SELECT value FROM settings WHERE name = ?', name);
      return row ? textOf(row, 'value') : null;
    },
    set(name, value) {
      database.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', name, value);
    },
  };
}

/** Numbers of local codes: from 1 for each counter and day, never given twice. */
export function localNumbers(database: Database): Store['nextLocalNumber'] {
  return (counterId, day) => {
    const row = database.get(
      `INSERT INTO local_numbers (counter_id, day, last) VALUES (?, ?, 1)
       ON CONFLICT (counter_id, day) DO UPDATE SET last = last + 1 RETURNING last`,
      counterId,
      day,
    );
    if (!row) throw new Error('the database gave no local number');
    return numberOf(row, 'last');
  };
}
