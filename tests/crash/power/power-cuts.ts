/**
 * Power cuts: a station's whole transaction is recorded once, every change of its files with its bytes; then the power
 * goes after each of them, what was not fsynced is lost in several ways, and the store is opened from what is left.
 * Everything that had been acknowledged until then must be there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { randomFrom } from '../../fuzz/mutate.ts';
import { checkStore, type Fault } from '../check-store.ts';
import { driveStation } from '../driven-station.ts';
import { newLedger, note, type Ledger } from '../ledger.ts';
import { openPaperTray } from '../paper-tray.ts';
import { setUpStation } from '../station-files.ts';
import { Acknowledged } from '../words.ts';
import { Disk, losses, type Loss } from './disk.ts';
import { readSyscallLog, tracedCalls, type LoggedCall } from './syscall-log.ts';

export interface PowerReport {
  readonly cuts: number;
  /** Changes of files in the recorded transactions. */
  readonly changes: number;
  readonly acknowledged: number;
  /** Numbers that had gone to the printer. */
  readonly printed: number;
  readonly faults: readonly (Fault & { readonly after: number; readonly loss: Loss })[];
}

export const powerNeeds = spawnSync('strace', ['-V']).status === 0 ? [] : ['strace'];

/** Longer than any string that is written in one piece. */
const longestBytes = 33_554_432;

export interface Recording {
  /** Where the application keeps its data, as it was before. */
  readonly before: ReadonlyMap<string, Buffer | null>;
  readonly root: string;
  readonly dataKey: Uint8Array;
  readonly calls: readonly LoggedCall[];
}

/** Runs one citizen's whole transaction under strace, from the first start of a station to its orderly end. */
export async function recordTransaction(parts: {
  readonly folder: string;
  readonly script: string;
  readonly seed: number;
}): Promise<Recording> {
  const tray = await openPaperTray();
  const station = await setUpStation({ ...parts, style: 'a', slipPort: tray.port, store: 'none' });
  const driven = driveStation({ station, tray, script: parts.script, onRefused: () => undefined });
  const log = join(parts.folder, 'syscalls.log');
  const launcher = [
    ...['strace', '-f', '--seccomp-bpf', '-y', '-xx', '-s', String(longestBytes), '-o', log],
    ...['-e', `trace=${tracedCalls.join(',')}`, '-e', 'signal=none'],
  ];
  try {
    const before = filesBelow(station.dataFolder);
    const ended = await driven.live(
      'one',
      parts.seed,
      (word, life) => {
        if (word.t === 'ready') life.go();
      },
      { launcher },
    );
    if (ended.code !== 0)
      throw new Error(`the recorded station ended with ${String(ended.code)}: ${ended.complaint}`);
    const calls = readSyscallLog(readFileSync(log, 'latin1'), station.dataFolder);
    return { before, root: station.dataFolder, dataKey: await station.dataKey(), calls };
  } finally {
    await station.city.stop();
    await tray.close();
  }
}

export async function cutPower(
  recording: Recording,
  parts: {
    readonly seed: number;
    /** How often `some` is drawn after each change. */
    readonly draws: number;
    /** Tries every so many changes only. */
    readonly every: number;
    readonly tell?: (report: PowerReport) => void;
    readonly enough?: () => boolean;
  },
): Promise<PowerReport> {
  const { calls, root, dataKey } = recording;
  const random = randomFrom(parts.seed);
  const disk = new Disk(root, recording.before);
  const ledger = newLedger();
  const labels = new Set<string>();
  const faults: (Fault & { after: number; loss: Loss })[] = [];
  const place = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'power-'));
  let [cuts, changes, acknowledged] = [0, 0, 0];

  const report = (): PowerReport => ({ cuts, changes, acknowledged, printed: labels.size, faults });

  async function cut(loss: Loss): Promise<void> {
    const folder = join(place, String(cuts));
    cuts += 1;
    disk.writeTo(folder, loss, random);
    const found = await judge(join(folder, 'station'), dataKey, ledger, labels);
    faults.push(...found.map((fault) => ({ ...fault, after: changes, loss })));
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    for (const call of calls) {
      if (parts.enough?.() ?? false) break;
      if (call.kind === 'said') {
        acknowledged += hear(call.bytes.toString(), ledger, labels);
        continue;
      }
      disk.apply(call);
      changes += 1;
      if (changes % parts.every !== 0) continue;
      for (const loss of losses) if (loss !== 'some') await cut(loss);
      for (let draw = 0; draw < parts.draws; draw += 1) await cut('some');
      parts.tell?.(report());
    }
    return report();
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Acknowledgements among what was said; and numbers that went to the printers' process. */
function hear(text: string, ledger: Ledger, labels: Set<string>): number {
  let heard = 0;
  if (text.includes('"printItems"'))
    for (const [, label = ''] of text.matchAll(/"(A\d{3,})"/g)) labels.add(label);
  if (!text.startsWith('{"t":')) return heard;
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const word = Acknowledged.safeParse(JSON.parse(line));
    if (!word.success) continue;
    note(ledger, word.data);
    heard += 1;
  }
  return heard;
}

async function judge(
  storeFolder: string,
  dataKey: Uint8Array,
  ledger: Ledger,
  labels: ReadonlySet<string>,
): Promise<Fault[]> {
  const isPromised = ledger.drafts.size > 0 || ledger.tickets.length > 0 || labels.size > 0;
  if (!existsSync(join(storeFolder, 'keys.json')))
    return isPromised ? [{ kind: 'lost', what: 'the key of the store' }] : [];
  const look = await checkStore({ storeFolder, dataKey, ledger, depth: 'whole' });
  const known = new Set(look.jobs.filter(({ state }) => state !== 'queued').map(({ label }) => label));
  const phantoms = [...labels].filter((label) => !known.has(label));
  return [
    ...look.faults,
    ...phantoms.map((label): Fault => ({
      kind: 'phantom',
      what: `${label} went to the printer, without a record`,
    })),
  ];
}

function filesBelow(root: string): Map<string, Buffer | null> {
  const files = new Map<string, Buffer | null>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name);
    files.set(relative(root, path), statSync(path).isDirectory() ? null : readFileSync(path));
  }
  return files;
}
