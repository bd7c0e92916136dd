import { textOf } from './columns.ts';
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
