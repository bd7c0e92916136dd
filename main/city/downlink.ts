/**
 * What the city tells: read page by page from where it was left, and kept, each change once, together with how far was
 * read. Bundles are fetched, checked and kept. What becomes of a change is for others, told by `onTaken`.
 */
import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/ports.ts';
import { readBundle, type BundleError } from './bundles.ts';
import type { CityChange, CityChangePage } from './changes.ts';
import { backoffMs } from './circuit.ts';
import type { CitySystem } from './systems.ts';

export interface DownlinkParts {
  readonly systems: readonly CitySystem[];
  readonly store: Pick<Store, 'cityMemory' | 'transaction'>;
  readonly clock: Clock;
  /** PEM (SPKI), Ed25519. */
  readonly bundleKeys: readonly string[];
  /** Our dossier with this code; null when there is none. */
  readonly dossierWithCode: (code: string) => string | null;
  readonly hasDossier: (id: string) => boolean;
  /** Inside the transaction that keeps the change, for one of our dossiers. */
  readonly apply: (system: string, change: CityChange, dossierId: string) => void;
  /** After they are on disk; `dossierId` is that of ours where there is one. */
  readonly onTaken: (system: string, changes: readonly CityChange[]) => void;
  readonly onBundleRefused: (system: string, kind: string, error: BundleError) => void;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
  readonly random?: () => number;
  /** Between two questions while nothing is new, ms; 30,000 unless told. */
  readonly everyMs?: number;
}

export interface Downlink {
  start(): void;
  stop(): Promise<void>;
  /** Asks every system once now, all its pages; resolves when done or failed. */
  poll(signal: AbortSignal): Promise<void>;
}

/** Pages of one system in one go; a city that always has more does not hold up the others. */
const mostPages = 50;

export function createDownlink(parts: DownlinkParts): Downlink {
  const { systems, store, clock, log } = parts;
  const { cityMemory } = store;
  const random = parts.random ?? Math.random;
  const failures = new Map<string, number>();
  let stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  const dossierOf = (change: CityChange): string | null => {
    if (change.dossierId !== '' && parts.hasDossier(change.dossierId)) return change.dossierId;
    return change.cityCode === '' ? null : parts.dossierWithCode(change.cityCode);
  };

  /** False on a full disk: nothing was taken, and the same page is asked for again. */
  const take = (system: string, page: CityChangePage): boolean => {
    const fresh: CityChange[] = [];
    const written = store.transaction(() => {
      for (const change of page.changes) {
        const { id, kind, at } = change;
        const dossierId = dossierOf(change);
        const row = { id, kind, at, dossierId, body: change };
        if (!cityMemory.takeChange(system, row, clock.now())) continue;
        fresh.push(dossierId === null ? change : { ...change, dossierId });
        if (dossierId !== null) parts.apply(system, change, dossierId);
      }
      cityMemory.setCursor(system, page.cursor, page.etag);
    });
    if (!written.ok) return false;
    if (fresh.length > 0) {
      log('city.changes', { system, changes: fresh.length });
      parts.onTaken(system, fresh);
    }
    return true;
  };

  const takeBundles = async (
    { id, adapter }: CitySystem,
    changes: readonly CityChange[],
    signal: AbortSignal,
  ): Promise<boolean> => {
    for (const change of changes) {
      if (change.kind !== 'bundle') continue;
      const newest = (kind: string): number => cityMemory.newestBundle(kind)?.version ?? 0;
      if (newest(change.bundle) >= change.version) continue;
      const body = await adapter.bundle(change.bundle, signal);
      // Announced, and not there (any more): a later change announces the next.
      if (!body.ok && body.error.details?.['reason'] === 'http-404') continue;
      if (!body.ok) return false;
      const bundle = readBundle(body.value, parts.bundleKeys, newest);
      if (!bundle.ok) {
        log('city.bundle-refused', { system: id, reason: bundle.error.code });
        parts.onBundleRefused(id, change.bundle, bundle.error.code);
        continue;
      }
      const kept = store.transaction(() => {
        cityMemory.keepBundle(bundle.value, clock.now());
      });
      if (!kept.ok) return false;
    }
    return true;
  };

  /** False when it could not be read to the end. */
  const readOn = async (system: CitySystem, signal: AbortSignal): Promise<boolean> => {
    for (let count = 0; count < mostPages; count += 1) {
      const from = cityMemory.cursor(system.id);
      const answer = await system.adapter.changesSince(from?.cursor ?? null, from?.etag ?? null, signal);
      if (!answer.ok) {
        const unknown = answer.error.details?.['message'] === 'cursor-unknown';
        if (!unknown || from === null) return false;
        // Restored from a backup: read from its beginning; what was taken before is not taken twice.
        const restarted = await system.adapter.changesSince(null, null, signal);
        if (!restarted.ok) return false;
        log('city.cursor-unknown', { system: system.id });
        if (restarted.value && !(await takePage(system, restarted.value, signal))) return false;
        if (!restarted.value?.more) return true;
        continue;
      }
      if (answer.value === null) return true;
      if (!(await takePage(system, answer.value, signal))) return false;
      if (!answer.value.more) return true;
    }
    return true;
  };

  /** Bundles first: the cursor moves on only when all of a page is here. */
  const takePage = async (system: CitySystem, page: CityChangePage, signal: AbortSignal): Promise<boolean> =>
    (await takeBundles(system, page.changes, signal)) && take(system.id, page);

  const poll = async (signal: AbortSignal): Promise<void> => {
    await Promise.all(
      systems.map(async (system) => {
        const whole = await readOn(system, signal);
        failures.set(system.id, whole ? 0 : (failures.get(system.id) ?? 0) + 1);
      }),
    );
  };

  const everyMs = parts.everyMs ?? 30_000;
  const plan = (): void => {
    const worst = Math.max(0, ...failures.values());
    const waitMs = Math.max(everyMs * (0.75 + random() / 2), worst > 0 ? backoffMs(worst, random) : 0);
    timer = setTimeout(turn, waitMs);
  };
  function turn(): void {
    running = poll(stopping.signal)
      .catch((error: unknown) => {
        log('city.bug', { name: error instanceof Error ? error.name : 'unknown' });
      })
      .then(() => {
        if (!stopping.signal.aborted) plan();
      });
  }

  return {
    poll,
    start: () => {
      stopping = new AbortController();
      turn();
    },
    stop: async () => {
      if (timer) clearTimeout(timer);
      stopping.abort();
      await running;
    },
  };
}
