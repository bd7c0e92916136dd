import { flagOf, numberOf, numberOrNull, textOf } from './columns.ts';
import type { Database, Row } from './database.ts';
import type { StaffRecord, Store } from './ports.ts';

export function staffTable(database: Database): Store['staff'] {
  const one = (column: 'id' | 'code', value: string) => {
    const row = database.get(`SELECT * FROM staff WHERE ${column} = ?`, value);
    return row ? recordOf(row) : null;
  };
  return {
    all: () => database.all('SELECT * FROM staff ORDER BY code').map(recordOf),
    byCode: (code) => one('code', code),
    byId: (id) => one('id', id),
    insert(record) {
      database.run(
        `INSERT INTO staff (id, code, full_name, title, admin, pin_hash, failed_attempts, locked_until)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        record.id,
        record.code,
        record.fullName,
        record.title,
        record.admin ? 1 : 0,
        record.pinHash,
        record.failedAttempts,
        record.lockedUntil,
      );
    },
    setAttempts(id, failedAttempts, lockedUntil) {
      database.run(
        'UPDATE staff SET failed_attempts = ?, locked_until = ? WHERE id = ?',
        failedAttempts,
        lockedUntil,
        id,
      );
    },
  };
}

function recordOf(row: Row): StaffRecord {
  return {
    id: textOf(row, 'id'),
    code: textOf(row, 'code'),
    fullName: textOf(row, 'full_name'),
    title: textOf(row, 'title'),
    admin: flagOf(row, 'admin'),
    pinHash: textOf(row, 'pin_hash'),
    failedAttempts: numberOf(row, 'failed_attempts'),
    lockedUntil: numberOrNull(row, 'locked_until'),
  };
}
