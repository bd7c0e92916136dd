import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { InputOf, OperationName, OutputOf } from '../../main/contract/operations.ts';
import { call, useEvent, useSlow } from './api.ts';
import type { CallFailure, CallResult, Draft } from './shapes.ts';

/** Operations that change a draft at a named revision and return the changed draft. */
export type DraftOperation = {
  [Name in OperationName]: InputOf<Name> extends { draftId: string; revision: number }
    ? OutputOf<Name> extends Draft
      ? Name
      : never
    : never;
}[OperationName];

export type DraftInput<Name extends DraftOperation> = Omit<InputOf<Name>, 'draftId' | 'revision'>;

/** A draft on screen: always the newest revision known, and the one way to change it. */
export interface DraftHandle {
  readonly draft: Draft;
  /**
   * Runs one change after the ones before it, on the newest revision. When another window was faster, the newest
   * draft is loaded, the change is not made, and the failure is `draft-changed-elsewhere`. An input that depends on
   * what the earlier changes made of the draft is a function of it; `null` means that there is nothing to change.
   */
  change<Name extends DraftOperation>(
    name: Name,
    input: DraftInput<Name> | ((newest: Draft) => DraftInput<Name> | null),
  ): Promise<CallResult<Draft>>;
  /** Ends when every change asked for so far has been answered, with the newest draft. */
  settled(): Promise<Draft>;
  /** Takes over a draft that another operation returned, if it is newer. */
  take(draft: Draft): void;
  readonly changing: boolean;
  /** Failure of the last change; cleared by the next one. */
  readonly error: CallFailure | null;
  clearError(): void;
}

export interface OpenDraft {
  /** Null until opened, or when it could not be opened. */
  readonly handle: DraftHandle | null;
  readonly error: CallFailure | null;
  /** True after 200 ms without an answer. */
  readonly loading: boolean;
  reload(): void;
}

/** Opens a draft and follows it: own changes, other windows and running jobs. */
export function useDraft(draftId: string): OpenDraft {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [openError, setOpenError] = useState<CallFailure | null>(null);
  const [error, setError] = useState<CallFailure | null>(null);
  const [pending, setPending] = useState(0);
  const [turn, setTurn] = useState(0);
  const newest = useRef<Draft | null>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const take = useCallback((next: Draft) => {
    if (newest.current?.id === next.id && next.revision <= newest.current.revision) return;
    newest.current = next;
    setDraft(next);
  }, []);

  useEffect(() => {
    let current = true;
    if (newest.current?.id !== draftId) newest.current = null;
    void call('intake.open', { draftId }).then((result) => {
      if (!current) return;
      setOpenError(result.ok ? null : result.error);
      if (result.ok) take(result.value);
    });
    return () => {
      current = false;
    };
  }, [draftId, turn, take]);

  useEvent('draft.changed', (event) => {
    if (event.draft.id === draftId && newest.current?.id === draftId) take(event.draft);
  });

  const change = useCallback(
    <Name extends DraftOperation>(
      name: Name,
      input: DraftInput<Name> | ((newest: Draft) => DraftInput<Name> | null),
    ): Promise<CallResult<Draft>> => {
      const run = async (): Promise<CallResult<Draft>> => {
        const latest = newest.current;
        const wanted = typeof input !== 'function' ? input : latest ? input(latest) : null;
        if (latest && wanted === null) {
          setPending((before) => before - 1);
          return { ok: true, value: latest };
        }
        const full = { ...wanted, draftId, revision: latest?.revision ?? 0 } as unknown as InputOf<Name>;
        const result = (await call(name, full)) as CallResult<Draft>;
        if (result.ok) {
          take(result.value);
          setError(null);
        } else {
          setError(result.error);
          if (result.error.code === 'draft-changed-elsewhere') {
            const fresh = await call('intake.open', { draftId });
            if (fresh.ok) take(fresh.value);
          }
        }
        setPending((before) => before - 1);
        return result;
      };
      setPending((before) => before + 1);
      const next = queue.current.then(run);
      queue.current = next;
      return next;
    },
    [draftId, take],
  );

  const settled = useCallback(async () => {
    await queue.current;
    if (!newest.current) throw new Error('no draft is open');
    return newest.current;
  }, []);
  const clearError = useCallback(() => setError(null), []);
  const reload = useCallback(() => setTurn((before) => before + 1), []);

  const shown = draft?.id === draftId ? draft : null;
  const changing = pending > 0;
  const handle = useMemo<DraftHandle | null>(
    () => (shown ? { draft: shown, change, settled, take, changing, error, clearError } : null),
    [shown, change, settled, take, changing, error, clearError],
  );
  return { handle, error: openError, loading: useSlow(!shown && !openError), reload };
}
