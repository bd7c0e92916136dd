/** Pages of a draft turned, moved, taken away and put back; each change is an event. */
import type { ErrorCode } from '../contract/errors.ts';
import type { Draft, Rotation } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import { changeComponent, changePages, findPage, movePage, type PlacedPage } from './draft-pages.ts';
import type { Drafts } from './drafts.ts';

interface Edit {
  readonly draftId: string;
  readonly revision: number;
  readonly actor: string;
  readonly pageId: string;
}

export interface PageEdits {
  rotate(edit: Edit & { rotation: Rotation }): Result<Draft, ErrorCode>;
  move(edit: Edit & { toComponentId: string; toIndex: number }): Result<Draft, ErrorCode>;
  remove(edit: Edit): Result<Draft, ErrorCode>;
  restore(edit: Edit): Result<Draft, ErrorCode>;
}

export function createPageEdits(parts: {
  readonly store: Pick<Store, 'events'>;
  readonly drafts: Drafts;
}): PageEdits {
  const { store, drafts } = parts;
  return {
    rotate: ({ draftId, revision, actor, pageId, rotation }) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.rotated',
        payload: { pageId, rotation },
        apply: (draft) =>
          changePages(draft, pageId, (pages) =>
            pages.map((page) => (page.id === pageId ? { ...page, rotation } : page)),
          ),
      }),

    move: ({ draftId, revision, actor, pageId, toComponentId, toIndex }) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.moved',
        payload: { pageId, toComponentId, toIndex },
        apply: (draft) => movePage(draft, pageId, toComponentId, toIndex),
      }),

    remove({ draftId, revision, actor, pageId }) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const removed = findPage(draft.value, pageId);
      if (!removed) return fail('not-found');
      return drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.removed',
        // The whole page is kept in the event, so that the removal can be taken back, also after a restart.
        payload: removed,
        apply: (latest) => changePages(latest, pageId, (pages) => pages.filter((page) => page.id !== pageId)),
      });
    },

    restore({ draftId, revision, actor, pageId }) {
      const removal = store.events
        .of(draftId)
        .filter((event) => event.type === 'page.removed')
        .map((event) => event.payload as PlacedPage)
        .findLast((removed) => removed.page.id === pageId);
      if (!removal) return fail('not-found');
      return drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.restored',
        payload: { pageId, componentId: removal.componentId },
        apply: (draft) => {
          if (findPage(draft, pageId)) return ok(draft);
          return changeComponent(draft, removal.componentId, (component) => ({
            ...component,
            pages: component.pages.toSpliced(removal.index, 0, removal.page),
          }));
        },
      });
    },
  };
}
