/** A station that is run, killed and compared with everything outside of it; what its kinds of death have in common. */
import type { SimulatorState } from '../integration/city/rig.ts';
import { checkCity, checkPaper } from './check-outside.ts';
import { checkStore, type Fault } from './check-store.ts';
import { after, newLedger, note, type Ledger, type LedgerCounts } from './ledger.ts';
import { beginLife, type Life, type LifeOptions } from './life.ts';
import type { PaperTray } from './paper-tray.ts';
import type { StationFiles } from './station-files.ts';
import type { Acknowledged, CounterTask, Word } from './words.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly complaint: string;
  readonly readyMs: number | null;
}

export interface Outside {
  readonly papers: number;
  readonly atCity: number;
  /** Messages that came to the city more than once and had their effect once. */
  readonly repeatedAtCity: number;
}

export interface DrivenStation {
  readonly ledger: Ledger;
  /** `hear` may kill it. */
  live(
    mode: CounterTask['mode'],
    seed: number,
    hear: (word: Word, life: Life) => void,
    how?: Pick<LifeOptions, 'launcher' | 'env'> & { readonly onBegun?: (life: Life) => void },
  ): Promise<Ended>;
  /** Its store alone, with what was acknowledged after the first `since`. */
  compareStore(since: LedgerCounts): Promise<readonly Fault[]>;
  /** Everything was sent and has come out: the store, the paper and the city. */
  compareAll(): Promise<{ faults: readonly Fault[]; outside: Outside }>;
}

export function driveStation(parts: {
  readonly station: StationFiles;
  readonly tray: PaperTray;
  readonly script: string;
  readonly onRefused: (word: Extract<Word, { t: 'refused' }>) => void;
}): DrivenStation {
  const { station, tray, script } = parts;
  const ledger = newLedger();
  const { storeFolder, city } = station;
  const cityState = async () => (await (await fetch(`${city.url}/_state`)).json()) as SimulatorState;
  let earlier: Promise<Set<string | null>> | null = null;
  let key: Promise<Uint8Array> | null = null;
  const dataKey = (): Promise<Uint8Array> => (key ??= station.dataKey());

  return {
    ledger,
    async live(mode, seed, hear, { onBegun, ...how } = {}) {
      earlier ??= cityState().then(({ dossiers }) => new Set(dossiers.map(({ reference }) => reference)));
      await earlier;
      const life = beginLife({
        ...{ script, task: station.task(mode, seed), cacheFolder: station.folder, ...how },
        look: tray.holds,
        onAcknowledged: (word: Acknowledged) => note(ledger, word),
        onWord(word) {
          if (word.t === 'refused') parts.onRefused(word);
          hear(word, life);
        },
      });
      onBegun?.(life);
      return { ...(await life.ended), readyMs: life.readyMs() };
    },
    async compareStore(since) {
      const told = { storeFolder, dataKey: await dataKey(), ledger: after(ledger, since) };
      return (await checkStore({ ...told, depth: 'told' })).faults;
    },
    async compareAll() {
      const store = await checkStore({ storeFolder, dataKey: await dataKey(), ledger, depth: 'whole' });
      const paper = await tray.read(Math.max(0, ...store.jobs.map(({ number }) => number)) + 3);
      const state = await cityState();
      // What another station has sent to this city is no matter of this one.
      const before = (await earlier) ?? new Set<string | null>();
      const ours = { ...state, dossiers: state.dossiers.filter(({ reference }) => !before.has(reference)) };
      return {
        faults: [...store.faults, ...checkPaper(paper, store), ...checkCity(ours, ledger, store)],
        outside: {
          papers: paper.papers,
          atCity: ours.dossiers.length,
          repeatedAtCity: state.counts.repeatedDossiers + state.counts.repeatedSteps,
        },
      };
    },
  };
}
