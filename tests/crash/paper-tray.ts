/**
 * The slip printer of a station that is killed: a pseudo-terminal, our simulated printer at its far end, and what lies in
 * its tray. Looks at the paper, and only at the paper.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { SlipMemory } from '../../native-bridge/printers/slip-memory.ts';
import { printSlip } from '../../native-bridge/printers/slip-driver.ts';
import type { Strip } from '../../native-bridge/printers/simulated-paper.ts';
import { SlipSimulator } from '../../native-bridge/printers/slip-simulator.ts';
import { textPlan } from '../../native-bridge/printers/text-plan.ts';
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import { lostPaperReason } from '../../main/printing/print-jobs.ts';
import { ticketItems } from '../../main/printing/ticket.ts';
import { ticketLabel } from '../../main/printing/tickets.ts';
import { fullProfile } from '../hardware/printer/full-profile.ts';
import { inkedRows } from '../hardware/printer/paper-oracle.ts';
import { ticketContent } from '../hardware/printer/ticket-sample.ts';
import { openSerialPair } from '../hardware/serial-pair.ts';
import { slipWidthPx, ticketSeries } from './crash-place.ts';

/** What stands on the paper so far, numbers of tickets and codes of dossiers. */
export interface OnPaper {
  /** How often each number stands there, on whole and on torn papers. */
  readonly numbers: ReadonlyMap<number, number>;
  /** Whole tickets of a number that do not say "in lại", and those that do. */
  readonly whole: ReadonlyMap<number, number>;
  readonly marked: ReadonlyMap<number, number>;
  /** Codes on the slips of dossiers; with those that say "in lại". */
  readonly slips: ReadonlyMap<string, number>;
  readonly papers: number;
}

export interface PaperTray {
  /** The application's end of the line. */
  readonly port: string;
  /** `highest`: the highest number that the station may have given. */
  read(highest: number): Promise<OnPaper>;
  /** As a person would look for one paper: whole, cut off or still hanging. */
  holds(question: { kind: 'ticket' | 'slip'; label: string }): Promise<boolean>;
  /** What lies there until now belongs to another station. */
  clear(): void;
  close(): Promise<void>;
}

/** Strips are read after each life of the station; it prints fewer meanwhile. */
const kept = 400;

export async function openPaperTray(): Promise<PaperTray> {
  const pair = await openSerialPair();
  const far = new SerialPort({ path: pair.far, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => far.open((error) => (error ? reject(error) : resolve())));
  far.on('error', () => undefined);
  const printer = new SlipSimulator(slipWidthPx, { kept });
  printer.open().stream.on('data', (answer: Uint8Array) => far.write(answer));
  far.on('data', (bytes: Uint8Array) => printer.receive(bytes));

  const numbers = new Map<number, number>();
  const whole = new Map<number, number>();
  const marked = new Map<number, number>();
  const slips = new Map<string, number>();
  let seen = 0;

  async function note(strip: Strip, highest: number, into: MutablePaper): Promise<void> {
    const paper = Buffer.from(strip.bits);
    if (!paper.some((byte) => byte !== 0)) return;
    let isTicket = false;
    for (let number = 1; number <= highest; number += 1) {
      const labels = occurrences(paper, await labelRows(number), strip.widthPx);
      if (labels === 0) continue;
      isTicket = true;
      add(into.numbers, number, labels);
      const again = occurrences(paper, await ticketRows(number, lostPaperReason), strip.widthPx);
      add(into.marked, number, again);
      // A marked ticket is its mark and then the ticket.
      add(into.whole, number, occurrences(paper, await ticketRows(number, null), strip.widthPx) - again);
    }
    if (!isTicket) for (const code of codesOn(strip)) add(into.slips, code, 1);
  }

  return {
    port: pair.near,
    async read(highest) {
      const fresh = printer.printed - seen;
      if (fresh > kept) throw new Error('more papers than the tray remembers');
      const strips = fresh === 0 ? [] : printer.paper.strips.slice(-fresh);
      for (const strip of strips) await note(strip, highest, { numbers, whole, marked, slips });
      seen = printer.printed;
      // What hangs is not cut yet and counts when it is; only a whole paper hanging is looked at now.
      return { numbers, whole, marked, slips, papers: seen };
    },
    async holds({ kind, label }) {
      const recent = [...printer.paper.strips.slice(-20), printer.paper.hanging];
      for (const strip of recent) {
        if (kind === 'slip') {
          if (codesOn(strip).includes(label)) return true;
          continue;
        }
        const rows = await ticketRows(Number(label.slice(ticketSeries.letter.length)), null);
        if (occurrences(Buffer.from(strip.bits), rows, strip.widthPx) > 0) return true;
      }
      return false;
    },
    clear() {
      for (const counts of [numbers, whole, marked, slips]) counts.clear();
      seen = printer.printed;
    },
    async close() {
      await new Promise<void>((resolve) => (far.isOpen ? far.close(() => resolve()) : resolve()));
      await pair.remove();
    },
  };
}

interface MutablePaper {
  numbers: Map<number, number>;
  whole: Map<number, number>;
  marked: Map<number, number>;
  slips: Map<string, number>;
}

function add<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  if (more !== 0) counts.set(key, (counts.get(key) ?? 0) + more);
}

function occurrences(paper: Buffer, rows: Buffer, widthPx: number): number {
  let count = 0;
  for (let at = paper.indexOf(rows); at >= 0; at = paper.indexOf(rows, at + 1))
    if (at % (widthPx / 8) === 0) count += 1;
  return count;
}

const drawn = new Map<string, Promise<Buffer>>();

/** The rows of these items on a printer that never fails. */
function rowsOf(key: string, items: SlipItem[]): Promise<Buffer> {
  const known = drawn.get(key);
  if (known) return known;
  const drawing = (async () => {
    const printer = new SlipSimulator(slipWidthPx);
    const memory = new SlipMemory();
    const plan = () => textPlan(items, slipWidthPx, memory.slots);
    await printSlip(printer.open(), fullProfile, memory, plan, () => undefined);
    if (!printer.last) throw new Error('a sound printer printed nothing');
    return inkedRows(printer.last);
  })();
  drawn.set(key, drawing);
  return drawing;
}

function labelRows(number: number): Promise<Buffer> {
  const label = ticketLabel(ticketSeries.letter, number);
  const items = ticketItems(label, ticketContent, null, false);
  return rowsOf(
    `label ${label}`,
    items.filter((item) => item.type === 'text' && item.text === label),
  );
}

function ticketRows(number: number, mark: string | null): Promise<Buffer> {
  const label = ticketLabel(ticketSeries.letter, number);
  return rowsOf(`ticket ${label} ${mark ?? ''}`, ticketItems(label, ticketContent, mark, false));
}

/** The dossier codes in the QR codes of a paper, read by zbar. */
function codesOn({ bits, widthPx, heightPx }: Strip): string[] {
  if (heightPx < 100) return [];
  const folder = mkdtempSync(join(tmpdir(), 'crash-slip-'));
  try {
    const file = join(folder, 'slip.pbm');
    writeFileSync(file, Buffer.concat([Buffer.from(`P4\n${String(widthPx)} ${String(heightPx)}\n`), bits]));
    const read = spawnSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', file], {
      encoding: 'utf8',
    });
    if (read.error) throw read.error;
    return read.stdout
      .split('\n')
      .filter((line) => line.startsWith('MC1|'))
      .map((line) => line.split('|')[1] ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
