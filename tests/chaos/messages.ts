/** Between the run and the processes in which its stations live. */
import type { StationOperation } from './schedule.ts';
import type { CityName } from './schedule.ts';

export interface VendorRow {
  /** yyyy-MM-dd */
  readonly from: string;
  readonly system: CityName;
}

export interface StationSetUp {
  readonly station: number;
  readonly folder: string;
  /** Hex. */
  readonly key: string;
  readonly urls: Readonly<Record<CityName, string>>;
  rows: readonly VendorRow[];
  clockOffsetMs: number;
}

/** One second of the machine is this many of the stations. */
export interface SimulatedTime {
  /** Of the machine, ms since the epoch. */
  readonly startedAt: number;
  readonly begin: number;
  readonly speed: number;
}

export interface Order {
  readonly n: number;
  readonly station: number;
  readonly operation: StationOperation;
  /** The station's clock when it was ordered; the same when it is ordered again. */
  readonly at: number;
}

export type ToWorker =
  | {
      readonly kind: 'open';
      readonly seed: number;
      readonly time: SimulatedTime;
      readonly stations: readonly StationSetUp[];
      readonly timeoutMs: number;
    }
  | { readonly kind: 'do'; readonly order: Order }
  | { readonly kind: 'end' };

export interface StationState {
  readonly station: number;
  /** Messages that can still be sent. */
  readonly waiting: number;
  /** True when nothing is under way and nothing can be sent any more. */
  readonly quiet: boolean;
  /** Exceptions inside the sync. */
  readonly bugs: number;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly n: number; readonly station: number }
  | { readonly kind: 'states'; readonly states: readonly StationState[] }
  | { readonly kind: 'failed'; readonly station: number; readonly n: number; readonly words: string };
