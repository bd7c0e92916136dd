/** The life of one plugged device as a table: pure, so that each step can be read and tested without a device. */
import type { DevicePhase } from '../contract-devices.ts';

/** What can happen to a device. `failed`: opening or asking did not work. `cut`: the link broke while it was open. */
export type DeviceHappening =
  | 'seen'
  | 'gone'
  | 'delay-over'
  | 'opened'
  | 'failed'
  | 'told-ready'
  | 'told-fault'
  | 'job-began'
  | 'job-ended'
  | 'cut';

/** Named delays, ms. */
export interface DeviceDelays {
  /** After a device appeared: the system sets its rights and loads its driver. */
  readonly settleMs: number;
  readonly openLimitMs: number;
  readonly askLimitMs: number;
  /** How often a device in fault is asked again whether a person has helped it. */
  readonly lookAgainMs: number;
  /** First wait after a failure, doubled up to the longest one until the device answers. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A device that was unplugged counts as lost for so long, then as absent. */
  readonly lostMs: number;
  /** How often an idle device is asked how it is; null: never, it tells by itself or only when it is used. */
  readonly idleAskMs: number | null;
}

export const usualDelays: DeviceDelays = {
  settleMs: 150,
  openLimitMs: 5_000,
  askLimitMs: 3_000,
  lookAgainMs: 5_000,
  firstBackoffMs: 500,
  longestBackoffMs: 30_000,
  lostMs: 5_000,
  idleAskMs: null,
};

type Row = Readonly<Partial<Record<DeviceHappening, DevicePhase>>>;

/** Where no row has an answer, the happening changes nothing. No way leads to `ready` but through an answer of the device. */
const table: Readonly<Record<DevicePhase, Row>> = {
  absent: { seen: 'appeared' },
  appeared: { 'delay-over': 'opening', gone: 'lost' },
  opening: { opened: 'asking-state', failed: 'backoff', 'delay-over': 'backoff', gone: 'lost' },
  'asking-state': {
    'told-ready': 'ready',
    'told-fault': 'fault',
    failed: 'backoff',
    cut: 'backoff',
    'delay-over': 'backoff',
    gone: 'lost',
  },
  ready: {
    'delay-over': 'asking-state',
    'job-began': 'busy',
    'told-fault': 'fault',
    cut: 'backoff',
    gone: 'lost',
  },
  busy: { 'job-ended': 'ready', 'told-fault': 'fault', cut: 'backoff', gone: 'lost' },
  fault: { 'delay-over': 'asking-state', cut: 'backoff', gone: 'lost' },
  backoff: { 'delay-over': 'opening', gone: 'lost' },
  lost: { 'delay-over': 'absent', seen: 'appeared' },
};

export function nextPhase(phase: DevicePhase, happening: DeviceHappening): DevicePhase {
  return table[phase][happening] ?? phase;
}

/** How long a device may stay in a phase before `delay-over`, ms; null: as long as it likes. `failures` in a row, from 1. */
export function delayOf(phase: DevicePhase, delays: DeviceDelays, failures: number): number | null {
  switch (phase) {
    case 'appeared':
      return delays.settleMs;
    case 'opening':
      return delays.openLimitMs;
    case 'asking-state':
      return delays.askLimitMs;
    case 'fault':
      return delays.lookAgainMs;
    case 'backoff':
      return Math.min(
        delays.firstBackoffMs * 2 ** Math.min(30, Math.max(0, failures - 1)),
        delays.longestBackoffMs,
      );
    case 'lost':
      return delays.lostMs;
    case 'ready':
      return delays.idleAskMs;
    default:
      return null;
  }
}
