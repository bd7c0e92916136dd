import type { Draft } from '../domain/dossier.ts';
import { jsonOf, textOf } from './columns.ts';
import type { Database } from './database.ts';

/**
 * What was read from the pages of a draft that has ended, also from those that were taken out of it before, is
 * forgotten; pages that lie in a dossier or in another draft keep their words.
 */
export function forgetWords(database: Database, ended: Draft): void {
  const images = new Set(imagesOf(ended));
  for (const image of imagesOfEvents(database, ended.id)) images.add(image);
  const open = database.all(`SELECT body FROM drafts WHERE state = 'open'`);
  for (const row of open) for (const image of imagesOf(jsonOf<Draft>(row, 'body'))) images.delete(image);
  const unowned = 'image_blob = ?1 AND NOT EXISTS (SELECT 1 FROM dossier_pages WHERE image_blob = ?1)';
  for (const image of images) {
    database.run(`DELETE FROM page_texts WHERE ${unowned}`, image);
    database.run(`DELETE FROM page_readings WHERE ${unowned}`, image);
  }
}

function imagesOf(draft: Draft): string[] {
  return draft.components.flatMap((component) => component.pages.map((page) => page.imageBlob));
}

/** Pages that came, were taken out or replaced: whatever tells of a page names its picture. */
function imagesOfEvents(database: Database, draftId: string): string[] {
  return database
    .all(
      `SELECT DISTINCT t.value AS image FROM events e, json_tree(e.payload) t
       WHERE e.subject = ? AND t.key = 'imageBlob' AND t.type = 'text'`,
      draftId,
    )
    .map((row) => textOf(row, 'image'));
}
