import { jsonOf, numberOf, textOf, textOrNull } from './columns.ts';
import type { Database, Row } from './database.ts';
import type { PrintJob, Store } from './ports.ts';

export function printJobTable(database: Database): Store['printJobs'] {
  return {
    insert(job) {
      database.run(
        `INSERT INTO print_jobs
           (id, kind, series, number, label, printer_id, state, attempts, reason, mark, created_at, changed_at, content)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        job.id,
        job.kind,
        job.series,
        job.number,
        job.label,
        job.printerId,
        job.state,
        job.attempts,
        job.reason,
        job.mark,
        job.createdAt,
        job.changedAt,
        JSON.stringify(job.content),
      );
    },
    update(job) {
      database.run(
        `UPDATE print_jobs SET label = ?, printer_id = ?, state = ?, attempts = ?, reason = ?, mark = ?,
           changed_at = ?, content = ? WHERE id = ?`,
        job.label,
        job.printerId,
        job.state,
        job.attempts,
        job.reason,
        job.mark,
        job.changedAt,
        JSON.stringify(job.content),
        job.id,
      );
    },
    get(id) {
      const row = database.get('SELECT * FROM print_jobs WHERE id = ?', id);
      return row ? jobOf(row) : null;
    },
    ofSeries(series) {
      return database
        .all(
          `SELECT * FROM print_jobs WHERE series = ?1 AND (state IN ('failed', 'did-not')
             OR number = (SELECT max(number) FROM print_jobs WHERE series = ?1)) ORDER BY number`,
          series,
        )
        .map(jobOf);
    },
    inState(state) {
      return database
        .all('SELECT * FROM print_jobs WHERE state = ? ORDER BY changed_at LIMIT 100', state)
        .map(jobOf);
    },
  };
}

function jobOf(row: Row): PrintJob {
  return {
    id: textOf(row, 'id'),
    kind: textOf(row, 'kind') as PrintJob['kind'],
    series: textOf(row, 'series'),
    number: numberOf(row, 'number'),
    label: textOf(row, 'label'),
    printerId: textOrNull(row, 'printer_id'),
    state: textOf(row, 'state') as PrintJob['state'],
    attempts: numberOf(row, 'attempts'),
    reason: textOrNull(row, 'reason'),
    mark: textOrNull(row, 'mark'),
    createdAt: numberOf(row, 'created_at'),
    changedAt: numberOf(row, 'changed_at'),
    content: jsonOf<unknown>(row, 'content'),
  };
}
