import { textOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function preparedPagesTable(database: Database): Store['preparedPages'] {
  return {
    put({ imageBlob, recipe, dpi, pdfBlob, form, madeAt }) {
      database.run(
        `INSERT OR REPLACE INTO prepared_pages (image_blob, recipe, dpi, pdf_blob, form, made_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        imageBlob,
        recipe,
        dpi,
        pdfBlob,
        form,
        madeAt,
      );
    },
    get(imageBlob, recipe, dpi) {
      const row = database.get(
        'SELECT pdf_blob, form FROM prepared_pages WHERE image_blob = ? AND recipe = ? AND dpi = ?',
        imageBlob,
        recipe,
        dpi,
      );
      return row ? { pdfBlob: textOf(row, 'pdf_blob'), form: textOf(row, 'form') } : null;
    },
  };
}
