import { useEffect } from 'react';
import type { RefObject } from 'react';

// A combo box opens its list when focused: never by itself.
const inputs =
  'input:not([disabled], [type="hidden"], [type="file"], [role="combobox"]), textarea:not([disabled]), [role="option"], [role="row"]';
const buttons = 'button:not([disabled])';

/** The first one in sight; what a notice offers is never where work starts. */
function firstOf(root: HTMLElement, selector: string): HTMLElement | undefined {
  const bottom = root.getBoundingClientRect().bottom;
  return [...root.querySelectorAll<HTMLElement>(selector)].find(
    (each) =>
      each.checkVisibility() &&
      each.getBoundingClientRect().top < bottom &&
      !each.closest('[role="alert"], .mc-offer'),
  );
}

/** How long a field may take to appear before a button is good enough, and before nothing is focused at all, ms. */
const fieldWithinMs = 250;
const anythingWithinMs = 1000;

/**
 * Puts the focus on the first field inside `container` whenever `key` changes; waits up to a second for a field to
 * appear, and gives up as soon as the person acts. Without fields it is the first button: a button takes Enter for
 * itself, a field lets it go on. `[data-first-focus]` names another place to start.
 */
export function useFirstFocus(container: RefObject<HTMLElement | null>, key: string): void {
  useEffect(() => {
    const root = container.current;
    if (!root) return undefined;
    let wanted = inputs;
    const focusFirst = (): boolean => {
      if (root.contains(document.activeElement) && document.activeElement !== root) return true;
      const marked = root.querySelector<HTMLElement>('[data-first-focus]');
      const first = marked?.matches(`${inputs}, ${buttons}`) ? marked : firstOf(marked ?? root, wanted);
      first?.focus();
      return Boolean(first);
    };
    if (focusFirst()) return undefined;
    const look = () => {
      if (focusFirst()) stop();
    };
    const watcher = new MutationObserver(look);
    const stop = () => {
      watcher.disconnect();
      window.removeEventListener('keydown', stop, true);
      window.removeEventListener('pointerdown', stop, true);
      clearTimeout(settle);
      clearTimeout(giveUp);
    };
    const settle = setTimeout(() => {
      wanted = `${inputs}, ${buttons}`;
      look();
    }, fieldWithinMs);
    const giveUp = setTimeout(stop, anythingWithinMs);
    watcher.observe(root, { childList: true, subtree: true });
    window.addEventListener('keydown', stop, true);
    window.addEventListener('pointerdown', stop, true);
    return stop;
  }, [container, key]);
}
