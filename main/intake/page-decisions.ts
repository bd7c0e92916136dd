/** What an officer decides about captured pages (quyết định về trang); each decision is an event of the dossier. */
import type { ErrorCode } from '../contract/errors.ts';
import type { Clock } from '../domain/clock.ts';
import type { ComponentState, Draft, Page } from '../domain/dossier.ts';
import { faultsOfAside, findFiledPage, findKeptPage, putBack, setAside } from '../domain/page-gate.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { changeComponent } from './draft-pages.ts';
import type { Drafts } from './drafts.ts';
import type { Digitization } from './ports.ts';

export interface Decision {
  readonly draftId: string;
  readonly revision: number;
  readonly actor: string;
  readonly pageId: string;
}

type Changed = Result<Draft, ErrorCode>;

export interface PageDecisions {
  decide(decision: Decision & { reason: string | null }): Changed;
  fileAside(decision: Decision): Changed;
  keepAside(decision: Omit<Decision, 'pageId'> & { componentId: string }): Changed;
  split(decision: Decision): Promise<Changed>;
  join(decision: Decision): Changed;
}

export function createPageDecisions(parts: {
  readonly drafts: Drafts;
  readonly digitization: Pick<Digitization, 'looks' | 'pagesOfPapers'>;
  readonly clock: Clock;
}): PageDecisions {
  const { drafts, digitization } = parts;
  const { looks } = digitization;

  function facts(page: Page) {
    const look = looks.of(page);
    return look.state === 'seen' ? look.facts : null;
  }

  /** Changes one page of the file, in its place. */
  function changePage(
    { draftId, revision, actor, pageId }: Decision,
    event: string,
    payload: object,
    change: (page: Page) => Page,
  ): Changed {
    return drafts.change({
      draftId,
      revision,
      actor,
      event,
      payload: { pageId, ...payload },
      apply: (draft) => {
        const found = findFiledPage(draft, pageId);
        if (!found) return fail('not-found');
        return changeComponent(draft, found.componentId, (component) => ({
          ...component,
          pages: component.pages.map((page) => (page.id === pageId ? change(page) : page)),
        }));
      },
    });
  }

  return {
    decide({ reason, ...decision }) {
      const draft = drafts.open(decision.draftId);
      if (!draft.ok) return draft;
      const found = findFiledPage(draft.value, decision.pageId);
      if (!found) return fail('not-found');
      if (reason === null)
        return changePage(decision, 'page.decision-withdrawn', {}, ({ decision: _, ...page }) => page);
      const faults = [...new Set((facts(found.page)?.faults ?? []).map(({ kind }) => kind))];
      const made = { reason, faults, officerId: decision.actor, at: parts.clock.now() };
      return changePage(decision, 'page.faults-accepted', { reason, faults }, (page) => ({
        ...page,
        decision: made,
      }));
    },

    fileAside({ draftId, revision, actor, pageId }) {
      return changeHolder({ draftId, revision, actor, pageId }, 'page.aside-filed', (component) => {
        const aside = component.aside?.find(({ page }) => page.id === pageId);
        if (!aside) return component;
        const decision = {
          reason: '',
          faults: faultsOfAside(aside),
          officerId: actor,
          at: parts.clock.now(),
        };
        return putBack(component, pageId, (page) => ({ ...page, decision }));
      });
    },

    keepAside: ({ draftId, revision, actor, componentId }) =>
      drafts.change({
        draftId,
        revision,
        actor,
        event: 'pages.left-aside',
        payload: { componentId },
        apply: (draft) =>
          changeComponent(draft, componentId, (component) => ({
            ...component,
            aside: (component.aside ?? []).map((each) => ({ ...each, seen: true })),
          })),
      }),

    async split({ draftId, revision, actor, pageId }) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const found = findFiledPage(draft.value, pageId);
      const papers = found ? (facts(found.page)?.papers ?? []) : [];
      if (!found || papers.length < 2) return fail('not-found');
      const pieces = await digitization.pagesOfPapers(found.page, papers);
      if (!pieces.ok) return pieces;
      const changed = drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.split',
        payload: { pageId, pieces: pieces.value.map(({ id, imageBlob }) => ({ id, imageBlob })) },
        apply: (latest) => {
          const placed = findFiledPage(latest, pageId);
          if (!placed) return fail('not-found');
          return changeComponent(latest, placed.componentId, (component) => {
            const without = setAside(component, pageId, { why: 'cut', seen: true });
            return { ...without, pages: without.pages.toSpliced(placed.index, 0, ...pieces.value) };
          });
        },
      });
      if (changed.ok) for (const piece of pieces.value) looks.soon(draftId, piece);
      return changed;
    },

    join({ draftId, revision, actor, pageId }) {
      const isPiece = (page: Page) => page.cutFrom === pageId;
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      return drafts.change({
        draftId,
        revision,
        actor,
        event: 'page.joined',
        // Whole, so that nothing that was captured is ever without a record of where it is kept.
        payload: { pageId, pieces: draft.value.components.flatMap(({ pages }) => pages.filter(isPiece)) },
        apply: (latest) => {
          const holder = latest.components.find(({ aside = [] }) =>
            aside.some(({ page }) => page.id === pageId),
          );
          if (!holder) return fail('not-found');
          const first = holder.pages.findIndex(isPiece);
          const components = latest.components.map((component): ComponentState => {
            const pages = component.pages.filter((page) => !isPiece(page));
            const aside = (component.aside ?? []).filter(({ page }) => !isPiece(page));
            const bare = { ...component, pages, ...(component.aside ? { aside } : {}) };
            if (component !== holder) return bare;
            if (first < 0) return putBack(bare, pageId);
            const back = aside.find(({ page }) => page.id === pageId);
            return {
              ...bare,
              pages: back ? pages.toSpliced(first, 0, back.page) : pages,
              aside: aside.filter((each) => each !== back),
            };
          });
          return ok({ ...latest, components });
        },
      });
    },
  };

  /** Changes the component that holds a page aside. */
  function changeHolder(
    { draftId, revision, actor, pageId }: Decision,
    event: string,
    change: (component: ComponentState) => ComponentState,
  ): Changed {
    return drafts.change({
      draftId,
      revision,
      actor,
      event,
      payload: { pageId },
      apply: (draft) => {
        const found = findKeptPage(draft, pageId);
        return found ? changeComponent(draft, found.component.componentId, change) : fail('not-found');
      },
    });
  }
}
