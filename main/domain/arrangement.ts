/**
 * Arranging the pages of a draft (sắp xếp trang). An edit is a list of moves, each from one spot to another; the same
 * moves backwards take it back. Pages that arrive meanwhile stand at the end and are not touched by either.
 */
import { z } from 'zod';
import { Page, PageBody, Rotation, type ComponentState, type Draft } from './dossier.ts';

/** Where a page lies and how. */
const Spot = z.object({
  componentId: z.string(),
  /** 0-based, in the paper as it is with the page in it. */
  index: z.number().int().min(0),
  rotation: Rotation,
  /** See `Page.sheet`. */
  sheet: z.string().optional(),
  /** What the page is made of there; only in edits that change it. */
  body: PageBody.optional(),
});
type Spot = z.infer<typeof Spot>;

export const PageMove = z.object({
  pageId: z.string(),
  /** Null: it was not among the pages. */
  from: Spot.nullable(),
  /** Null: it is taken away. */
  to: Spot.nullable(),
  /** The whole page when one of the two is null, so that it can be put back. */
  page: Page.optional(),
});
export type PageMove = z.infer<typeof PageMove>;

/** What an edit was, in the words of a person. */
export const EditView = z.object({
  kind: z.enum(['turn', 'order', 'move', 'remove', 'add', 'join', 'part', 'rescan', 'normalise', 'as-came']),
  /** Pages touched. */
  count: z.number().int().min(1),
  /** Number of the first of them before, from 1. */
  n: z.number().int().min(1),
  /** The paper that they went to, for `move`. */
  toComponentId: z.string().nullable(),
});
export type EditView = z.infer<typeof EditView>;

/** A page and where it lies. */
export interface Placed {
  readonly page: Page;
  readonly spot: Spot;
}

function placedPages(draft: Draft): Placed[] {
  return draft.components.flatMap(({ componentId, pages }) =>
    pages.map((page, index) => ({ page, spot: spotOf(componentId, index, page) })),
  );
}

function spotOf(componentId: string, index: number, { rotation, sheet }: Page): Spot {
  return { componentId, index, rotation, ...(sheet === undefined ? {} : { sheet }) };
}

export function wanted(draft: Draft, pageIds: readonly string[]): Placed[] {
  const ids = new Set(pageIds);
  return placedPages(draft).filter(({ page }) => ids.has(page.id));
}

/** Turned clockwise by so many degrees; pages that are not there are left out. */
export function turnMoves(draft: Draft, pageIds: readonly string[], by: Rotation): PageMove[] {
  return wanted(draft, pageIds).map(({ page, spot }) => ({
    pageId: page.id,
    from: spot,
    to: { ...spot, rotation: ((spot.rotation + by) % 360) as Rotation },
  }));
}

/**
 * To a place of a paper, together, in the order in which they lay.
 * @param toIndex 0-based, counted without the moved pages; beyond the end is the end
 */
export function placingMoves(
  draft: Draft,
  pageIds: readonly string[],
  toComponentId: string,
  toIndex: number,
): PageMove[] {
  const moved = wanted(draft, pageIds);
  const ids = new Set(moved.map(({ page }) => page.id));
  const target = draft.components.find((each) => each.componentId === toComponentId);
  if (!target) return [];
  const staying = target.pages.filter((page) => !ids.has(page.id)).length;
  const first = Math.min(toIndex, staying);
  const moves = moved.map(({ page, spot }, at) => ({
    pageId: page.id,
    from: spot,
    to: { ...spot, componentId: toComponentId, index: first + at },
  }));
  const changes = moves.some(
    ({ from, to }) => from.componentId !== to.componentId || from.index !== to.index,
  );
  return changes ? moves : [];
}

export function removalMoves(draft: Draft, pageIds: readonly string[]): PageMove[] {
  return wanted(draft, pageIds).map(({ page, spot }) => ({ pageId: page.id, from: spot, to: null, page }));
}

/** A page scanned again takes the place of the one before, wherever that lies now; nothing when that is gone. */
export function rescanMoves(draft: Draft, pageId: string, page: Page): PageMove[] {
  return wanted(draft, [pageId]).flatMap(({ page: before, spot: from }) => [
    { pageId, from, to: null, page: before },
    { pageId: page.id, from: null, to: spotOf(from.componentId, from.index, page), page },
  ]);
}

