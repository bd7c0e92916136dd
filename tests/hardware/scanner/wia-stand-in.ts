/**
 * A program in PowerShell's place that speaks the lines of native-bridge/scanners/wia/wia.ps1: what it is started with it
 * writes down, what it does each time it is told beforehand.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WiaProgram } from '../../../native-bridge/scanners/wia/wia-process.ts';

/** One step of a run. `page` writes that file whole and names it; `part` writes half of it and says nothing; `until` waits for `let`. */
export type Step =
  | { readonly line: object }
  | { readonly raw: string }
  | { readonly page: string; readonly content: string; readonly dpi?: number }
  | { readonly part: string }
  | { readonly waitMs: number }
  | { readonly until: string }
  | { readonly exit: number }
  | { readonly killed: true };

export interface StandIn {
  readonly program: WiaProgram;
  /** What the next runs do, one after the other; the last one is repeated. */
  plays(...runs: readonly (readonly Step[])[]): void;
  let(step: string): void;
  /** Arguments of each run so far. */
  runs(): string[][];
  /** Values of the last run's parameters. */
  lastOptions(): Readonly<Record<string, string>>;
  pid(): number;
  end(): void;
}

const player = `
import { appendFileSync, existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
const folder = FOLDER;
const args = process.argv.slice(2);
const log = join(folder, 'runs');
const index = existsSync(log) ? readFileSync(log, 'utf8').split('\\n').length - 1 : 0;
appendFileSync(log, JSON.stringify(args) + '\\n');
writeFileSync(join(folder, 'pid'), String(process.pid));
const runs = JSON.parse(readFileSync(join(folder, 'play'), 'utf8'));
const play = runs.steps[Math.min(index - runs.from, runs.steps.length - 1)];
const pages = args[args.indexOf('-Folder') + 1];
const say = (text) => writeSync(1, text);
for (const step of play) {
  if ('line' in step) say(JSON.stringify(step.line) + '\\r\\n');
  if ('raw' in step) say(step.raw);
  if ('page' in step) {
    writeFileSync(join(pages, step.page), step.content);
    say(JSON.stringify({ kind: 'page', file: step.page, dpi: step.dpi ?? 300 }) + '\\n');
  }
  if ('part' in step) writeFileSync(join(pages, step.part), 'half a p');
  if ('waitMs' in step) await new Promise((resolve) => setTimeout(resolve, step.waitMs));
  while ('until' in step && !existsSync(join(folder, 'let-' + step.until))) await new Promise((resolve) => setTimeout(resolve, 10));
  if ('exit' in step) process.exit(step.exit);
  if ('killed' in step) process.kill(process.pid, 'SIGKILL');
}
`;

export function openStandIn(): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'wia-stand-in-'));
  const file = (name: string) => join(folder, name);
  writeFileSync(file('player.mjs'), player.replace('FOLDER', JSON.stringify(folder)));
  writeFileSync(file('powershell'), `#!/bin/sh\nexec '${process.execPath}' '${file('player.mjs')}' "$@"\n`);
  chmodSync(file('powershell'), 0o755);
  const runs = (): string[][] => {
    try {
      const lines = readFileSync(file('runs'), 'utf8').trim().split('\n');
      return lines.map((line) => JSON.parse(line) as string[]);
    } catch {
      return [];
    }
  };
  return {
    program: { path: file('powershell'), farewellMs: 2_000 },
    plays: (...steps) => writeFileSync(file('play'), JSON.stringify({ from: runs().length, steps })),
    let: (step) => writeFileSync(file(`let-${step}`), ''),
    runs,
    lastOptions() {
      const args = runs().at(-1) ?? [];
      const options = args.slice(args.indexOf('-File') + 2);
      return Object.fromEntries(
        options.flatMap((name, at) => (at % 2 === 0 ? [[name.slice(1), options[at + 1] ?? '']] : [])),
      );
    },
    pid: () => Number(readFileSync(file('pid'), 'utf8')),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
