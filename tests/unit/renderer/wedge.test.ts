import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wedgeIdle, wedgeKey, wedgeLimits, wedgePause } from '../../../renderer/app/wedge-machine.ts';
import type { WedgeKey } from '../../../renderer/app/wedge-machine.ts';

interface Played {
  /** What stays in the field. */
  readonly field: string;
  readonly scans: readonly string[];
  readonly enters: number;
}

/** Plays keys into a field, with the timer that the window sets after each key of a scan. */
function play(keys: readonly WedgeKey[]): Played {
  let state = wedgeIdle;
  let field = '';
  let befores: string[] = [];
  let enters = 0;
  const scans: string[] = [];
  const pause = (time: number) => {
    const ended = wedgePause(state, time);
    state = ended.state;
    if (ended.scan !== null) scans.push(ended.scan);
  };
  for (const key of keys) {
    if (state.phase === 'scan' && key.time - state.lastTime >= wedgeLimits.endMs) {
      pause(state.lastTime + wedgeLimits.endMs);
    }
    const step = wedgeKey(state, key);
    state = step.state;
    if (step.action === 'begin') befores = [];
    if (state.phase === 'burst') befores.push(field);
    if (step.action === 'capture') field = befores[step.typed] ?? field;
    if (step.action === 'pass' || step.action === 'begin') {
      field += key.text;
      if (key.kind === 'end') enters += 1;
    }
    if (step.scan !== null) scans.push(step.scan);
  }
  pause(Number.MAX_SAFE_INTEGER);
  return { field, scans, enters };
}

function typed(text: string, gapMs: number, start = 1000): WedgeKey[] {
  return [...text].map((char, index) => ({ time: start + index * gapMs, kind: 'char' as const, text: char }));
}
const enter = (time: number): WedgeKey => ({ time, kind: 'end', text: '' });
const card = '001099012345||Nguyễn Văn An|05091999|Nam|Số 12 phố Trần Vỹ, Hà Nội|01012022';

describe('a scanner', () => {
  test('scan-left-in-field: a burst is taken out of the field, Vietnamese letters and all', () => {
    const keys = typed(card, 4);
    const played = play([...typed('Lê', 200, 0), ...keys, enter((keys.at(-1)?.time ?? 0) + 4)]);
    expect(played).toEqual({ field: 'Lê', scans: [card], enters: 0 });
  });
  test('scan-without-enter: a pause ends the scan', () => {
    expect(play(typed(card, 30))).toEqual({ field: '', scans: [card], enters: 0 });
  });
  test('late-enter-goes-on: an Enter just after the pause still belongs to the scan', () => {
    const keys = typed(card, 4);
    const last = keys.at(-1)?.time ?? 0;
    expect(play([...keys, enter(last + 160)]).enters).toBe(0);
    expect(play([...keys, enter(last + 800)]).enters).toBe(1);
  });
  test('slow-machine: once it is known to be a scan, gaps up to the end pause are allowed', () => {
    const head = typed(card.slice(0, 12), 30);
    const start = (head.at(-1)?.time ?? 0) + 70;
    expect(play([...head, ...typed(card.slice(12), 70, start)]).scans).toEqual([card]);
  });
  test('short-code-left-in-field: eight characters at a scanner’s pace are a scan', () => {
    const keys = typed('1.000123', 5);
    expect(play([...keys, enter((keys.at(-1)?.time ?? 0) + 5)])).toEqual({
      field: '',
      scans: ['1.000123'],
      enters: 0,
    });
  });
  test('very-short-code: four characters and the Enter of a scanner are a scan; without the Enter they are not', () => {
    const keys = typed('A123', 5);
    expect(play([...keys, enter((keys.at(-1)?.time ?? 0) + 5)]).scans).toEqual(['A123']);
    expect(play(keys)).toEqual({ field: 'A123', scans: [], enters: 0 });
  });
  test('identifier-in-front: a marked code is a scan after its fifth character', () => {
    expect(play(typed(']C1AB', 10)).scans).toEqual([']C1AB']);
  });
  test('typed-key-swallowed: a key typed just before a scan stays in the field', () => {
    for (const gap of [25, 30, 35]) {
      const person = typed('Lê', 120, 0);
      const start = (person.at(-1)?.time ?? 0) + gap;
      const played = play([...person, ...typed(card, 4, start), enter(start + card.length * 4)]);
      expect(played).toEqual({ field: 'Lê', scans: [card], enters: 0 });
    }
  });
  test('slow-scanner-split: at 30 ms a key every character belongs to the scan', () => {
    const keys = [...card].map((text, index) => ({
      time: 1000 + index * 30 + (index % 3),
      kind: 'char' as const,
      text,
    }));
    expect(play(keys)).toEqual({ field: '', scans: [card], enters: 0 });
  });
  test('coarse-clock: times that tick every 15.6 ms split no scan', () => {
    for (const gap of [3, 5, 8]) {
      const keys = typed(card, gap, 0).map((key) => ({ ...key, time: Math.floor(key.time / 15.6) * 15.6 }));
      expect(play(keys)).toEqual({ field: '', scans: [card], enters: 0 });
    }
  });
  test('two-scans-in-a-row: both are read, apart', () => {
    const first = typed('H26.11-261122-0001', 5);
    const end = (first.at(-1)?.time ?? 0) + 5;
    const second = typed('H26.11-261122-0002', 5, end + 300);
    const played = play([...first, enter(end), ...second, enter((second.at(-1)?.time ?? 0) + 5)]);
    expect(played.scans).toEqual(['H26.11-261122-0001', 'H26.11-261122-0002']);
  });
});

