/**
 * Keeping a store safe while people work with it: a backup every so often, and once a day a look at everything. Both run
 * in the keeper's process, one at a time; nobody waits for them, and what fails is tried again.
 */
import { z } from 'zod';
import type { KeepingView } from '../../contract/views.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Instant } from '../../domain/dossier.ts';
import type { Store } from '../ports.ts';
import { startKeeperJob, type KeeperEnd, type RunningJob } from './keeper-process.ts';
import { StoreFindings, type BackupTarget, type KeeperJob } from './messages.ts';

export interface KeepingParts {
  readonly store: Pick<Store, 'settings' | 'transaction' | 'noteSetBack' | 'events' | 'logDamage'>;
  readonly folder: string;
  readonly dataKey: Uint8Array;
  /** Null: no backup is set up. */
  readonly backup: (BackupTarget & { readonly everyMs: number }) | null;
  /** A plain Node, and the script of the keeper. */
  readonly nodePath: string;
  readonly script: string;
  readonly clock: Clock;
  readonly log: (event: string, fields?: Readonly<Record<string, string | number>>) => void;
  readonly onChange: () => void;
  /** Shorter times for tests, ms. */
  readonly times?: Partial<KeepingTimes>;
}

interface KeepingTimes {
  /** The first hour of a shift is not for this: nothing begins before so much has passed. */
  readonly restMs: number;
  readonly turnMs: number;
  readonly retryMs: number;
  readonly checkEveryMs: number;
}

export interface Keeping {
  view(): KeepingView;
  start(): void;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

const usualTimes: KeepingTimes = {
  restMs: 3 * 60_000,
  turnMs: 30_000,
  retryMs: 5 * 60_000,
  checkEveryMs: 24 * 60 * 60_000,
};

const Kept = z.object({
  /** Last finished backup, and last check, with what it found. */
  backupAt: z.number().nullable(),
  checkedAt: z.number().nullable(),
  findings: StoreFindings.nullable(),
});
type Kept = z.infer<typeof Kept>;

const keptName = 'keeping';
/** Work that was lost is told of for a week: by then the papers of those days have been gone through. */
const lossToldMs = 7 * 24 * 60 * 60_000;

export function createKeeping(parts: KeepingParts): Keeping {
  const { store, clock, backup } = parts;
  const times = { ...usualTimes, ...parts.times };
  let kept = readKept(store.settings.get(keptName));
  let reason: string | null = null;
  let failedAt: Instant | null = null;
  let running: RunningJob | null = null;
  let timer: NodeJS.Timeout | null = null;

  const keep = (change: Partial<Kept>): void => {
    kept = { ...kept, ...change };
    const written = store.transaction(() => store.settings.set(keptName, JSON.stringify(kept)));
    if (!written.ok) parts.log('keeping.not-noted');
  };

  function backupDue(now: Instant): boolean {
    if (!backup) return false;
    if (failedAt !== null) return isOver(failedAt, Math.min(times.retryMs, backup.everyMs), now);
    return isOver(kept.backupAt, backup.everyMs, now);
  }

  function next(): KeeperJob | null {
    const now = clock.now();
    const given = { folder: parts.folder, dataKey: Buffer.from(parts.dataKey).toString('hex') };
    if (backup && backupDue(now)) return { task: 'backup', ...given, backup };
    const unchecked = (store.logDamage()?.at ?? 0) > (kept.checkedAt ?? 0);
    if (unchecked || isOver(kept.checkedAt, times.checkEveryMs, now))
      return { task: 'check', ...given, backup };
    return null;
  }

  function turn(): void {
    const job = running ? null : next();
    if (!job) return;
    const mine = startKeeperJob({ nodePath: parts.nodePath, script: parts.script }, job);
    running = mine;
    void mine.ended.then((end) => {
      running = null;
      if (timer) settle(job, end);
    });
  }

  function settle(job: KeeperJob, end: KeeperEnd): void {
    const now = clock.now();
    if (end.kind === 'backed-up') {
      reason = null;
      failedAt = null;
      keep({ backupAt: now });
      if (end.knowsMore) store.noteSetBack(now);
      parts.log('backup.made', { sequence: end.sequence, pages: end.copied, setBack: end.knowsMore ? 1 : 0 });
    } else if (end.kind === 'checked') {
      const { complaints, brokenEvent, pages } = end.findings;
      keep({ checkedAt: now, findings: end.findings });
      parts.log('store.checked', {
        ...{ complaints, brokenEvent: brokenEvent ?? 0, healed: pages.healed },
        ...{ pages: pages.sound, setAside: pages.setAside.length },
      });
    } else if (job.task === 'backup') {
      reason = end.code;
      failedAt = now;
      parts.log('backup.failed', { code: end.code });
    } else {
      // Tomorrow again; the day of work is not for trying.
      keep({ checkedAt: now });
      parts.log('store.not-checked', { code: end.code });
    }
    parts.onChange();
  }

  function view(): KeepingView {
    const late = backup !== null && isOver(kept.backupAt, backup.everyMs * 3, clock.now());
    const { findings } = kept;
    const state = !backup ? 'off' : reason === null && !late ? 'fresh' : late ? 'late' : 'retrying';
    const waiting = backup !== null && kept.backupAt === null && reason === null;
    return {
      backup: { state: waiting ? 'waiting' : state, at: kept.backupAt, reason },
      damage: damageOf(findings, store.events.setAside().length > 0, logLoss()),
    };
  }

  function logLoss(): LogLoss {
    const loss = store.logDamage();
    const told = loss !== null && loss.lostCommits > 0 && clock.now() - loss.at < lossToldMs;
    return told ? { lostCommits: loss.lostCommits, lastAt: loss.lastAt } : null;
  }

  return {
    view,
    start() {
      timer ??= setTimeout(() => {
        timer = setInterval(turn, times.turnMs);
        turn();
      }, times.restMs);
    },
    async stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      running?.stop();
      await running?.ended;
    },
  };
}

/** True also when the clock was set back behind it. */
function isOver(since: Instant | null, ms: number, now: Instant): boolean {
  return since === null || now - since >= ms || now < since;
}

type LogLoss = NonNullable<KeepingView['damage']>['log'];

function damageOf(
  findings: StoreFindings | null,
  eventsSetAside: boolean,
  log: LogLoss,
): KeepingView['damage'] {
  const damage = {
    pages: findings?.pages.setAside.length ?? 0,
    dossiers: findings?.dossiers ?? [],
    database: (findings?.complaints ?? 0) > 0,
    events: eventsSetAside || (findings?.brokenEvent ?? null) !== null,
    log,
  };
  const found =
    log !== null || damage.pages > 0 || damage.dossiers.length > 0 || damage.database || damage.events;
  return found ? damage : null;
}

function readKept(text: string | null): Kept {
  const nothing: Kept = { backupAt: null, checkedAt: null, findings: null };
  if (text === null) return nothing;
  try {
    return Kept.safeParse(JSON.parse(text)).data ?? nothing;
  } catch {
    return nothing;
  }
}
