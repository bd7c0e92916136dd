import type { Shortcut } from '../app/shortcuts.ts';

/** A key as it stands on the keyboard. */
export function Kbd({ keys }: { readonly keys: Shortcut }) {
  return (
    <kbd className="mc-kbd" aria-hidden="true">
      {keys}
    </kbd>
  );
}
