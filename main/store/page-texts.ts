import { textOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function pageTextsTable(database: Database): Store['pageTexts'] {
  return {
    put({ imageBlob, recipe, dpi, textBlob, madeAt }) {
      database.run(
        `INSERT OR REPLACE INTO page_texts (image_blob, recipe, dpi, text_blob, made_at) VALUES (?, ?, ?, ?, ?)`,
        imageBlob,
        recipe,
        dpi,
        textBlob,
        madeAt,
      );
    },
    get(imageBlob, recipe, dpi) {
      const row = database.get(
        'SELECT text_blob FROM page_texts WHERE image_blob = ? AND recipe = ? AND dpi = ?',
        imageBlob,
        recipe,
        dpi,
      );
      return row ? { textBlob: textOf(row, 'text_blob') } : null;
    },
  };
}
