import { useCallback, useState } from 'react';
import type { Page } from '../../../app/shapes.ts';

interface Chosen {
  readonly ids: ReadonlySet<string>;
  /** The one that is looked at. */
  readonly shownId: string;
  readonly wasNewest: boolean;
}

export interface PageSelection {
  /** The page being looked at; one of the chosen ones. */
  readonly page: Page | null;
  /** In the order of the paper. */
  readonly chosenIds: readonly string[];
  choosePage(pageId: string | null): void;
  choosePages(pageIds: ReadonlySet<string>): void;
}

/**
 * The pages chosen in one paper and the one being looked at. Who looks at the newest page alone goes on with each page
 * that arrives; who looks at another one, or chose several, stays there; when all of it is gone, the newest is shown.
 */
export function usePageSelection(pages: readonly Page[]): PageSelection {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const newest = pages.at(-1) ?? null;
  const newestId = newest?.id;

  const choosePage = useCallback(
    (pageId: string | null) =>
      setChosen(
        pageId === null ? null : { ids: new Set([pageId]), shownId: pageId, wasNewest: pageId === newestId },
      ),
    [newestId],
  );

  const there = pages.filter((page) => chosen?.ids.has(page.id) === true);
  const follows = there.length === 0 || (there.length === 1 && chosen?.wasNewest === true);
  const page = follows ? newest : (there.find(({ id }) => id === chosen?.shownId) ?? there[0] ?? null);
  const chosenIds = follows ? (newest ? [newest.id] : []) : there.map(({ id }) => id);

  return {
    page,
    chosenIds,
    choosePage,
    choosePages: (pageIds) => {
      const [only] = pageIds;
      if (only === undefined) return;
      if (pageIds.size === 1) {
        choosePage(only);
        return;
      }
      setChosen({
        ids: new Set(pageIds),
        shownId: lookedAt(pages, chosenIds, pageIds, page?.id ?? only),
        wasNewest: false,
      });
    },
  };
}

/** Of pages that have just been added, the one farthest from what was looked at: there the pointer or the focus is. */
function lookedAt(
  pages: readonly Page[],
  before: readonly string[],
  now: ReadonlySet<string>,
  shownId: string,
): string {
  const placeOf = (id: string) => pages.findIndex((page) => page.id === id);
  const from = placeOf(shownId);
  const added = [...now].filter((id) => !before.includes(id));
  const [first] = added.toSorted((a, b) => Math.abs(placeOf(b) - from) - Math.abs(placeOf(a) - from));
  if (first !== undefined) return first;
  return now.has(shownId) ? shownId : ([...now][0] ?? shownId);
}
