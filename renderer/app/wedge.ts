import { useEffect, useRef } from 'react';
import { wedgeIdle, wedgeKey, wedgeLimits, wedgePause } from './wedge-machine.ts';
import type { WedgeKey } from './wedge-machine.ts';

/** What a text field held before the keys of a scan fell into it. */
interface Remembered {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

function remember(target: EventTarget | null): Remembered | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
}

function restore({ field, value, start, end }: Remembered): void {
  if (field.value === value) return;
  // React watches the prototype's setter; only it makes the field's owner hear of the old value.
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (start !== null && field.isConnected) field.setSelectionRange(start, end);
}

const modifiers = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

function read(event: KeyboardEvent): WedgeKey {
  const chord = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph');
  const time = event.timeStamp;
  if (event.repeat || event.isComposing || chord) return { time, kind: 'other', text: '' };
  if (event.key === 'Enter' || event.key === 'Tab') return { time, kind: 'end', text: '' };
  // A key that the system's layout cannot name: a letter was there and is lost, and the reading must show it.
  if (event.key === '' || event.key === 'Unidentified' || /^\p{Cc}$/u.test(event.key)) {
    return { time, kind: 'char', text: '\uFFFD' };
  }
  return [...event.key].length === 1
    ? { time, kind: 'char', text: event.key.normalize('NFC') }
    : { time, kind: 'other', text: '' };
}

/** Hears a keyboard-wedge scanner anywhere in the window and keeps its keys out of the fields. */
export function useWedge(onScan: (text: string) => void): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    let state = wedgeIdle;
    let remembered: Remembered | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const held = new Set<string>();

    const pause = () => {
      const ended = wedgePause(state, performance.now());
      state = ended.state;
      if (ended.scan !== null) latest.current(ended.scan);
      else if (state.phase === 'scan') timer = setTimeout(pause, wedgeLimits.endMs);
    };
    const down = (event: KeyboardEvent) => {
      if (modifiers.has(event.key)) return;
      const step = wedgeKey(state, read(event));
      state = step.state;
      if (step.action === 'begin') remembered = remember(event.target);
      if (step.action === 'capture' && remembered) restore(remembered);
      if (step.action === 'capture' || step.action === 'hold') {
        event.preventDefault();
        event.stopImmediatePropagation();
        held.add(event.code);
      }
      clearTimeout(timer);
      if (state.phase === 'scan') timer = setTimeout(pause, wedgeLimits.endMs);
      if (step.scan !== null) latest.current(step.scan);
    };
    const up = (event: KeyboardEvent) => {
      if (!held.delete(event.code)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', down, true);
    window.addEventListener('keyup', up, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', down, true);
      window.removeEventListener('keyup', up, true);
    };
  }, []);
}
