/**
 * Tells a keyboard-wedge scanner from a person by timing and frame alone. Pure: key presses with their times go in,
 * decisions come out. A person cannot type twelve characters with at most 35 ms between each two, nor eight within 16 ms
 * of one another, nor four and an Enter so; a scanner does. Clocks that tick every 15.6 ms are allowed for. A program that
 * types for a person (an input method's abbreviations, gõ tắt) is as fast, but takes the abbreviation back first: no
 * scanner has a BackSpace, and no finger presses it twice within 16 ms.
 */
export interface WedgeLimits {
  /** Longest gap inside a burst, ms, until it is known to be a scan. */
  readonly gapMs: number;
  /** Characters that make a burst a scan. */
  readonly minLength: number;
  /** Longest gap of a scanner at its usual pace, ms. */
  readonly fastGapMs: number;
  /** Characters that make a burst a scan when every gap is a fast one. */
  readonly minFastLength: number;
  /** The same when it began with an AIM identifier, `]Q3`: nobody types that. */
  readonly minMarkedLength: number;
  /** The same when an Enter or Tab follows just as fast. */
  readonly minEndedLength: number;
  /** A gap above this in a burst that is otherwise fast: what came before it was typed, ms. */
  readonly typedGapMs: number;
  /** A pause that ends a scan without Enter, ms: the longest gap once it is known to be one. */
  readonly endMs: number;
  /** An Enter this soon after a scan that ended by a pause still belongs to it, ms. */
  readonly lateEnterMs: number;
  /** Longer texts are cut off: no code that we read is longer. */
  readonly maxLength: number;
  /** BackSpaces in a row, each as fast as a scanner's key, that only a program presses. */
  readonly minErased: number;
}

export const wedgeLimits: WedgeLimits = {
  gapMs: 35,
  minLength: 12,
  fastGapMs: 16,
  minFastLength: 8,
  minMarkedLength: 5,
  minEndedLength: 4,
  typedGapMs: 24,
  endMs: 80,
  lateEnterMs: 150,
  maxLength: 8000,
  minErased: 2,
};

export interface WedgeKey {
  /** Milliseconds, same clock for all keys. */
  readonly time: number;
  /** `char`: one character; `end`: Enter or Tab; `erase`: BackSpace; `other`: another key, a held one, one with Ctrl or Alt. */
  readonly kind: 'char' | 'end' | 'erase' | 'other';
  /** The character, for `char`. */
  readonly text: string;
}

export interface WedgeState {
  /** `erasing`: BackSpaces; `program`: letters after so fast a row of them that a program pressed them. */
  readonly phase: 'idle' | 'burst' | 'scan' | 'erasing' | 'program';
  /** BackSpaces at a scanner's pace, in `erasing`. */
  readonly erased: number;
  /** Characters of the burst or scan so far. */
  readonly chars: readonly string[];
  /** Gaps between the characters of a burst, ms; empty once it is a scan. */
  readonly gaps: readonly number[];
  readonly lastTime: number;
  /** When the last scan ended by a pause; -Infinity when it did not. */
  readonly pausedAt: number;
}

export interface WedgeStep {
  readonly state: WedgeState;
  /**
   * `pass`: the key belongs to a person. `begin`: a key that may start a burst; it passes. `capture`: the burst is a scan;
   * take its earlier keys out of the field and hold this one back. `hold`: hold this key back.
   */
  readonly action: 'pass' | 'begin' | 'capture' | 'hold';
  /** For `capture`: so many keys at the front of the burst were typed by a person and stay. */
  readonly typed: number;
  /** The text of a finished scan, if this key finished one. */
  readonly scan: string | null;
}

export const wedgeIdle: WedgeState = {
  phase: 'idle',
  erased: 0,
  chars: [],
  gaps: [],
  lastTime: -Infinity,
  pausedAt: -Infinity,
};

const pass = { state: wedgeIdle, action: 'pass', typed: 0, scan: null } as const;

