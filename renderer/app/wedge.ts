import { useEffect, useRef } from 'react';
import { remember, restore, typeInto } from './wedge-field.ts';
import type { Remembered } from './wedge-field.ts';
import { wedgeIdle, wedgeKey, wedgeLimits, wedgePause } from './wedge-machine.ts';
import type { FinishedScan, WedgeKey } from './wedge-machine.ts';

export interface WedgeScan extends FinishedScan {
  /**
   * Puts text back into the field that had the focus when the scan began; null when there was none. Returns false when
   * that field has gone.
   */
  readonly giveBack: ((text: string) => boolean) | null;
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

/**
 * Hears a keyboard-wedge scanner anywhere in the window and keeps its keys out of the fields, while `hearing`: where
 * nobody takes a scan (signing in), every key belongs to the field, however fast it comes.
 */
export function useWedge(onScan: (scan: WedgeScan) => void, { hearing }: { hearing: boolean }): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    if (!hearing) return undefined;
    let state = wedgeIdle;
    /** What the field held before each key of the burst. */
    let before: (Remembered | null)[] = [];
    let place: Remembered | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const held = new Set<string>();

    const tell = (scan: FinishedScan) => {
      const field = place;
      latest.current({ ...scan, giveBack: field ? (text) => typeInto(field, text) : null });
    };
    const pause = () => {
      const ended = wedgePause(state, performance.now());
      state = ended.state;
      if (ended.scan !== null) tell(ended.scan);
      else if (state.phase === 'scan') timer = setTimeout(pause, wedgeLimits.endMs);
    };
    const down = (event: KeyboardEvent) => {
      if (modifiers.has(event.key)) return;
      const step = wedgeKey(state, read(event));
      state = step.state;
      if (step.action === 'begin') before = [];
      if (state.phase === 'burst') before.push(remember(event.target));
      if (step.action === 'capture') {
        place = before[step.typed] ?? null;
        if (place) restore(place);
        before = [];
      }
      if (step.action === 'capture' || step.action === 'hold') {
        event.preventDefault();
        event.stopImmediatePropagation();
        held.add(event.code);
      }
      clearTimeout(timer);
      if (state.phase === 'scan') timer = setTimeout(pause, wedgeLimits.endMs);
      if (step.scan !== null) tell(step.scan);
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
  }, [hearing]);
}
