import { useState } from 'react';
import { call } from '../../../app/api.ts';
import type { DraftHandle } from '../../../app/draft.tsx';
import type { Draft, Page } from '../../../app/shapes.ts';
import { useText } from '../../../text/language.tsx';
import type { Paper } from '../checklist/paper.ts';
import { neighbourAfterRemoval, placeStepped } from './placing.ts';
import type { EditView } from './edit-words.ts';
import { editWords } from './edit-words.ts';

export interface PageEdits {
  /** What was done last, to be read out. */
  readonly said: string;
  turn(pageIds: readonly string[], direction: 1 | -1): void;
  step(pageIds: readonly string[], direction: 1 | -1): void;
  place(pageIds: readonly string[], index: number): void;
  moveTo(pageIds: readonly string[], componentId: string): void;
  remove(pageIds: readonly string[]): void;
  joinCard(front: string, back: string): void;
  partCard(pageId: string): void;
  pdfAsCame(fileId: string): void;
  undo(): void;
  redo(): void;
}

/**
 * Changes of pages of one paper. Each is kept by main before the screen shows it. A key may be pressed faster than that:
 * each change starts from what the ones before it made, never from what the screen still shows.
 */
export function usePageEdits(
  draft: DraftHandle,
  paper: Paper | null,
  papers: readonly Paper[],
  choosePage: (pageId: string | null) => void,
): PageEdits {
  const t = useText();
  const [said, say] = useState('');
  const ids = paper?.state.pages.map((page) => page.id) ?? [];
  const componentId = paper?.rule.id ?? '';
  const numberOf = (pageIds: readonly string[]) => ids.findIndex((id) => pageIds.includes(id)) + 1;

  function tell(kind: EditView['kind'], pageIds: readonly string[], to: string | null) {
    const edit = { kind, count: pageIds.length, n: Math.max(1, numberOf(pageIds)), toComponentId: to };
    say(t('arrange.done', { edit: editWords(t, papers, edit) }));
  }

  /** Only pages that are still there: another key may have taken some away. */
  const stillThere = (newest: Draft, pageIds: readonly string[]) => {
    const here = new Set(newest.components.flatMap(({ pages }) => pages.map(({ id }) => id)));
    return pageIds.filter((id) => here.has(id));
  };

  async function takeBack(name: 'capture.undoEdit' | 'capture.redoEdit'): Promise<void> {
    const before = await draft.settled();
    const asked = await call('capture.edits', { draftId: before.id });
    const undoes = name === 'capture.undoEdit';
    const edit = asked.ok ? (undoes ? asked.value.undo : asked.value.redo) : null;
    const result = await draft.change(name, {});
    if (!result.ok || result.value.revision === before.revision) return;
    if (edit) say(t(undoes ? 'arrange.undone' : 'arrange.redone', { edit: editWords(t, papers, edit) }));
    const were = new Set(pagesOf(before, componentId).map(({ id }) => id));
    const back = pagesOf(result.value, componentId).find(({ id }) => !were.has(id));
    if (back) choosePage(back.id);
  }

  return {
    said,
    place(pageIds, index) {
      void draft
        .change('capture.movePages', { pageIds: [...pageIds], toComponentId: componentId, toIndex: index })
        .then((result) => {
          if (result.ok) tell('order', pageIds, null);
        });
    },
    turn(pageIds, direction) {
      void draft
        .change('capture.turnPages', (newest) => {
          const there = stillThere(newest, pageIds);
          return there.length === 0
            ? null
            : { pageIds: there, by: direction === 1 ? (90 as const) : (270 as const) };
        })
        .then((result) => {
          if (result.ok) tell('turn', pageIds, null);
        });
    },
    step(pageIds, direction) {
      let stepped = false;
      void draft
        .change('capture.movePages', (newest) => {
          const now = pagesOf(newest, componentId).map((page) => page.id);
          const toIndex = placeStepped(now, pageIds, direction);
          stepped = toIndex !== null;
          if (toIndex === null) return null;
          return { pageIds: now.filter((id) => pageIds.includes(id)), toComponentId: componentId, toIndex };
        })
        .then((result) => {
          if (result.ok && stepped) tell('order', pageIds, null);
        });
    },
    moveTo(pageIds, toComponentId) {
      const next = neighbourAfterRemoval(ids, pageIds);
      void draft
        .change('capture.movePages', (newest) => {
          const there = stillThere(newest, pageIds);
          const toIndex = pagesOf(newest, toComponentId).length;
          return there.length === 0 ? null : { pageIds: there, toComponentId, toIndex };
        })
        .then((result) => {
          if (!result.ok) return;
          tell('move', pageIds, toComponentId);
          choosePage(next);
        });
    },
    remove(pageIds) {
      const next = neighbourAfterRemoval(ids, pageIds);
      void draft
        .change('capture.removePages', (newest) => {
          const there = stillThere(newest, pageIds);
          return there.length === 0 ? null : { pageIds: there };
        })
        .then((result) => {
          if (!result.ok) return;
          tell('remove', pageIds, null);
          choosePage(next);
        });
    },
    joinCard(front, back) {
      void draft.change('capture.joinCard', { front, back }).then((result) => {
        if (result.ok) tell('join', [front, back], null);
      });
    },
    partCard(pageId) {
      void draft.change('capture.partCard', { pageIds: [pageId] }).then((result) => {
        if (result.ok) tell('part', [pageId], null);
      });
    },
    pdfAsCame(fileId) {
      const its = (paper?.state.pages ?? []).filter(({ normalised }) => normalised?.fileId === fileId);
      void draft.change('capture.pdfAsCame', { fileId }).then((result) => {
        if (result.ok)
          tell(
            'as-came',
            its.map(({ id }) => id),
            null,
          );
      });
    },
    undo: () => void takeBack('capture.undoEdit'),
    redo: () => void takeBack('capture.redoEdit'),
  };
}

function pagesOf(draft: Draft, componentId: string): readonly Page[] {
  return draft.components.find((each) => each.componentId === componentId)?.pages ?? [];
}
