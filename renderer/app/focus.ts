import { useEffect } from 'react';
import type { RefObject } from 'react';

const fields =
  'input:not([disabled]):not([type="hidden"]), textarea:not([disabled]), [role="option"], [role="row"], button:not([disabled])';

/**
 * Puts the focus on the first field inside `container` whenever `key` changes; waits up to a second for a field to
 * appear, and gives up as soon as the person acts. `[data-first-focus]` names another place to start.
 */
export function useFirstFocus(container: RefObject<HTMLElement | null>, key: string): void {
  useEffect(() => {
    const root = container.current;
    if (!root) return undefined;
    const focusFirst = (): boolean => {
      if (root.contains(document.activeElement) && document.activeElement !== root) return true;
      const marked = root.querySelector<HTMLElement>('[data-first-focus]');
      const inside = [...(marked ?? root).querySelectorAll<HTMLElement>(fields)];
      // What a notice offers is never where work starts.
      const first = marked?.matches(fields)
        ? marked
        : inside.find((field) => !field.closest('[role="alert"], .mc-offer'));
      first?.focus();
      return Boolean(first);
    };
    if (focusFirst()) return undefined;
    const watcher = new MutationObserver(() => {
      if (focusFirst()) stop();
    });
    const stop = () => {
      watcher.disconnect();
      window.removeEventListener('keydown', stop, true);
      window.removeEventListener('pointerdown', stop, true);
      clearTimeout(timer);
    };
    const timer = setTimeout(stop, 1000);
    watcher.observe(root, { childList: true, subtree: true });
    window.addEventListener('keydown', stop, true);
    window.addEventListener('pointerdown', stop, true);
    return stop;
  }, [container, key]);
}
