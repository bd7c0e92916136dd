/** Dossiers found by what their pages say: where the index keeps which page, and what of a page is shown. */
import type { Dossier } from '../domain/dossier.ts';
import { numberOf, textOf } from './columns.ts';
import type { Database } from './database.ts';

/** Places of a dossier that the index has room for; pages beyond are not found by their words. */
export const placesEach = 2048;

/** The first page of a dossier that bears all words. */
export interface PageHit {
  readonly seq: number;
  readonly place: number;
}

export interface FoundPage {
  readonly componentId: string;
  readonly pageId: string;
  /** From 1, in its component. */
  readonly number: number;
  readonly plain: string;
}

/** Notes the pages of a new dossier, and what is known of their words by now. */
export function notePages(database: Database, dossier: Dossier, seq: number, search: string): void {
  const { id } = dossier;
  let place = 0;
  for (const { componentId, pages } of dossier.components) {
    for (const [at, page] of pages.entries()) {
      database.run(
        `INSERT INTO dossier_pages (dossier_id, place, component_id, number, page_id, image_blob)
         VALUES (?, ?, ?, ?, ?, ?)`,
        ...[id, place, componentId, at + 1, page.id, page.imageBlob],
      );
      place += 1;
    }
  }
  if (place > 0) indexPages(database, id, seq, search);
}

/** Its pages are found by `search` and by their own words, as far as those are known. */
export function indexPages(database: Database, id: string, seq: number, search: string): void {
  database.run(
    `INSERT OR REPLACE INTO page_search (rowid, words)
     SELECT ? * ${placesEach} + ${placesEach - 1} - p.place, ? || ' ' || t.folded
     FROM dossier_pages p JOIN page_texts t ON t.image_blob = p.image_blob
     WHERE p.dossier_id = ? AND p.place < ${placesEach}`,
    ...[seq, search, id],
  );
}

/** The words of a picture are known now: all dossiers that it lies in are found by them, together with their own words. */
export function indexWords(database: Database, imageBlob: string, folded: string): void {
  database.run(
    `INSERT OR REPLACE INTO page_search (rowid, words)
     SELECT d.seq * ${placesEach} + ${placesEach - 1} - p.place, d.search || ' ' || ?
     FROM dossier_pages p JOIN dossiers d ON d.id = p.dossier_id
     WHERE p.image_blob = ? AND p.place < ${placesEach}`,
    ...[folded, imageBlob],
  );
}

/** Newest dossiers first, each once, `from` ≤ seq < `below`. */
export function pageHits(
  database: Database,
  match: string,
  below: number,
  from: number,
  limit: number,
): PageHit[] {
  const hits: PageHit[] = [];
  let next = Math.min(below, Math.floor(Number.MAX_SAFE_INTEGER / 4));
  while (hits.length < limit) {
    const rows = database.all(
      `SELECT rowid / ${placesEach} AS seq, ${placesEach - 1} - rowid % ${placesEach} AS place
       FROM page_search WHERE page_search MATCH ? AND rowid < ? * ${placesEach} AND rowid >= ? * ${placesEach}
       ORDER BY rowid DESC LIMIT ?`,
      ...[match, next, from, limit],
    );
    for (const row of rows) {
      const hit = { seq: numberOf(row, 'seq'), place: numberOf(row, 'place') };
      if (hit.seq === next || hits.length >= limit) continue;
      hits.push(hit);
      next = hit.seq;
    }
    if (rows.length < limit) break;
  }
  return hits;
}

/** Null when the page has lost its words meanwhile. */
export function foundPage(database: Database, dossierId: string, place: number): FoundPage | null {
  const row = database.get(
    `SELECT p.component_id, p.page_id, p.number, t.plain
     FROM dossier_pages p JOIN page_texts t ON t.image_blob = p.image_blob
     WHERE p.dossier_id = ? AND p.place = ? ORDER BY t.made_at DESC`,
    ...[dossierId, place],
  );
  if (!row) return null;
  return {
    componentId: textOf(row, 'component_id'),
    pageId: textOf(row, 'page_id'),
    number: numberOf(row, 'number'),
    plain: textOf(row, 'plain'),
  };
}
