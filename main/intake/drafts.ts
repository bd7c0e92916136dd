/**
 * Changes of a draft (hồ sơ nháp). Each is one transaction: the new draft and the event that tells of it.
 *
 * A change names the revision that it was made on. It is refused when another *person's* change came after that
 * revision; pages that arrived from a running scan in between do not count, since every change touches one field of the
 * latest draft and never overwrites the whole.
 */
import type { ErrorCode } from '../contract/errors.ts';
import type { Clock } from '../domain/clock.ts';
import type { Draft } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';

export interface DraftParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onChanged: (draft: Draft) => void;
}

export interface DraftChange {
  readonly draftId: string;
  /** Null for a change made by a running job: it applies to whatever is there. */
  readonly revision: number | null;
  readonly actor: string;
  /** Type of the event, e.g. `draft.people-set`. */
  readonly event: string;
  /** What the event keeps besides; ids and codes. */
  readonly payload?: unknown;
  /** The changed draft, or the code of why not. `revision` and `updatedAt` are set afterwards. */
  readonly apply: (draft: Draft) => Result<Draft, ErrorCode>;
}

/** A running job changes a draft with every page; windows hear of it this often, ms. A person's change is told at once. */
const toldEveryMs = 100;

export interface Drafts {
  open(draftId: string): Result<Draft, 'not-found' | 'draft-closed'>;
  change(change: DraftChange): Result<Draft, ErrorCode>;
  /** Tells now what a job has changed and windows have not heard yet; at the end of each job. */
  tellLatest(draftId: string): void;
}

export function createDrafts({ store, clock, newId, onChanged }: DraftParts): Drafts {
  /** Revision of the last change made by a person, since this process started. */
  const lastEdit = new Map<string, number>();

  /** Drafts of running jobs: when they were last told, and the newest state that still has to be. */
  const untold = new Map<string, { timer: NodeJS.Timeout; draft: Draft | null }>();

  function tell(draft: Draft): void {
    clearTimeout(untold.get(draft.id)?.timer);
    untold.delete(draft.id);
    onChanged(draft);
  }

  function tellLatest(draftId: string): void {
    const pending = untold.get(draftId);
    if (!pending) return;
    clearTimeout(pending.timer);
    untold.delete(draftId);
    if (pending.draft) onChanged(pending.draft);
  }

  /** The first change at once, later ones together. */
  function tellSoon(draft: Draft): void {
    const pending = untold.get(draft.id);
    if (pending) {
      pending.draft = draft;
      return;
    }
    onChanged(draft);
    const timer = setTimeout(() => {
      const waiting = untold.get(draft.id)?.draft;
      untold.delete(draft.id);
      if (waiting) tellSoon(waiting);
    }, toldEveryMs);
    untold.set(draft.id, { timer, draft: null });
  }

  function open(draftId: string): Result<Draft, 'not-found' | 'draft-closed'> {
    const found = store.drafts.get(draftId);
    if (!found) return fail('not-found');
    return found.state === 'open' ? ok(found.draft) : fail('draft-closed');
  }

  return {
    open,
    tellLatest,
    change({ draftId, revision, actor, event, payload, apply }) {
      const current = open(draftId);
      if (!current.ok) return current;
      const draft = current.value;
      if (
        revision !== null &&
        (revision > draft.revision || revision < (lastEdit.get(draftId) ?? draft.revision))
      ) {
        return fail('draft-changed-elsewhere');
      }
      const applied = apply(draft);
      if (!applied.ok) return applied;
      const next: Draft = { ...applied.value, revision: draft.revision + 1, updatedAt: clock.now() };
      const written = store.transaction(() => {
        if (!store.drafts.update(next)) return false;
        store.events.append({
          id: newId(),
          at: next.updatedAt,
          actor,
          type: event,
          subject: draftId,
          payload: payload ?? { revision: next.revision },
        });
        return true;
      });
      if (!written.ok) return written;
      if (!written.value) return fail('draft-changed-elsewhere');
      if (revision !== null) lastEdit.set(draftId, next.revision);
      else if (!lastEdit.has(draftId)) lastEdit.set(draftId, draft.revision);
      if (revision === null) tellSoon(next);
      else tell(next);
      return ok(next);
    },
  };
}
