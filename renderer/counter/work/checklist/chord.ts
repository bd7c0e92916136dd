import { useEffect, useRef } from 'react';

export interface Chord {
  /** Upper-case letter, or `Delete`. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

/** Keys pressed together that no button of the kit carries; bound while shown, and not behind an open dialog. */
export function useChord(chord: Chord, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { key, ctrl, shift } = chord;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const pressed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      if (event.repeat || event.isComposing || pressed !== key || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) !== ctrl || event.shiftKey !== shift) return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    // Before the shortcuts of buttons, which do not look at Shift.
    window.addEventListener('keydown', heard, true);
    return () => window.removeEventListener('keydown', heard, true);
  }, [key, ctrl, shift]);
}
