import { useRef, useState } from 'react';
import type { DraftHandle } from '../../../app/draft.tsx';
import type { Draft, Page } from '../../../app/shapes.ts';
import type { Paper } from '../checklist/paper.ts';
import { neighbourAfterRemoval, placeStepped } from './placing.ts';
import { turned } from './zoom.ts';

export interface Removed {
  readonly pageId: string;
  readonly componentId: string;
  /** Number that the page had, 1-based. */
  readonly n: number;
}

export interface PageEdits {
  readonly removed: Removed | null;
  turn(page: Page, direction: 1 | -1): void;
  step(pageId: string, direction: 1 | -1): void;
  place(pageId: string, index: number): void;
  moveTo(pageId: string, target: Paper): void;
  remove(pageId: string): void;
  undo(): Promise<void>;
}

/**
 * Changes of single pages of one paper. Each is kept by main before the screen shows it. A key may be pressed faster than
 * that: each change starts from what the ones before it made, never from what the screen still shows.
 */
export function usePageEdits(
  draft: DraftHandle,
  paper: Paper | null,
  choosePage: (pageId: string | null) => void,
): PageEdits {
  const [removed, setRemoved] = useState<Removed | null>(null);
  const lastRemoved = useRef<Removed | null>(null);
  const ids = paper?.state.pages.map((page) => page.id) ?? [];
  const componentId = paper?.rule.id ?? '';

  function told(value: Removed | null): void {
    lastRemoved.current = value;
    setRemoved(value);
  }

  function place(pageId: string, index: number): void {
    void draft.change('capture.movePage', { pageId, toComponentId: componentId, toIndex: index });
  }

  return {
    removed,
    place,
    turn({ id }, direction) {
      void draft.change('capture.rotatePage', (newest) => {
        const page = pagesOf(newest, componentId).find((each) => each.id === id);
        return page ? { pageId: id, rotation: turned(page.rotation, direction) } : null;
      });
    },
    step(pageId, direction) {
      void draft.change('capture.movePage', (newest) => {
        const now = pagesOf(newest, componentId).map((page) => page.id);
        const toIndex = placeStepped(now, pageId, direction);
        return toIndex === null ? null : { pageId, toComponentId: componentId, toIndex };
      });
    },
    moveTo(pageId, target) {
      const next = neighbourAfterRemoval(ids, pageId);
      const toComponentId = target.rule.id;
      void draft
        .change('capture.movePage', (newest) => ({
          pageId,
          toComponentId,
          toIndex: pagesOf(newest, toComponentId).length,
        }))
        .then((result) => {
          if (result.ok) choosePage(next);
        });
    },
    remove(pageId) {
      const n = ids.indexOf(pageId) + 1;
      if (n === 0) return;
      const next = neighbourAfterRemoval(ids, pageId);
      void draft.change('capture.deletePage', { pageId }).then((result) => {
        if (!result.ok) return;
        told({ pageId, componentId, n });
        choosePage(next);
      });
    },
    async undo() {
      await draft.settled();
      const pageId = lastRemoved.current?.pageId;
      if (pageId === undefined) return;
      const result = await draft.change('capture.restorePage', { pageId });
      if (!result.ok) return;
      told(null);
      choosePage(pageId);
    },
  };
}

function pagesOf(draft: Draft, componentId: string): readonly Page[] {
  return draft.components.find((each) => each.componentId === componentId)?.pages ?? [];
}
