/**
 * The gate at capture (kiểm trang khi quét): pages are looked at while their paper is on the desk, empty ones are set aside,
 * and what an officer decided is kept with the page.
 */
import type { ErrorCode } from '../contract/errors.ts';
import type { WindowEvent } from '../contract/events.ts';
import type { PageLook } from '../contract/page-look.ts';
import type { Clock } from '../domain/clock.ts';
import type { Dossier, Draft, Page } from '../domain/dossier.ts';
import { findFiledPage, findKeptPage, goesAside, setAside, undecidedFaults } from '../domain/page-gate.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import { changeComponent } from './draft-pages.ts';
import type { Drafts } from './drafts.ts';
import { createPageDecisions, type PageDecisions } from './page-decisions.ts';
import type { Digitization } from './ports.ts';

export interface PageGateParts {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly digitization: Digitization;
  readonly clock: Clock;
  readonly tell: (event: WindowEvent) => void;
  /** Files are being made of the draft: what changed it now would stop that. */
  readonly isBeingAccepted: (draftId: string) => boolean;
}

export interface PageGate extends PageDecisions {
  looks(ownerId: string): Result<{ items: { pageId: string; look: PageLook }[] }, 'not-found'>;
  look(ownerId: string, pageId: string): Result<Record<string, never>, 'not-found'>;
  filePicture(
    ownerId: string,
    pageId: string,
  ): Promise<Result<{ mime: string; bytes: Uint8Array; dpi: number }, ErrorCode>>;
  /** A page has come into a draft. */
  captured(draftId: string, page: Page): void;
  /** From digitization. */
  looked(ownerId: string, pageId: string, look: PageLook): void;
  /** What is known to be empty and still lies in the file goes aside; what nobody has looked at is looked at. */
  settle(draft: Draft): void;
  /** The same for all drafts: what the last run of the program left undone. */
  settleAll(): void;
  /** Pages in the file with faults that nobody has decided about, with the component that holds each. */
  undecided(draft: Pick<Draft, 'components'>): Undecided[];
}

export interface Undecided {
  readonly pageId: string;
  readonly componentId: string;
  readonly faults: readonly string[];
}

/** Who sets empty pages aside. */
const gate = 'gate';

export function createPageGate(parts: PageGateParts): PageGate {
  const { store, drafts, digitization } = parts;
  const { looks } = digitization;

  function owner(id: string): Draft | Dossier | null {
    // An accepted dossier has its draft's id, and the closed draft is empty.
    return store.dossiers.get(id) ?? store.drafts.get(id)?.draft ?? null;
  }

  function asideWhenBlank(draftId: string, pageId: string): void {
    const draft = drafts.open(draftId);
    if (!draft.ok || parts.isBeingAccepted(draftId)) return;
    const found = findFiledPage(draft.value, pageId);
    if (!found || !goesAside(found.page)) return;
    const { componentId } = found;
    // A full disk leaves it in the file; it is set aside when the draft is opened again.
    void drafts.change({
      draftId,
      revision: null,
      actor: gate,
      event: 'page.set-aside',
      payload: { pageId, componentId, why: 'blank' },
      apply: (latest) =>
        changeComponent(latest, componentId, (component) =>
          setAside(component, pageId, { why: 'blank', seen: false }),
        ),
    });
  }

  function settle(draft: Draft): void {
    for (const { pages } of draft.components)
      for (const page of pages) {
        const look = looks.of(page);
        if (look.state === 'waiting') looks.soon(draft.id, page);
        else if (look.state === 'seen' && look.facts.blank) asideWhenBlank(draft.id, page.id);
      }
  }

  function facts(page: Page) {
    const look = looks.of(page);
    return look.state === 'seen' ? look.facts : null;
  }

  return {
    ...createPageDecisions(parts),
    settle,

    looks(ownerId) {
      const found = owner(ownerId);
      if (!found) return fail('not-found');
      if ('revision' in found) settle(found);
      const pages = found.components.flatMap(({ pages, aside = [] }) => [
        ...pages,
        ...aside.map((each) => each.page),
      ]);
      return ok({ items: pages.map((page) => ({ pageId: page.id, look: looks.of(page) })) });
    },

    look(ownerId, pageId) {
      const draft = drafts.open(ownerId);
      const found = draft.ok ? findKeptPage(draft.value, pageId) : null;
      if (!found) return fail('not-found');
      looks.first(ownerId, found.page);
      return ok({});
    },

    async filePicture(ownerId, pageId) {
      const found = findKeptPage(owner(ownerId) ?? { components: [] }, pageId);
      return found ? await digitization.pictureInFile(found.page) : fail('not-found');
    },

    captured: (draftId, page) => looks.soon(draftId, page),

    looked(ownerId, pageId, look) {
      if (look.state === 'seen' && look.facts.blank) asideWhenBlank(ownerId, pageId);
      parts.tell({ type: 'page.looked', ownerId, pageId, look });
    },

    settleAll() {
      for (const { id } of store.drafts.open()) {
        const draft = drafts.open(id);
        if (draft.ok) settle(draft.value);
      }
    },

    undecided: (draft) =>
      draft.components.flatMap(({ componentId, pages }) =>
        pages.flatMap((page) => {
          const faults = undecidedFaults(page, facts(page)?.faults ?? []).map(({ kind }) => kind);
          return faults.length > 0 ? [{ pageId: page.id, componentId, faults }] : [];
        }),
      ),
  };
}
