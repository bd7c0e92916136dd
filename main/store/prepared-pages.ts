import { textOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function preparedPagesTable(database: Database): Store['preparedPages'] {
  return {
    put({ imageBlob, recipe, dpi, pdfBlob, facts, madeAt }) {
      database.run(
        `INSERT OR REPLACE INTO prepared_pages (image_blob, recipe, dpi, pdf_blob, facts, made_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        imageBlob,
        recipe,
        dpi,
        pdfBlob,
        facts,
        madeAt,
      );
    },
    get(imageBlob, recipe, dpi) {
      const row = database.get(
        'SELECT pdf_blob, facts FROM prepared_pages WHERE image_blob = ? AND recipe = ? AND dpi = ?',
        imageBlob,
        recipe,
        dpi,
      );
      return row ? { pdfBlob: textOf(row, 'pdf_blob'), facts: textOf(row, 'facts') } : null;
    },
  };
}
