import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Keys that a button can carry, as they are written on it. */
export type Shortcut =
  | 'Enter'
  | 'Esc'
  | 'F2'
  | 'F3'
  | 'F4'
  | 'F5'
  | 'F6'
  | 'F7'
  | 'F8'
  | 'F9'
  | 'F10'
  | 'F12'
  | `Ctrl+${'B' | 'G' | 'K' | 'Enter' | 'P' | 'L' | 'N' | 'Y' | 'Z' | 'Shift+P'}`
  | `Alt+${'1' | '2' | '3' | '4' | '5' | '6' | 'C' | 'D' | 'H' | 'K' | 'S'}`;

interface Binding {
  readonly shortcut: Shortcut;
  element(): HTMLElement | null;
  run(): void;
}

const bindings: Binding[] = [];

function written(event: KeyboardEvent): string {
  const key = event.key === 'Escape' ? 'Esc' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // Alt with a digit gives another character on some layouts; the physical key is meant.
  const digit = event.altKey && event.code.startsWith('Digit') ? event.code.slice(5) : key;
  const ctrl = event.ctrlKey || event.metaKey;
  return `${ctrl ? 'Ctrl+' : ''}${ctrl && event.shiftKey ? 'Shift+' : ''}${event.altKey ? 'Alt+' : ''}${digit}`;
}

/** Where Enter already means something else. */
const ownEnter =
  'button, a[href], textarea, [role="option"], [role="menuitem"], [aria-expanded="true"], [data-own-enter]';

/** Behind an open dialog everything is inert, and so are its shortcuts; an open list hides things too, but blocks nothing. */
function isBehindDialog(element: HTMLElement): boolean {
  return document.querySelector('.mc-overlay') !== null && !element.closest('.mc-overlay');
}

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const pressed = written(event);
  const target = event.target instanceof Element ? event.target : null;
  if (pressed === 'Enter' && target?.closest(ownEnter)) return;
  if (pressed === 'Esc' && target?.closest('[aria-expanded="true"], [data-own-escape]')) return;
  for (let index = bindings.length - 1; index >= 0; index -= 1) {
    const binding = bindings[index];
    if (!binding || binding.shortcut !== pressed) continue;
    const element = binding.element();
    if (element && (!element.isConnected || isBehindDialog(element))) continue;
    event.preventDefault();
    binding.run();
    return;
  }
}

/** Radio buttons and check boxes keep Enter to themselves, though it means nothing to them: it goes on from there too. */
function heardEarly(event: KeyboardEvent): void {
  const target = event.target;
  const silent =
    target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox');
  if (!silent || event.key !== 'Enter') return;
  heard(event);
  if (event.defaultPrevented) event.stopPropagation();
}

/** Binds a key while shown; the youngest binding of a key wins. */
export function useShortcut(
  shortcut: Shortcut | undefined,
  run: () => void,
  element: RefObject<HTMLElement | null>,
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!shortcut) return undefined;
    const binding: Binding = { shortcut, element: () => element.current, run: () => latest.current() };
    if (bindings.length === 0) {
      window.addEventListener('keydown', heard);
      // On the document: the window hears a scanner first.
      document.addEventListener('keydown', heardEarly, true);
    }
    bindings.push(binding);
    return () => {
      bindings.splice(bindings.indexOf(binding), 1);
      if (bindings.length === 0) {
        window.removeEventListener('keydown', heard);
        document.removeEventListener('keydown', heardEarly, true);
      }
    };
  }, [shortcut, element]);
}
