/**
 * What the words of a page suggest (gợi ý): what paper it is, its number and date. Shown to the officer and never applied
 * unasked; what he says to it is recorded, and asked once.
 */
import type { Catalogue } from '../catalogue/index.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { InputOf, OutputOf } from '../contract/operations.ts';
import { guessPaper, type PaperGuess } from '../domain/paper-guess.ts';
import type { Draft, Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import { changeComponent } from './draft-pages.ts';
import type { Drafts } from './drafts.ts';
import type { PageEdits } from './page-edits.ts';

export interface SuggestionParts {
  readonly store: Pick<Store, 'events' | 'pageTexts' | 'pageReadings'>;
  readonly catalogue: Catalogue;
  readonly drafts: Drafts;
  readonly move: PageEdits['move'];
}

export interface Suggestions {
  suggestion(input: InputOf<'capture.suggestion'>): Result<OutputOf<'capture.suggestion'>, ErrorCode>;
  answerSuggestion(input: InputOf<'capture.answerSuggestion'>, actor: string): Result<Draft, ErrorCode>;
}

interface PlacedPage {
  readonly page: Page;
  readonly componentId: string;
}

const events = { confirmed: 'page.suggestion-confirmed', dismissed: 'page.suggestion-dismissed' } as const;
const longestNote = 500;

export function createSuggestions({ store, catalogue, drafts, move }: SuggestionParts): Suggestions {
  function isAnswered(draftId: string, pageId: string): boolean {
    const answers: readonly string[] = Object.values(events);
    return store.events
      .of(draftId)
      .some(
        ({ type, payload }) => answers.includes(type) && (payload as { pageId?: unknown }).pageId === pageId,
      );
  }

  /** Null when the words tell nothing that the draft does not say already. */
  function guessFor(draft: Draft, { page, componentId }: PlacedPage): PaperGuess | null {
    const plain = store.pageTexts.plainOf(page.imageBlob);
    if (plain === null) return null;
    const procedure = draft.procedureCode ? catalogue.anyVersion(draft.procedureCode) : null;
    const asked = new Set(draft.components.map((component) => component.componentId));
    const guess = guessPaper(plain, procedure?.components.filter(({ id }) => asked.has(id)) ?? []);
    const here = guess.kind?.componentId === componentId;
    return (here || !guess.kind) && guess.number === null && guess.date === null ? null : guess;
  }

  return {
    suggestion({ draftId, pageId }) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const found = findPage(draft.value, pageId);
      if (!found) return fail('not-found');
      const reading = store.pageReadings.stateOf(found.page.imageBlob) ?? 'over';
      if (isAnswered(draftId, pageId)) return ok({ reading, guess: null });
      return ok({ reading, guess: guessFor(draft.value, found) });
    },

    answerSuggestion({ draftId, revision, pageId, answer }, actor) {
      const draft = drafts.open(draftId);
      if (!draft.ok) return draft;
      const found = findPage(draft.value, pageId);
      if (!found) return fail('not-found');
      // asked twice, answered once
      if (isAnswered(draftId, pageId)) return ok(draft.value);
      const guess = answer === 'confirm' ? guessFor(draft.value, found) : null;
      const target = guess?.kind?.componentId ?? found.componentId;
      const pages = draft.value.components.find((each) => each.componentId === target)?.pages;
      const note = guess ? noteOf(guess) : '';
      const recorded = drafts.change({
        ...{ draftId, revision, actor },
        event: answer === 'confirm' ? events.confirmed : events.dismissed,
        payload: {
          pageId,
          from: found.componentId,
          to: target,
          number: (guess?.number ?? null) !== null,
          date: (guess?.date ?? null) !== null,
        },
        apply: (latest) =>
          changeComponent(latest, target, (component) =>
            note === '' || component.note.includes(note)
              ? component
              : {
                  ...component,
                  note: [component.note, note].filter(Boolean).join('; ').slice(0, longestNote),
                },
          ),
      });
      if (!recorded.ok || target === found.componentId) return recorded;
      const changed = { draftId, revision: recorded.value.revision, actor };
      // as if the officer had moved it: it can be taken back like any other move
      return move({ ...changed, pageIds: [pageId], toComponentId: target, toIndex: pages?.length ?? 0 });
    },
  };
}

function findPage(draft: Draft, pageId: string): PlacedPage | null {
  for (const { componentId, pages } of draft.components) {
    const page = pages.find(({ id }) => id === pageId);
    if (page) return { page, componentId };
  }
  return null;
}

/** As it is noted on the paper, in Vietnamese like all that is kept: "Số 77/2025, ngày 03/11/2025". */
function noteOf({ number, date }: PaperGuess): string {
  const day = date?.split('-').reverse().join('/');
  const text = [number === null ? '' : `số ${number}`, day === undefined ? '' : `ngày ${day}`]
    .filter(Boolean)
    .join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
