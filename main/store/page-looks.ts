import { textOf } from './columns.ts';
import type { Database } from './database.ts';
import type { Store } from './ports.ts';

export function pageLooksTable(database: Database): Store['pageLooks'] {
  return {
    put({ imageBlob, recipe, dpi, facts, lookedAt }) {
      database.run(
        `INSERT OR REPLACE INTO page_looks (image_blob, recipe, dpi, facts, looked_at) VALUES (?, ?, ?, ?, ?)`,
        imageBlob,
        recipe,
        dpi,
        facts,
        lookedAt,
      );
    },
    get(imageBlob, recipe, dpi) {
      const row = database.get(
        'SELECT facts FROM page_looks WHERE image_blob = ? AND recipe = ? AND dpi = ?',
        imageBlob,
        recipe,
        dpi,
      );
      return row ? { facts: textOf(row, 'facts') } : null;
    },
  };
}
