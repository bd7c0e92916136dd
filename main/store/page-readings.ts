import { numberOf, numberOrNull, textOf, textOrNull } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function pageReadingsTable(database: Database): Store['pageReadings'] {
  const isKnown = `SELECT 1 FROM page_texts WHERE image_blob = ? AND dpi = ?`;
  return {
    want({ imageBlob, dpi, pdf }, at) {
      if (database.get(isKnown, imageBlob, dpi)) return;
      database.run(
        `INSERT OR IGNORE INTO page_readings
           (image_blob, dpi, pdf_blob, page_index, state, attempts, wanted_at, next_at)
         VALUES (?, ?, ?, ?, 'waiting', 0, ?, 0)`,
        ...[imageBlob, dpi, pdf?.blob ?? null, pdf?.pageIndex ?? null, at],
      );
    },

    due(now, limit) {
      return database
        .all(
          `SELECT image_blob, dpi, pdf_blob, page_index, attempts FROM page_readings
           WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, wanted_at LIMIT ?`,
          now,
          limit,
        )
        .map((row) => {
          const [blob, pageIndex] = [textOrNull(row, 'pdf_blob'), numberOrNull(row, 'page_index')];
          return {
            imageBlob: textOf(row, 'image_blob'),
            dpi: numberOf(row, 'dpi'),
            pdf: blob === null || pageIndex === null ? null : { blob, pageIndex },
            attempts: numberOf(row, 'attempts'),
          };
        });
    },

    nextAt() {
      const row = database.get(`SELECT min(next_at) AS at FROM page_readings WHERE state = 'waiting'`);
      return row ? numberOrNull(row, 'at') : null;
    },

    failed({ imageBlob, dpi }, attempts, nextAt) {
      database.run(
        'UPDATE page_readings SET state = ?, attempts = ?, next_at = ? WHERE image_blob = ? AND dpi = ?',
        ...[nextAt === null ? 'failed' : 'waiting', attempts, nextAt ?? 0, imageBlob, dpi],
      );
    },

    isPicture({ imageBlob, dpi }) {
      database.run(
        `UPDATE page_readings SET pdf_blob = NULL, page_index = NULL, attempts = 0, next_at = 0
         WHERE image_blob = ? AND dpi = ?`,
        imageBlob,
        dpi,
      );
    },

    done({ imageBlob, dpi }) {
      database.run('DELETE FROM page_readings WHERE image_blob = ? AND dpi = ?', imageBlob, dpi);
    },

    stateOf(imageBlob) {
      const row = database.get(
        'SELECT state FROM page_readings WHERE image_blob = ? ORDER BY state DESC',
        imageBlob,
      );
      return row ? (textOf(row, 'state') as 'waiting' | 'failed') : null;
    },
  };
}