describe('a person', () => {
  test('human-typing-swallowed: whatever a person types, at any human pace, stays, and Enter goes on', () => {
    const key = fc.tuple(fc.integer({ min: 36, max: 2000 }), fc.constantFrom(...'aăâđêôơư 0123456789|'));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 80 }), (keys) => {
        let time = 0;
        const events = keys.map(([gap, char]): WedgeKey => ({
          time: (time += gap),
          kind: 'char',
          text: char,
        }));
        const played = play([...events, enter(time + 200)]);
        expect(played).toEqual({ field: keys.map(([, char]) => char).join(''), scans: [], enters: 1 });
      }),
    );
  });
  test('fast-roll-swallowed: a short burst of fingers is not a scan', () => {
    const keys = typed('nguyễn văn', 20);
    expect(play([...keys, enter((keys.at(-1)?.time ?? 0) + 20)])).toEqual({
      field: 'nguyễn văn',
      scans: [],
      enters: 1,
    });
  });
  test('input-method-swallowed: the quick backspaces and letters of a Vietnamese input method are no scan', () => {
    const keys: WedgeKey[] = [];
    for (let index = 0; index < 40; index += 1) {
      const time = index * 10;
      keys.push(index % 3 === 0 ? { time, kind: 'erase', text: '' } : { time, kind: 'char', text: 'ễ' });
    }
    expect(play(keys).scans).toEqual([]);
  });
  test('abbreviation-swallowed: what a program types after taking the abbreviation back stays, whatever it is', () => {
    const erase = (time: number): WedgeKey => ({ time, kind: 'erase', text: '' });
    const written = 'Số 12, phố Thí Dụ, phường Láng, thành phố Hà Nội';
    for (const gap of [0, 1, 4, 15]) {
      const start = 1000 + 3 * gap;
      const keys = [erase(1000), erase(1000 + gap), erase(1000 + 2 * gap), ...typed(written, gap, start)];
      expect(play([...keys, enter(start + written.length * gap)])).toEqual({
        field: written,
        scans: [],
        enters: 1,
      });
    }
  });
  test('scan-after-backspace-leaks: a scan just after somebody corrected a letter is a scan', () => {
    for (const gap of [5, 30, 90]) {
      const keys = [{ time: 1000 - gap, kind: 'erase', text: '' } as const, ...typed(card, 4)];
      expect(play(keys)).toEqual({ field: '', scans: [card], enters: 0 });
    }
  });
});