export function backwards(moves: readonly PageMove[]): PageMove[] {
  return moves.map((move) => ({ ...move, from: move.to, to: move.from }));
}

/**
 * The draft with the moves made. No page is ever lost by it: one that is meant for a paper that is not there any more
 * stays where it is, and one that is gone is left out.
 */
export function arranged(draft: Draft, moves: readonly PageMove[]): Draft {
  if (moves.every(staysInPlace)) return changedInPlace(draft, moves);
  const now = new Map(placedPages(draft).map(({ page }) => [page.id, page]));
  const papers = new Set(draft.components.map(({ componentId }) => componentId));
  const aside = new Set(draft.components.flatMap((each) => (each.aside ?? []).map(({ page }) => page.id)));
  const made = moves.flatMap(({ pageId, to, page: kept }) => {
    // What was set aside meanwhile stays there.
    const page = now.get(pageId) ?? (to && !aside.has(pageId) ? kept : undefined);
    return page && (to === null || papers.has(to.componentId)) ? [{ page, to }] : [];
  });
  const moving = new Set(made.map(({ page }) => page.id));
  const components = draft.components.map((component): ComponentState => {
    const pages = component.pages.filter(({ id }) => !moving.has(id));
    const coming = made.flatMap(({ page, to }) =>
      to?.componentId === component.componentId ? [{ page, to }] : [],
    );
    for (const { page, to } of coming.toSorted((a, b) => a.to.index - b.to.index))
      pages.splice(to.index, 0, lying(page, to));
    return { ...component, pages, files: filesFor(draft, component, pages) };
  });
  return { ...draft, components };
}

/** Turned, joined, drawn anew: wherever such a page lies by now, it stays there. */
function staysInPlace({ from, to }: PageMove): boolean {
  return from !== null && from.componentId === to?.componentId && from.index === to.index;
}

function changedInPlace(draft: Draft, moves: readonly PageMove[]): Draft {
  const spots = new Map(moves.map(({ pageId, to }) => [pageId, to]));
  const components = draft.components.map((component): ComponentState => {
    const pages = component.pages.map((page) => {
      const to = spots.get(page.id);
      return to ? lying(page, to) : page;
    });
    return { ...component, pages, files: filesFor(draft, component, pages) };
  });
  return { ...draft, components };
}

function lying({ sheet: _, ...page }: Page, { rotation, sheet, body }: Spot): Page {
  const made = body ? madeOf(page, body) : page;
  return { ...made, rotation, ...(sheet === undefined ? {} : { sheet }) };
}

function madeOf({ normalised: _, ...page }: Page, body: PageBody): Page {
  return { ...page, ...body };
}

/** A page of an incoming PDF needs its file where it goes; one drawn from it keeps it beside. */
function filesFor(draft: Draft, component: ComponentState, pages: readonly Page[]): ComponentState['files'] {
  const needed = new Set(pages.flatMap(({ pdf, normalised }) => (pdf ?? normalised)?.fileId ?? []));
  for (const { id } of component.files) needed.delete(id);
  if (needed.size === 0) return component.files;
  const others = draft.components.flatMap(({ files }) => files);
  const missing = [...needed].flatMap((id) => others.find((file) => file.id === id) ?? []);
  return [...component.files, ...missing];
}

export function viewOf(moves: readonly PageMove[]): EditView | null {
  const [first] = moves;
  if (!first) return null;
  const spot = first.from ?? first.to;
  return {
    kind: isRescan(moves) ? 'rescan' : kindOf(first),
    count: isRescan(moves) ? 1 : moves.length,
    n: (spot?.index ?? 0) + 1,
    toComponentId: first.to?.componentId ?? null,
  };
}

/** One page went and another came: see `rescanMoves`. */
function isRescan(moves: readonly PageMove[]): boolean {
  const [before, after] = moves;
  return moves.length === 2 && before?.to === null && after?.from === null;
}

function kindOf({ from, to }: PageMove): EditView['kind'] {
  if (!to) return 'remove';
  if (!from) return 'add';
  if (from.componentId !== to.componentId) return 'move';
  if (to.body) return to.body.normalised ? 'normalise' : 'as-came';
  if (from.sheet !== to.sheet) return to.sheet === undefined ? 'part' : 'join';
  return from.rotation === to.rotation ? 'order' : 'turn';
}
