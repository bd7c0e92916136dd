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
  | 'arrange';

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

/** What a key means on the capture step, outside fields where text is typed. */
export function captureAction(pressed: Pressed): CaptureAction | null {
  if (pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.altKey) {
    if (pressed.key === 'ArrowLeft') return 'earlier';
    return pressed.key === 'ArrowRight' ? 'later' : null;
  }
  if (pressed.key === 'r' || pressed.key === 'R') return pressed.shiftKey ? 'turn-left' : 'turn-right';
  return plain[pressed.key] ?? null;
}

/** Text is being typed, or a list of choices is open: single letters belong there. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, [contenteditable="true"], [role="menu"], [aria-expanded="true"]') !==
      null
  );
}
