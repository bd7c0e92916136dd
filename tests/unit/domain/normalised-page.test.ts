/** Pages of an incoming PDF drawn anew and taken back, while other things happen to them. */
import { expect, test } from 'vitest';
import { arranged, backwards, removalMoves, turnMoves, viewOf } from '../../../main/domain/arrangement.ts';
import { joinMoves } from '../../../main/domain/card-sheet.ts';
import type { Draft, KeptFile, Page } from '../../../main/domain/dossier.ts';
import { asCameMoves, normaliseMoves, pagesAsCame } from '../../../main/domain/normalised-page.ts';
import { setAside } from '../../../main/domain/page-gate.ts';

const picture = (name: string, dpi: number, mm: readonly [number, number] = [210, 297]) => ({
  imageBlob: `${name}.jpg`,
  thumbBlob: `${name}.thumb`,
  widthPx: Math.round((mm[0] / 25.4) * dpi),
  heightPx: Math.round((mm[1] / 25.4) * dpi),
  dpi,
});
const pdfPage = (id: string, pageIndex: number, fileId = 'f1'): Page => ({
  id,
  ...picture(id, 200),
  rotation: 0,
  source: 'file',
  pdf: { fileId, pageIndex },
  capturedAt: 1,
});
const file = (id: string) => ({ id, name: `${id}.pdf`, signed: false }) as KeptFile;
const draftOf = (...pages: Page[]) =>
  ({
    id: 'd1',
    components: [
      { componentId: 'CT01', pages, files: [file('f1'), file('f2')] },
      { componentId: 'GKS', pages: [], files: [] },
    ],
  }) as unknown as Draft;
const drawn = (pageIndex: number, mm?: readonly [number, number]) => ({
  pageIndex,
  picture: picture(`drawn-${String(pageIndex)}`, 300, mm),
  ownWords: pageIndex === 0,
});
const start = () => draftOf(pdfPage('a', 0), pdfPage('b', 1), pdfPage('x', 0, 'f2'));

test('only pages of the file that were drawn change, and each in its place', () => {
  const moves = normaliseMoves(start(), 'f1', [drawn(0), drawn(1), drawn(7)]);
  const after = arranged(start(), moves);
  const [a, b, x] = after.components[0]?.pages ?? [];
  expect(a).toEqual({
    ...pdfPage('a', 0),
    ...picture('drawn-0', 300),
    pdf: null,
    normalised: { fileId: 'f1', pageIndex: 0, ownWords: true, shownBy: picture('a', 200) },
  });
  expect([b?.normalised?.ownWords, x]).toEqual([false, pdfPage('x', 0, 'f2')]);
  expect(pagesAsCame(after, 'f1')).toEqual([]);
  expect(viewOf(moves)).toMatchObject({ kind: 'normalise', count: 2, n: 1 });
});

test('taken back, done again and made its own again: the pages are what they were, turned or not', () => {
  const moves = normaliseMoves(start(), 'f1', [drawn(0), drawn(1)]);
  const after = arranged(start(), moves);
  expect(arranged(after, backwards(moves))).toEqual(start());
  expect(arranged(arranged(after, backwards(moves)), moves)).toEqual(after);
  const turned = arranged(after, turnMoves(after, ['a'], 90));
  const back = asCameMoves(turned, 'f1');
  expect(viewOf(back)).toMatchObject({ kind: 'as-came', count: 2 });
  expect(arranged(turned, back)).toEqual(arranged(start(), turnMoves(start(), ['a'], 90)));
  expect(arranged(arranged(turned, back), backwards(back))).toEqual(turned);
});

test('a page that came aside or was taken away meanwhile neither changes nor comes back twice', () => {
  const moves = normaliseMoves(start(), 'f1', [drawn(0), drawn(1)]);
  const after = arranged(start(), moves);
  const removed = arranged(after, removalMoves(after, ['a']));
  expect(arranged(removed, backwards(moves)).components[0]?.pages.map(({ id }) => id)).toEqual(['b', 'x']);
  const aside = {
    ...after,
    components: after.components.map((each) => setAside(each, 'b', { why: 'cut', seen: true })),
  };
  const back = arranged(aside, backwards(moves));
  expect(back.components[0]?.pages.map(({ id }) => id)).toEqual(['a', 'x']);
  expect(back.components[0]?.aside?.map(({ page }) => page.normalised?.pageIndex)).toEqual([1]);
});

test('the sides of a card leave their common sheet when they are pages of the PDF again, and are on it when that is undone', () => {
  const card = [85.6, 54] as const;
  const draft = draftOf(pdfPage('a', 0), pdfPage('b', 1));
  const moves = normaliseMoves(draft, 'f1', [drawn(0, card), drawn(1, card)]);
  const after = arranged(draft, moves);
  const joined = arranged(after, joinMoves(after, 'a', 'b'));
  expect(joined.components[0]?.pages.map(({ sheet }) => sheet)).toEqual(['a', 'a']);
  const back = asCameMoves(joined, 'f1');
  expect(arranged(joined, back)).toEqual(draft);
  expect(arranged(draft, backwards(back))).toEqual(joined);
});

test('a drawn page that goes to another paper takes its original along', () => {
  const after = arranged(start(), normaliseMoves(start(), 'f1', [drawn(0), drawn(1)]));
  const [move] = turnMoves(after, ['a'], 90);
  if (!move?.to) throw new Error('no move');
  const moved = arranged(after, [{ ...move, to: { ...move.to, componentId: 'GKS', index: 0 } }]);
  expect(moved.components[1]?.files.map(({ id }) => id)).toEqual(['f1']);
});
