import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftHandle } from '../../../app/draft.tsx';
import { peopleOf, peopleText } from './person-text.ts';
import type { PeopleText } from './person-text.ts';

/** Time after the last key until typed text is saved, ms. */
const saveAfterMs = 800;

export type SaveState = 'saved' | 'saving' | 'unsaved';

export interface People {
  readonly text: PeopleText;
  readonly state: SaveState;
  change(text: PeopleText): void;
  /** Saves what is typed, if it differs; true when everything is saved. */
  save(): Promise<boolean>;
}

/** What is typed about the people of a draft. Typed text is never taken away by an error or by another window. */
export function usePeople(draft: DraftHandle): People {
  const stored = JSON.stringify(draft.draft.people);
  const [text, setText] = useState<PeopleText>(() => peopleText(draft.draft.people));
  const [state, setState] = useState<SaveState>('saved');
  const typed = useRef(text);
  /** What the draft held when the text was last the same. */
  const known = useRef(stored);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // A scan or another window changed the people: show that, unless something typed is not saved yet.
  useEffect(() => {
    if (stored === known.current) return;
    const untouched = JSON.stringify(peopleOf(typed.current)) === known.current;
    if (stored !== JSON.stringify(peopleOf(typed.current)) && untouched) {
      const fresh = peopleText(JSON.parse(stored) as DraftHandle['draft']['people']);
      typed.current = fresh;
      setText(fresh);
    }
    known.current = stored;
  }, [stored]);

  const changeDraft = draft.change;
  const save = useCallback(async () => {
    clearTimeout(timer.current);
    const people = peopleOf(typed.current);
    const wanted = JSON.stringify(people);
    if (wanted === known.current) {
      setState('saved');
      return true;
    }
    setState('saving');
    const result = await changeDraft('intake.setPeople', people);
    if (result.ok) known.current = JSON.stringify(result.value.people);
    const still = JSON.stringify(peopleOf(typed.current));
    setState(result.ok && still === wanted ? 'saved' : 'unsaved');
    return result.ok;
  }, [changeDraft]);

  const change = useCallback(
    (next: PeopleText) => {
      typed.current = next;
      setText(next);
      setState('unsaved');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), saveAfterMs);
    },
    [save],
  );

  // Leaving the step saves what the timer has not saved yet.
  useEffect(() => () => void save(), [save]);

  return { text, state, change, save };
}
