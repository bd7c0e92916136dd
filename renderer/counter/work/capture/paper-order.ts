import { captureStanding } from '../checklist/paper.ts';
import type { Paper } from '../checklist/paper.ts';

/** Whether pages may be captured for it now. */
export function takesPages(paper: Paper): boolean {
  const standing = captureStanding(paper);
  return standing === 'waiting' || standing === 'captured';
}

/** Papers that take pages come first, papers that do not belong here are left out. */
export function inOrder(papers: readonly Paper[]): Paper[] {
  const shown = papers.filter((paper) => captureStanding(paper) !== 'off' || paper.state.pages.length > 0);
  return [...shown.filter(takesPages), ...shown.filter((paper) => !takesPages(paper))];
}
