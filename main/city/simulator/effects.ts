/** What goes wrong with one request: the faults that are set by hand and the rules of the scenario, put together. */
import type { Faults } from './faults.ts';
import type { Rule, ScenarioPlay } from './scenario.ts';

export interface Effects {
  delayMs: number;
  /** Instead of doing anything. */
  httpBefore: { status: number; words: string; retryAfterS?: number | undefined } | null;
  drop: boolean;
  expireSessions: boolean;
  refuse: string | null;
  refuseDuplicates: boolean;
  verdict: string | number | null;
  /** What becomes of the answer; what was done stays done. */
  answer: 'whole' | 'drop' | 'hang' | 'half' | 'maintenance' | { readonly status: number };
  wrongTypes: boolean;
  words: string;
  lost: number;
  clockOffsetMs: number;
}

const gone = 'Hệ thống tạm thời gián đoạn';

function addRule(effects: Effects, rule: Rule): void {
  switch (rule.kind) {
    case 'slow':
      effects.delayMs += rule.ms;
      break;
    case 'http':
      if (rule.after === 'commit') effects.answer = { status: rule.status };
      else effects.httpBefore = { status: rule.status, words: gone, retryAfterS: rule.retryAfterS };
      break;
    case 'drop-after-commit':
      effects.answer = 'drop';
      break;
    case 'hang-after-commit':
      effects.answer = 'hang';
      break;
    case 'half-body':
      effects.answer = 'half';
      break;
    case 'maintenance':
      effects.answer = 'maintenance';
      effects.words = rule.words;
      break;
    case 'drop':
      effects.drop = true;
      break;
    case 'expire-sessions':
      effects.expireSessions = true;
      break;
    case 'refuse':
      effects.refuse = rule.words;
      break;
    case 'refuse-duplicates':
      effects.refuseDuplicates = true;
      break;
    case 'verdict':
      effects.verdict = rule.as;
      break;
    case 'wrong-types':
      effects.wrongTypes = true;
      break;
    case 'restore':
      effects.lost = rule.lost;
      break;
    case 'clock':
      effects.clockOffsetMs += rule.offsetMs;
      break;
  }
}

/** Messages about a dossier, which a city may refuse. */
const refusable = /^(?:[A-Z][A-Za-z]+MC|TraCuuHoSo|Lay[A-Z]\w+|NoiHoSo|CapNhat\w+)$/;

/** Counts down the faults that hold for so many requests. */
export function effectsOf(faults: Faults, rules: readonly Rule[], service: string): Effects {
  const forms = { double: null, single: '0', number: 0 } as const;
  const effects: Effects = {
    delayMs: faults.slowMs,
    httpBefore: null,
    drop: false,
    expireSessions: false,
    refuse: null,
    refuseDuplicates: false,
    verdict: forms[faults.codeForm],
    answer: 'whole',
    wrongTypes: false,
    words: '',
    lost: 0,
    clockOffsetMs: faults.clockOffsetMs,
  };
  if (faults.http503 > 0) {
    faults.http503 -= 1;
    effects.httpBefore = { status: 503, words: gone };
    return effects;
  }
  if (faults.refuseNext !== null && refusable.test(service)) {
    effects.refuse = faults.refuseNext;
  }
  for (const rule of rules) addRule(effects, rule);
  return effects;
}

/** After something was written down: the faults that spoil its answer. */
export function spoilChanged(faults: Faults, effects: Effects, service: string): void {
  if ((faults.dropService ?? service) !== service) return;
  if (faults.dropAfterCommit > 0) {
    faults.dropAfterCommit -= 1;
    effects.answer = 'drop';
  } else if (faults.hangAfterCommit > 0) {
    faults.hangAfterCommit -= 1;
    effects.answer = 'hang';
  }
}

/** Numbers as texts and texts of digits as numbers, all the way down; a code stays what it is. */
export function withWrongTypes(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withWrongTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withWrongTypes(part)]));
}

/** Shared by the requests of one server. */
export interface Behaviour {
  faults: Faults;
  play: ScenarioPlay;
  readonly requests: Map<string, number>;
  backup: number | null;
}
