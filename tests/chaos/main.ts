/** npm run chaos -- [OPERATIONS] [--seed S] [--stations K]: exits 1 with the seed and the trace when anything differs. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepEvidence, tableOf } from './report.ts';
import { runChaos, type ChaosOptions } from './run.ts';
import { shrink } from './shrink.ts';
import { traceOf } from './trace.ts';

const usage = `npm run chaos -- [OPERATIONS] [options]

  OPERATIONS       3000 unless told
  --seed S         1 unless told; the same seed does the same again
  --stations K     20 unless told
  --only 3,7       of them, only what these do
  --minutes M      begins nothing more after so long; what was begun is finished and compared
  --no-restores    the city is never brought back from a backup
  --folder DIR     where it works; in memory where there is room, unless told
  --keep           leaves everything there
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    stations: { type: 'string', default: '20' },
    only: { type: 'string' },
    minutes: { type: 'string', default: '600' },
    'no-restores': { type: 'boolean', default: false },
    folder: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function whole(text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  console.error(usage);
  process.exit(2);
}

if (values.help) {
  console.log(usage);
  process.exit(0);
}

/** Room for a long run, bytes: about 25 kB an operation. */
function roomIn(folder: string, operations: number): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 500e6 + operations * 25e3;
}

const operations = whole(positionals[0] ?? '3000', 1, 10_000_000);
const seed = whole(values.seed, 0, 2 ** 31);
const stations = whole(values.stations, 1, 200);
const only =
  values.only === undefined ? null : new Set(values.only.split(',').map((one) => whole(one, 1, stations)));
// Power cuts are not what is tried here, so nothing is gained by waiting for a disk.
const place = values.folder ?? (roomIn('/dev/shm', operations) ? '/dev/shm' : tmpdir());
const folder = mkdtempSync(join(place, 'mot-cua-chaos-'));

const commandOf = (options: ChaosOptions): string =>
  [
    `npm run chaos -- ${String(options.operations)} --seed ${String(seed)} --stations ${String(stations)}`,
    ...(options.only ? [`--only ${[...options.only].join(',')}`] : []),
    ...(options.restores ? [] : ['--no-restores']),
  ].join(' ');

const options: ChaosOptions = {
  ...{ seed, operations, stations, only, restores: !values['no-restores'] },
  ...{
    folder: join(folder, 'run'),
    faultShare: 0.12,
    workers: 2,
    mostMs: whole(values.minutes, 1, 10_000) * 60_000,
    tell: (line) => console.log(line),
  },
};

try {
  const { report } = await runChaos(options);
  console.log(`\n${tableOf(report)}`);
  console.log(`\nkept as ${keepEvidence(report, commandOf({ ...options, operations: report.last }))}`);
  const [first] = report.findings;
  if (!first)
    console.log('Every dossier is there exactly once, every refusal is seen, and both sides agree.');
  else {
    process.exitCode = 1;
    for (const { check, words } of report.findings.slice(0, 10)) console.error(`${check}: ${words}`);
    if (report.findings.length > 10) console.error(`… ${String(report.findings.length)} in all`);
    const smaller = await shrink({ ...options, operations: report.last }, first);
    console.error(`\nseed ${String(seed)}; again with: ${commandOf(smaller.options)}`);
    console.error(`${smaller.finding.check}: ${smaller.finding.words}`);
    for (const line of await traceOf(smaller.options.folder, smaller.finding.about, 60)) console.error(line);
  }
} finally {
  if (values.keep) console.log(`left in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
