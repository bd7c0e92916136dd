import { useCallback, useState } from 'react';
import type { Page } from '../../../app/shapes.ts';

/**
 * The page being looked at. Who looks at the newest page goes on with each page that arrives; who looks at another one
 * stays there; when the page is gone, the newest is shown.
 */
export function useChosenPage(pages: readonly Page[]): {
  readonly page: Page | null;
  choosePage(pageId: string | null): void;
} {
  const [chosen, setChosen] = useState<{ readonly id: string; readonly wasNewest: boolean } | null>(null);
  const newest = pages.at(-1) ?? null;
  const newestId = newest?.id;
  const choosePage = useCallback(
    (pageId: string | null) =>
      setChosen(pageId === null ? null : { id: pageId, wasNewest: pageId === newestId }),
    [newestId],
  );
  const found = chosen === null ? undefined : pages.find((page) => page.id === chosen.id);
  const page = found && !chosen?.wasNewest ? found : (newest ?? null);
  return { page, choosePage };
}