export function wedgeKey(before: WedgeState, key: WedgeKey, limits: WedgeLimits = wedgeLimits): WedgeStep {
  const gap = key.time - before.lastTime;
  if (before.phase === 'scan') {
    if (gap <= limits.endMs) return inScan(before, key, limits);
    // The timer that should have ended it came late: end it now, and judge this key afresh.
    const ended = wedgePause(before, key.time, limits);
    const step = wedgeKey(ended.state, key, limits);
    return { ...step, scan: ended.scan };
  }
  if (key.kind === 'end') return atEnd(before, key, gap, limits);
  if (key.kind === 'other') return pass;
  if (key.kind === 'erase') {
    const erased = before.phase === 'erasing' && gap <= limits.fastGapMs ? before.erased + 1 : 1;
    return { ...pass, state: { ...wedgeIdle, phase: 'erasing', erased, lastTime: key.time } };
  }
  const expands = before.phase === 'erasing' && before.erased >= limits.minErased && gap <= limits.fastGapMs;
  if (expands || (before.phase === 'program' && gap <= limits.gapMs)) {
    return { ...pass, state: { ...wedgeIdle, phase: 'program', lastTime: key.time } };
  }
  if (before.phase !== 'burst' || gap > limits.gapMs) {
    const state: WedgeState = { ...wedgeIdle, phase: 'burst', chars: [key.text], lastTime: key.time };
    return { state, action: 'begin', typed: 0, scan: null };
  }
  const chars = [...before.chars, key.text];
  const gaps = [...before.gaps, gap];
  const typed = typedFirst(gaps, limits);
  if (!isScan(chars.slice(typed), gaps.slice(typed), limits)) {
    const state: WedgeState = { ...before, chars, gaps, lastTime: key.time };
    return { state, action: 'pass', typed: 0, scan: null };
  }
  const state: WedgeState = { ...wedgeIdle, phase: 'scan', chars: chars.slice(typed), lastTime: key.time };
  return { state, action: 'capture', typed, scan: null };
}

/** How many keys at the front came from a person's fingers: those before the last gap that this scanner never makes. */
function typedFirst(gaps: readonly number[], limits: WedgeLimits): number {
  const lately = gaps.slice(-6).sort((a, b) => a - b);
  const pace = lately[Math.floor(lately.length / 2)] ?? 0;
  // A slow scanner has no fast gaps: there timing tells nothing about the first key.
  if (pace > limits.fastGapMs / 2) return 0;
  return gaps.findLastIndex((gap) => gap > limits.typedGapMs) + 1;
}

function isScan(chars: readonly string[], gaps: readonly number[], limits: WedgeLimits): boolean {
  if (chars.length >= limits.minLength) return true;
  if (!gaps.every((gap) => gap <= limits.fastGapMs)) return false;
  const marked = /^\][A-Za-z]\d/.test(chars.slice(0, 3).join(''));
  return chars.length >= (marked ? limits.minMarkedLength : limits.minFastLength);
}

function atEnd(before: WedgeState, key: WedgeKey, gap: number, limits: WedgeLimits): WedgeStep {
  const late = key.time - before.pausedAt <= limits.lateEnterMs;
  if (late) return { ...pass, action: 'hold' };
  if (before.phase !== 'burst' || gap > limits.fastGapMs) return pass;
  const typed = typedFirst([...before.gaps, gap], limits);
  const gaps = before.gaps.slice(typed);
  const chars = before.chars.slice(typed);
  if (chars.length < limits.minEndedLength || !gaps.every((each) => each <= limits.fastGapMs)) return pass;
  return { state: wedgeIdle, action: 'capture', typed, scan: chars.join('') };
}

function inScan(before: WedgeState, key: WedgeKey, limits: WedgeLimits): WedgeStep {
  const held = { action: 'hold', typed: 0 } as const;
  if (key.kind === 'end') {
    return { ...held, state: wedgeIdle, scan: before.chars.join('') };
  }
  const grows = key.kind === 'char' && before.chars.length < limits.maxLength;
  const chars = grows ? [...before.chars, key.text] : before.chars;
  return { ...held, state: { ...before, chars, lastTime: key.time }, scan: null };
}

/** Asked by a timer: ends a scan after which nothing came for `endMs`. */
export function wedgePause(
  before: WedgeState,
  time: number,
  limits: WedgeLimits = wedgeLimits,
): { readonly state: WedgeState; readonly scan: string | null } {
  if (before.phase !== 'scan' || time - before.lastTime < limits.endMs) return { state: before, scan: null };
  return { state: { ...wedgeIdle, pausedAt: time }, scan: before.chars.join('') };
}
