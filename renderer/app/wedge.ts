import { useEffect, useRef } from 'react';
import { readCode } from '../../main/contract/scan-reading.ts';
import { remember, restore, typeInto } from './wedge-field.ts';
import type { Remembered } from './wedge-field.ts';
import { wedgeIdle, wedgeKey, wedgePause } from './wedge-machine.ts';
import type { WedgeKey } from './wedge-machine.ts';

export interface WedgeScan {
  readonly text: string;
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
  // A held BackSpace repeats more slowly than a program presses it; some systems call both a repeat.
  if (event.key === 'Backspace' && !chord) return { time, kind: 'erase', text: '' };
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

/** A scan without an end key is over after so many looks in a row at which no key had come. */
const looks = 6;
/** The same when its text makes no sense yet: on a busy machine the rest may still be on its way here. */
const looksInVain = 24;
const betweenLooksMs = 25;
/** A look that comes later than this shows that the window stood still, ms: keys may wait that it has not heard yet. */
const lateMs = 15;
/** No window stands still for longer without being seen to, ms. */
const quietAtMostMs = 1_500;

/**
 * Calls `over` when no key has come for a while. Keys carry the time at which they were pressed, so that waiting longer
 * mixes nothing up; ending while keys still wait would cut a scan in two.
 */
function quietTime(whole: () => boolean, over: () => void): { await(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (began: number, due: number, seen: number) => {
    const now = performance.now();
    const quiet = now - due > lateMs ? 0 : seen + 1;
    const enough = quiet >= looksInVain || (quiet === looks && whole());
    if (enough || now - began > quietAtMostMs) return over();
    timer = setTimeout(look, betweenLooksMs, began, now + betweenLooksMs, quiet);
  };
  return {
    await() {
      clearTimeout(timer);
      const now = performance.now();
      timer = setTimeout(look, betweenLooksMs, now, now + betweenLooksMs, 0);
    },
    cancel: () => clearTimeout(timer),
  };
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
    const whole = () => readCode(state.chars.join('')).kind !== 'unusable';
    const quiet = quietTime(whole, () => {
      const ended = wedgePause(state, performance.now());
      state = ended.state;
      if (ended.scan !== null) tell(ended.scan);
    });
    const held = new Set<string>();

    const tell = (text: string) => {
      const field = place;
      latest.current({ text, giveBack: field ? (part) => typeInto(field, part) : null });
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
      if (state.phase === 'scan') quiet.await();
      else quiet.cancel();
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
      quiet.cancel();
      window.removeEventListener('keydown', down, true);
      window.removeEventListener('keyup', up, true);
    };
  }, [hearing]);
}
