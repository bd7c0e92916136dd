/**
 * Tells a keyboard-wedge scanner from a person by timing alone. Pure: key presses with their times go in, decisions
 * come out. A person cannot type twelve characters with at most 35 ms between each two; a scanner does.
 */
export interface WedgeLimits {
  /** Longest gap inside a burst, ms, until it is known to be a scan. */
  readonly gapMs: number;
  /** Characters that make a burst a scan. */
  readonly minLength: number;
  /** A pause that ends a scan without Enter, ms. Also the longest gap once it is known to be one. */
  readonly endMs: number;
  /** An Enter this soon after a scan that ended by a pause still belongs to it, ms. */
  readonly lateEnterMs: number;
  /** Longer texts are cut off: no code that we read is longer. */
  readonly maxLength: number;
}

export const wedgeLimits: WedgeLimits = {
  gapMs: 35,
  minLength: 12,
  endMs: 80,
  lateEnterMs: 150,
  maxLength: 8000,
};

export interface WedgeKey {
  /** Milliseconds, same clock for all keys. */
  readonly time: number;
  /** `char`: one character; `end`: Enter or Tab; `other`: any other key, a held key, or one with Ctrl or Alt. */
  readonly kind: 'char' | 'end' | 'other';
  /** The character, for `char`. */
  readonly text: string;
}

export interface WedgeState {
  readonly phase: 'idle' | 'burst' | 'scan';
  readonly text: string;
  readonly lastTime: number;
  /** When the last scan ended by a pause; -Infinity when it did not. */
  readonly pausedAt: number;
}

export interface WedgeStep {
  readonly state: WedgeState;
  /**
   * `pass`: the key belongs to a person. `begin`: a first key that may start a burst; it passes, and what the field
   * held before it should be remembered. `capture`: the burst is a scan; take its earlier keys out of the field and
   * hold this one back. `hold`: hold this key back.
   */
  readonly action: 'pass' | 'begin' | 'capture' | 'hold';
  /** A finished scan, if this key finished one. */
  readonly scan: string | null;
}

export const wedgeIdle: WedgeState = { phase: 'idle', text: '', lastTime: -Infinity, pausedAt: -Infinity };

export function wedgeKey(before: WedgeState, key: WedgeKey, limits: WedgeLimits = wedgeLimits): WedgeStep {
  const gap = key.time - before.lastTime;
  if (before.phase === 'scan') {
    if (gap <= limits.endMs) return inScan(before, key, limits);
    // The timer that should have ended it came late: end it now, and judge this key afresh.
    const ended = wedgePause(before, key.time, limits);
    const step = wedgeKey(ended.state, key, limits);
    return { ...step, scan: ended.scan };
  }
  if (key.kind === 'end') {
    const late = key.time - before.pausedAt <= limits.lateEnterMs;
    return { state: wedgeIdle, action: late ? 'hold' : 'pass', scan: null };
  }
  if (key.kind === 'other') return { state: wedgeIdle, action: 'pass', scan: null };
  if (before.phase === 'idle' || gap > limits.gapMs) {
    return {
      state: { ...wedgeIdle, phase: 'burst', text: key.text, lastTime: key.time },
      action: 'begin',
      scan: null,
    };
  }
  const text = before.text + key.text;
  const isScan = text.length >= limits.minLength;
  return {
    state: { ...wedgeIdle, phase: isScan ? 'scan' : 'burst', text, lastTime: key.time },
    action: isScan ? 'capture' : 'pass',
    scan: null,
  };
}

function inScan(before: WedgeState, key: WedgeKey, limits: WedgeLimits): WedgeStep {
  if (key.kind === 'end') return { state: wedgeIdle, action: 'hold', scan: before.text };
  const text = key.kind === 'char' ? (before.text + key.text).slice(0, limits.maxLength) : before.text;
  return { state: { ...before, text, lastTime: key.time }, action: 'hold', scan: null };
}

/** Asked by a timer: ends a scan after which nothing came for `endMs`. */
export function wedgePause(
  before: WedgeState,
  time: number,
  limits: WedgeLimits = wedgeLimits,
): { readonly state: WedgeState; readonly scan: string | null } {
  if (before.phase !== 'scan' || time - before.lastTime < limits.endMs) return { state: before, scan: null };
  return { state: { ...wedgeIdle, pausedAt: time }, scan: before.text };
}
