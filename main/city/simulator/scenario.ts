/**
 * Scenario files: what the simulated city does wrong, when, and how often. Seeded, so that a run can be repeated.
 *
 *   {"name": "…", "seed": 1, "rules": [{"kind": "slow", "ms": 800, "service": "NoiHoSo", "from": 3, "every": 2, "times": 5}]}
 *
 * A rule looks at the requests of its service (all when it names none), begins with the `from`-th (1 unless told), takes
 * each `every`-th, or each with `probability`, and ends after `times`. Services: `DongBoHoSoMC` and its like, `upload`,
 * `tus`, `GetNextValue`, `NoiHoSo`, `CapNhatTienTrinh`, `CapNhatTrangThai`, `auth`, `token`, `lookUp`, `thay-doi` …
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const when = {
  service: z.string().min(1).max(60).optional(),
  from: z.number().int().min(1).default(1),
  every: z.number().int().min(1).default(1),
  times: z.number().int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
};
const ms = z.number().int().min(0).max(600_000);
const words = z.string().min(1).max(1_000);

export const Rule = z.discriminatedUnion('kind', [
  /** The answer comes this much later. */
  z.strictObject({ kind: z.literal('slow'), ms, ...when }),
  /** This HTTP status instead of doing anything, or after it was done. */
  z.strictObject({
    kind: z.literal('http'),
    status: z.number().int().min(400).max(599),
    after: z.enum(['nothing', 'commit']).default('nothing'),
    /** Sent along as `Retry-After`, seconds; only with `after: "nothing"`. */
    retryAfterS: z.number().int().min(0).max(86_400).optional(),
    ...when,
  }),
  /** Done, and the connection is dropped, or never answered: the sender's time limit passes. */
  z.strictObject({ kind: z.literal('drop-after-commit'), ...when }),
  z.strictObject({ kind: z.literal('hang-after-commit'), ...when }),
  z.strictObject({ kind: z.literal('drop'), ...when }),
  /** All sessions and tokens end before this request is looked at. */
  z.strictObject({ kind: z.literal('expire-sessions'), ...when }),
  z.strictObject({ kind: z.literal('refuse'), words, ...when }),
  /** What the city has already is refused instead of answered as before. */
  z.strictObject({ kind: z.literal('refuse-duplicates'), ...when }),
  /** Half of the answer, then the connection ends. */
  z.strictObject({ kind: z.literal('half-body'), ...when }),
  /** How the verdict is written, as seen in the wild. */
  z.strictObject({
    kind: z.literal('verdict'),
    as: z.union([z.literal('0'), z.literal(0), z.literal('00'), z.literal('-1')]),
    ...when,
  }),
  /** Numbers as texts and texts as numbers. */
  z.strictObject({ kind: z.literal('wrong-types'), ...when }),
  /** Yesterday's backup is brought back: the last `lost` things that were written down are gone. */
  z.strictObject({ kind: z.literal('restore'), lost: z.number().int().min(1), ...when }),
  z.strictObject({ kind: z.literal('clock'), offsetMs: z.number().int().min(-1e12).max(1e12), ...when }),
  /** A page of HTML with HTTP 200, as some gateways give. */
  z.strictObject({ kind: z.literal('maintenance'), words: words.default('Hệ thống đang bảo trì'), ...when }),
]);
export type Rule = z.infer<typeof Rule>;

export const Scenario = z.strictObject({
  name: z.string().max(200).default(''),
  seed: z.number().int().default(1),
  rules: z.array(Rule).max(200),
});
export type Scenario = z.infer<typeof Scenario>;

/** Throws with the wrong field's name. */
export function readScenario(path: string): Scenario {
  const parsed = Scenario.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(
    `scenario: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
}

export interface ScenarioPlay {
  /** The rules that strike this request, in the file's order. Counts the request. */
  strike(service: string): Rule[];
}

/** Numbers from a seed, 0 ≤ x < 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function playScenario(scenario: Scenario): ScenarioPlay {
  const random = seeded(scenario.seed);
  const counts = scenario.rules.map(() => ({ seen: 0, struck: 0 }));
  return {
    strike: (service) =>
      scenario.rules.filter((rule, index) => {
        const count = counts[index];
        if (!count || (rule.service !== undefined && rule.service !== service)) return false;
        count.seen += 1;
        if (count.seen < rule.from || (count.seen - rule.from) % rule.every !== 0) return false;
        if (rule.times !== undefined && count.struck >= rule.times) return false;
        if (rule.probability !== undefined && random() >= rule.probability) return false;
        count.struck += 1;
        return true;
      }),
  };
}
