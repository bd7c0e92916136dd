import { useEffect, useRef } from 'react';

export type CaptureAction =
  | 'turn-right'
  | 'turn-left'
  | 'earlier'
  | 'later'
  | 'remove'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit'
  | 'paper-before'
  | 'paper-after'
  | 'arrange'
  | GateAction;

/** What is done about what was seen on a page. */
export type GateAction = 'rescan' | 'accept' | 'split' | 'compare' | 'next-fault';

export interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const plain: Readonly<Record<string, CaptureAction>> = {
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'fit',
  '[': 'paper-before',
  ']': 'paper-after',
  Delete: 'remove',
  m: 'arrange',
  M: 'arrange',
};

const letters: Readonly<Record<string, GateAction>> = {
  q: 'rescan',
  a: 'accept',
  t: 'split',
  c: 'compare',
  n: 'next-fault',
};

/** What a key means on the capture step, outside fields where text is typed. */
export function captureAction(pressed: Pressed): CaptureAction | null {
  if (pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.altKey) {
    if (pressed.key === 'ArrowLeft') return 'earlier';
    return pressed.key === 'ArrowRight' ? 'later' : null;
  }
  if (pressed.key === 'r' || pressed.key === 'R') return pressed.shiftKey ? 'turn-left' : 'turn-right';
  return plain[pressed.key] ?? (pressed.shiftKey ? null : (letters[pressed.key.toLowerCase()] ?? null));
}

/** Text is being typed, or a list of choices is open: single letters belong there. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type="range"]), textarea, [contenteditable="true"], [role="menu"], [aria-expanded="true"]',
    ) !== null
  );
}

export interface KeyHeard extends Pressed {
  readonly target: EventTarget | null;
  preventDefault(): void;
  stopPropagation(): void;
}

/** Keys pressed while nothing has the focus, as when the thing that had it is gone: the step still hears them. */
export function useKeysOfNobody(onKey: (event: KeyHeard) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.target === document.body && !document.querySelector('.mc-overlay')) latest.current(event);
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);
}
