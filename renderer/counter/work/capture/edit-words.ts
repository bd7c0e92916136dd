import type { OutputOf } from '../../../../main/contract/operations.ts';
import type { Translate } from '../../../text/language.tsx';
import type { Paper } from '../checklist/paper.ts';

export type EditView = NonNullable<OutputOf<'capture.edits'>['undo']>;

/** “page 3”, or “5 pages” when there are several. */
export function pagesInWords(t: Translate, count: number, n: number): string {
  return count === 1 ? t('arrange.page', { n }) : t('arrange.pages', { count });
}

/** What an edit did, as the end of a sentence. */
export function editWords(t: Translate, papers: readonly Paper[], edit: EditView): string {
  const pages = pagesInWords(t, edit.count, edit.n);
  const name = papers.find(({ rule }) => rule.id === edit.toComponentId)?.rule.name ?? edit.toComponentId;
  return t(`arrange.edit.${edit.kind}`, { pages, name: name ?? '' });
}
