import { wordsOf } from '../domain/search.ts';
import { textOf } from './columns.ts';
import type { Database } from './database.ts';
import { indexWords } from './page-search.ts';
import type { Store } from './ports.ts';

export function pageTextsTable(database: Database): Store['pageTexts'] {
  return {
    put({ imageBlob, recipe, dpi, textBlob, plain, madeAt }) {
      const folded = wordsOf(plain).join(' ');
      database.immediate(() => {
        database.run(
          `INSERT OR REPLACE INTO page_texts (image_blob, recipe, dpi, text_blob, made_at, plain, folded)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          ...[imageBlob, recipe, dpi, textBlob, madeAt, plain, folded],
        );
        database.run('DELETE FROM page_readings WHERE image_blob = ? AND dpi = ?', imageBlob, dpi);
        indexWords(database, imageBlob, folded);
      });
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

    plainOf(imageBlob) {
      const row = database.get(
        'SELECT plain FROM page_texts WHERE image_blob = ? ORDER BY made_at DESC',
        imageBlob,
      );
      return row ? textOf(row, 'plain') : null;
    },

    left() {
      return database
        .all(
          `SELECT text_blob FROM left_texts l
           WHERE NOT EXISTS (SELECT 1 FROM page_texts t WHERE t.text_blob = l.text_blob) LIMIT 100`,
        )
        .map((row) => textOf(row, 'text_blob'));
    },

    leave(textBlob) {
      database.run('INSERT OR IGNORE INTO left_texts VALUES (?)', textBlob);
    },

    removed(textBlob) {
      database.run('DELETE FROM left_texts WHERE text_blob = ?', textBlob);
    },
  };
}
