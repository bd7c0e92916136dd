/**
 * Kills a station at random moments, over and over, and compares after each death what was acknowledged with its store,
 * and now and then with its paper and the city. A seed gives the same work and the same plan of deaths; the machine's own
 * timing does not repeat.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom, type Random } from '../fuzz/mutate.ts';
import type { Fault } from './check-store.ts';
import { driveStation, type Ended, type Outside } from './driven-station.ts';
import { countsOf, type LedgerCounts } from './ledger.ts';
import type { Life } from './life.ts';
import { openPaperTray } from './paper-tray.ts';
import { setUpStation } from './station-files.ts';
import type { Acknowledged } from './words.ts';

/** When a life ends: while it starts, at any moment, or right after a word of acknowledgement. */
interface Death {
  readonly at: 'start' | 'any' | Acknowledged['t'];
  /** After the start of the process (`start`), after its first answer (`any`), or after the word, ms. */
  readonly afterMs: number;
  /** At how manieth word of the kind. */
  readonly count: number;
  readonly whom: 'main' | 'all';
}

export interface KillReport extends Outside {
  readonly seed: number;
  readonly kills: number;
  /** How many were aimed at what. */
  readonly aimed: Record<string, number>;
  readonly acknowledged: LedgerCounts;
  /** Ms from each start to the first answer. */
  readonly startsMs: readonly number[];
  readonly refused: Record<string, number>;
  readonly faults: readonly (Fault & { readonly afterKill: number })[];
}

const aims: readonly Acknowledged['t'][] = [
  ...(['page', 'page', 'ticket', 'ticket', 'dossier', 'dossier'] as const),
  ...(['city', 'slip', 'draft'] as const),
];
/** A life that was aimed at a word that does not come ends all the same, ms after its first answer. */
const longestMs = 60_000;
const readyWithinMs = 600_000;
const settleWithinMs = 600_000;
/** After so many kills everything is brought to its end and compared, so that a fault is found near its cause. */
const settleEvery = 100;

function planDeath(random: Random): Death {
  const whom = random(2) === 0 ? 'main' : 'all';
  const dice = random(100);
  if (dice < 15) return { at: 'start', afterMs: random(1_500), count: 1, whom };
  // Short lives are more than long ones: what a life begins, it begins early.
  const share = random(1_000) / 1_000;
  if (dice < 55) return { at: 'any', afterMs: Math.round(10_000 * share * share), count: 1, whom };
  const word = aims[random(aims.length)] ?? 'page';
  return { at: word, afterMs: random(3) === 0 ? random(60) : 0, count: 1 + random(2), whom };
}

/** A city on a bad day: slow now and then, and silent after it has taken a message. */
const hardCity = {
  name: 'crash',
  seed: 7,
  rules: [
    { kind: 'slow', ms: 40, probability: 0.3 },
    { kind: 'drop-after-commit', probability: 0.03 },
  ],
};

export async function killAtRandom(parts: {
  readonly kills: number;
  readonly seed: number;
  readonly script: string;
  readonly folder: string;
  readonly style: 'a' | 'b';
  readonly tell?: (report: KillReport) => void;
  /** Asked before each life: true ends the run early, with what was found so far. */
  readonly enough?: () => boolean;
}): Promise<KillReport> {
  const { seed, script } = parts;
  const random = randomFrom(seed);
  const aimed: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const startsMs: number[] = [];
  const faults: (Fault & { readonly afterKill: number })[] = [];
  let kills = 0;
  let outside: Outside = { papers: 0, atCity: 0, repeatedAtCity: 0 };
  const found = (list: readonly Fault[]): void => {
    for (const fault of list) faults.push({ ...fault, afterKill: kills });
  };

  const tray = await openPaperTray();
  const station = await setUpStation({ ...parts, slipPort: tray.port, store: 'made' });
  const driven = driveStation({
    ...{ station, tray, script },
    onRefused: ({ operation, code }) => count(refused, `${operation}: ${code}`),
  });
  const report = (): KillReport => ({
    ...{ seed, kills, aimed, acknowledged: countsOf(driven.ledger), startsMs, refused, faults },
    ...outside,
  });

  /** Kills `life` after some time; each call takes the place of the one before. */
  function timer() {
    let limit: NodeJS.Timeout | undefined;
    return {
      due(life: Life, whom: Death['whom'], ms: number) {
        clearTimeout(limit);
        limit = setTimeout(() => life.kill(whom), ms);
      },
      end: () => clearTimeout(limit),
    };
  }

  function judge({ code, complaint, readyMs }: Ended, mayEnd: boolean, mayBeUnready: boolean): void {
    if (readyMs !== null) startsMs.push(readyMs);
    const what = complaint.slice(-600);
    if (mayEnd ? code !== 0 : code !== null)
      found([{ kind: 'damaged', what: `ended with ${String(code)}: ${what}` }]);
    else if (readyMs === null && !mayBeUnready)
      found([{ kind: 'damaged', what: `no answer within ${String(readyWithinMs)} ms: ${what}` }]);
  }

  async function liveAndDie(death: Death): Promise<void> {
    const { due, end } = timer();
    let left = death.count;
    const ended = await driven.live(
      'endless',
      1 + random(1_000_000),
      (word, life) => {
        if (word.t === 'ready' && death.at !== 'start')
          due(life, death.whom, death.at === 'any' ? death.afterMs : longestMs);
        if (word.t !== death.at || (left -= 1) !== 0) return;
        if (death.afterMs === 0) life.kill(death.whom);
        else due(life, death.whom, death.afterMs);
      },
      { onBegun: (life) => due(life, death.whom, death.at === 'start' ? death.afterMs : readyWithinMs) },
    );
    end();
    kills += 1;
    count(aimed, death.at);
    judge(ended, false, death.at === 'start');
  }

  async function settle(): Promise<void> {
    const { due, end } = timer();
    const onBegun = (life: Life): void => due(life, 'all', settleWithinMs);
    judge(await driven.live('settle', 1, () => undefined, { onBegun }), true, false);
    end();
    // The last paper may still be on its way through the printer.
    await sleep(200);
    const compared = await driven.compareAll();
    outside = compared.outside;
    found(compared.faults);
  }

  try {
    await fetch(`${station.city.url}/_scenario`, { method: 'POST', body: JSON.stringify(hardCity) });
    while (kills < parts.kills && !(parts.enough?.() ?? false)) {
      const since = countsOf(driven.ledger);
      await liveAndDie(planDeath(random));
      found(await driven.compareStore(since));
      if (kills % settleEvery === 0 && kills < parts.kills) await settle();
      parts.tell?.(report());
    }
    await settle();
    return report();
  } finally {
    await station.city.stop();
    await tray.close();
  }
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
