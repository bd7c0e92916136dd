import { useState } from 'react';
import type { DraftHandle } from '../../../app/draft.tsx';
import type { Page } from '../../../app/shapes.ts';
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
  undo(): void;
}

/** Changes of single pages of one paper. Each is kept by main before the screen shows it. */
export function usePageEdits(
  draft: DraftHandle,
  paper: Paper | null,
  choosePage: (pageId: string | null) => void,
): PageEdits {
  const [removed, setRemoved] = useState<Removed | null>(null);
  const ids = paper?.state.pages.map((page) => page.id) ?? [];
  const componentId = paper?.rule.id ?? '';

  function place(pageId: string, index: number): void {
    void draft.change('capture.movePage', { pageId, toComponentId: componentId, toIndex: index });
  }

  return {
    removed,
    place,
    turn(page, direction) {
      void draft.change('capture.rotatePage', {
        pageId: page.id,
        rotation: turned(page.rotation, direction),
      });
    },
    step(pageId, direction) {
      const to = placeStepped(ids, pageId, direction);
      if (to !== null) place(pageId, to);
    },
    moveTo(pageId, target) {
      const next = neighbourAfterRemoval(ids, pageId);
      const toIndex = target.state.pages.length;
      void draft
        .change('capture.movePage', { pageId, toComponentId: target.rule.id, toIndex })
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
        setRemoved({ pageId, componentId, n });
        choosePage(next);
      });
    },
    undo() {
      if (!removed) return;
      const { pageId } = removed;
      void draft.change('capture.restorePage', { pageId }).then((result) => {
        if (!result.ok) return;
        setRemoved(null);
        choosePage(pageId);
      });
    },
  };
}
