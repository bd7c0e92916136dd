/** What happens in a run, operation by operation: it follows from the seed alone, before anything has begun. */
import type { DossierStatus } from '../../main/domain/dossier.ts';
import type { Random } from '../corpus/random.ts';
import type { PlannedFile } from './papers.ts';
import { chances, idOf } from './seeds.ts';

/** The city's two systems: `cu` speaks style A, `moi` style B. */
export type CityName = 'cu' | 'moi';
export const cityNames: readonly CityName[] = ['cu', 'moi'];

export interface PlannedDossier {
  readonly id: string;
  readonly localCode: string;
  readonly files: readonly PlannedFile[];
  /** Without an owner's name: every city refuses it. */
  readonly refusable: boolean;
}

export interface PlannedStep {
  readonly id: string;
  readonly dossierId: string;
  /** Place in the dossier's outbox; 1 is the dossier itself, 2 its acceptance. */
  readonly sequence: number;
  readonly status: DossierStatus;
  /** '' in a step that every city refuses. */
  readonly text: string;
}

export type StationOperation =
  | { readonly kind: 'accept'; readonly dossier: PlannedDossier }
  /** Several steps at the same moment are rare and allowed. */
  | { readonly kind: 'progress'; readonly steps: readonly PlannedStep[] }
  | { readonly kind: 'kick' }
  | { readonly kind: 'restart' }
  /** The program is started again with a row more: new dossiers go to this system. */
  | { readonly kind: 'vendor'; readonly city: CityName }
  | { readonly kind: 'clock'; readonly offsetMs: number };

export type OutsideOperation =
  | { readonly kind: 'line-down'; readonly station: number; readonly ms: number }
  | { readonly kind: 'expire-sessions'; readonly city: CityName }
  | { readonly kind: 'city-restart'; readonly city: CityName }
  | { readonly kind: 'backup'; readonly city: CityName }
  | { readonly kind: 'restore'; readonly city: CityName; readonly lost: number | null }
  /** SIGKILL to the process in which half of the stations run. */
  | { readonly kind: 'kill' };

export type PlannedOperation =
  | { readonly n: number; readonly station: number; readonly operation: StationOperation }
  | { readonly n: number; readonly station: null; readonly operation: OutsideOperation };

export interface SchedulePlan {
  readonly seed: number;
  readonly operations: number;
  readonly stations: number;
  /** Whether the city is brought back from backups. */
  readonly restores: boolean;
}

const dayMs = 24 * 60 * 60 * 1000;
const laterStatuses: readonly DossierStatus[] = [4, 5, 6, 8, 9, 10];
const largeBytes = 300 * 1024;

interface Known {
  readonly id: string;
  steps: number;
}

function plannedFile(random: Random, id: string, index: number): PlannedFile {
  const own = `${id}-f${String(index)}`;
  // A form that many hand in alike is known to the city by its hash.
  if (random.chance(0.15)) {
    const form = random.whole(1, 12);
    return { id: own, label: `chung ${String(form)}`, bytes: 600 + form * 10 };
  }
  const bytes = random.chance(0.01) ? largeBytes : random.whole(200, 4_000);
  return { id: own, label: own, bytes };
}

function plannedDossier(plan: SchedulePlan, random: Random, n: number, station: number): PlannedDossier {
  const id = idOf(plan.seed, 'dossier', n);
  const count = random.pick([0, 1, 1, 2, 3]);
  const files = Array.from({ length: count }, (_, index) => plannedFile(random, id, index));
  const localCode = `TAM-Q${String(station)}-261123-${String(n).padStart(4, '0')}`;
  return { id, localCode, files, refusable: random.chance(0.02) };
}

function plannedSteps(plan: SchedulePlan, random: Random, n: number, dossier: Known): PlannedStep[] {
  const count = random.chance(0.04) ? 2 : 1;
  const status = random.pick(laterStatuses);
  const refusable = random.chance(0.005);
  return Array.from({ length: count }, (_, index) => {
    dossier.steps += 1;
    const text = refusable ? '' : `Bước ${String(n)}.${String(index + 1)}`;
    const sequence = dossier.steps + 2;
    return { id: idOf(plan.seed, 'step', n, index), dossierId: dossier.id, sequence, status, text };
  });
}

function outside(plan: SchedulePlan, random: Random, mayRestore: boolean): OutsideOperation {
  const city = random.pick(cityNames);
  const [back, roll] = [random.next(), random.next()];
  if (plan.restores && back < 0.12) return { kind: 'backup', city };
  if (plan.restores && mayRestore && back < 0.6) {
    return { kind: 'restore', city, lost: random.chance(0.5) ? null : random.whole(1, 60) };
  }
  if (roll < 0.45) {
    return { kind: 'line-down', station: random.whole(1, plan.stations), ms: random.whole(20, 400) };
  }
  if (roll < 0.86) return { kind: 'expire-sessions', city };
  return roll < 0.93 ? { kind: 'city-restart', city } : { kind: 'kill' };
}

export function* scheduleOf(plan: SchedulePlan): Generator<PlannedOperation> {
  const known = new Map<number, Known[]>();
  // After each, every station asks for everything that it has ever sent: the longer the run, the rarer.
  let nextRestore = 0;
  for (let n = 1; n <= plan.operations; n += 1) {
    const random = chances(plan.seed, 'operation', n);
    const station = random.whole(1, plan.stations);
    const own = known.get(station) ?? [];
    known.set(station, own);
    const roll = random.next();
    const at = (operation: StationOperation): PlannedOperation => ({ n, station, operation });
    if (roll < 0.3 || (roll < 0.9 && own.length === 0)) {
      const dossier = plannedDossier(plan, random, n, station);
      own.push({ id: dossier.id, steps: 0 });
      yield at({ kind: 'accept', dossier });
    } else if (roll < 0.9) {
      // Mostly those under way.
      const recent = own.slice(random.chance(0.9) ? -30 : 0);
      yield at({ kind: 'progress', steps: plannedSteps(plan, random, n, random.pick(recent)) });
    } else if (roll < 0.95) yield at({ kind: 'kick' });
    else if (roll < 0.965) yield at({ kind: 'restart' });
    else if (roll < 0.97) yield at({ kind: 'vendor', city: random.pick(cityNames) });
    else if (roll < 0.985) yield at({ kind: 'clock', offsetMs: random.pick([-dayMs, 0, dayMs]) });
    else {
      const operation = outside(plan, random, n >= nextRestore);
      if (operation.kind === 'restore') nextRestore = n * 1.4 + 40;
      yield { n, station: null, operation };
    }
  }
}
