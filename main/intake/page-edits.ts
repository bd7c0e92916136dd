/** Pages of a draft turned, moved and taken away, and each such edit taken back; each is an event. */
import type { ErrorCode } from '../contract/errors.ts';
import {
  arranged,
  backwards,
  placingMoves,
  removalMoves,
  turnMoves,
  viewOf,
  type EditView,
  type PageMove,
} from '../domain/arrangement.ts';
import { cardPairs, joinMoves, partMoves } from '../domain/card-sheet.ts';
import type { Draft, Rotation } from '../domain/dossier.ts';
import { editEvents, editHistory } from '../domain/edit-history.ts';
import { asCameMoves } from '../domain/normalised-page.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import type { Drafts } from './drafts.ts';

interface Change {
  readonly draftId: string;
  readonly revision: number;
  readonly actor: string;
}

interface Edit extends Change {
  readonly pageIds: readonly string[];
}

export interface PageEdits {
  turn(edit: Edit & { by: Rotation }): Result<Draft, ErrorCode>;
  move(edit: Edit & { toComponentId: string; toIndex: number }): Result<Draft, ErrorCode>;
  remove(edit: Edit): Result<Draft, ErrorCode>;
  /** Takes the last edit back that has not been; a draft without one stays as it is. Also after a restart. */
  undo(change: Change): Result<Draft, ErrorCode>;
  redo(change: Change): Result<Draft, ErrorCode>;
  /** Both sides of a card on one page of the file; pages that are no such pair stay as they are. */
  joinCard(change: Change & { front: string; back: string }): Result<Draft, ErrorCode>;
  partCard(edit: Edit): Result<Draft, ErrorCode>;
  /** The normalised pages of a PDF are its own again. */
  pdfAsCame(change: Change & { fileId: string }): Result<Draft, ErrorCode>;
  edits(
    draftId: string,
  ): Result<{ undo: EditView | null; redo: EditView | null; cards: [string, string][] }, ErrorCode>;
}

export function createPageEdits(parts: {
  readonly store: Pick<Store, 'events'>;
  readonly drafts: Drafts;
}): PageEdits {
  const { store, drafts } = parts;

  function arrange(
    { draftId, revision, actor }: Change,
    event: string,
    moves: readonly PageMove[],
    payload: object,
  ): Result<Draft, ErrorCode> {
    if (moves.length === 0) return drafts.open(draftId);
    return drafts.change({
      draftId,
      revision,
      actor,
      event,
      payload,
      apply: (draft) => ok(arranged(draft, moves)),
    });
  }

  function edit(request: Edit, movesOf: (draft: Draft) => readonly PageMove[]): Result<Draft, ErrorCode> {
    const draft = drafts.open(request.draftId);
    if (!draft.ok) return draft;
    const known = new Set(draft.value.components.flatMap(({ pages }) => pages.map(({ id }) => id)));
    if (!request.pageIds.every((id) => known.has(id))) return fail('not-found');
    const moves = movesOf(draft.value);
    return arrange(request, editEvents.made, moves, { moves });
  }

  return {
    turn: (request) => edit(request, (draft) => turnMoves(draft, request.pageIds, request.by)),

    move(request) {
      const { pageIds, toComponentId, toIndex } = request;
      const draft = drafts.open(request.draftId);
      if (!draft.ok) return draft;
      if (!draft.value.components.some((each) => each.componentId === toComponentId))
        return fail('not-found');
      return edit(request, (latest) => placingMoves(latest, pageIds, toComponentId, toIndex));
    },

    remove: (request) => edit(request, (draft) => removalMoves(draft, request.pageIds)),

    joinCard: ({ front, back, ...change }) =>
      edit({ ...change, pageIds: [front, back] }, (draft) => joinMoves(draft, front, back)),

    partCard: (request) => edit(request, (draft) => partMoves(draft, request.pageIds)),

    pdfAsCame: ({ fileId, ...change }) =>
      edit({ ...change, pageIds: [] }, (draft) => asCameMoves(draft, fileId)),

    undo(change) {
      const moves = editHistory(store.events.of(change.draftId)).done.at(-1) ?? [];
      return arrange(change, editEvents.undone, backwards(moves), {});
    },

    redo(change) {
      const moves = editHistory(store.events.of(change.draftId)).undone.at(-1) ?? [];
      return arrange(change, editEvents.redone, moves, {});
    },

    edits(draftId) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const { done, undone } = editHistory(store.events.of(draftId));
      return ok({
        undo: viewOf(done.at(-1) ?? []),
        redo: viewOf(undone.at(-1) ?? []),
        cards: cardPairs(draft.value),
      });
    },
  };
}
