/** One ticket printed while its line goes wrong at one byte; judged by the paper. */
import { fullProfile } from './full-profile.ts';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import type { SlipProfile } from '../../../native-bridge/contract-printers.ts';
import { paintSlip } from '../../../native-bridge/imaging/paint-slip.ts';
import { printSlip } from '../../../native-bridge/printers/slip-driver.ts';
import { SlipMemory } from '../../../native-bridge/printers/slip-memory.ts';
import { rasterPlan, type SlipPlan } from '../../../native-bridge/printers/slip-plan.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { textPlan } from '../../../native-bridge/printers/text-plan.ts';
import type { SlipPort } from '../../../native-bridge/printers/slip-link.ts';
import { createPrintJobs, lostPaperReason, type PrintJobs } from '../../../main/printing/print-jobs.ts';
import { ticketItems } from '../../../main/printing/ticket.ts';
import { issueTicket, itemsOf, sentOf, ticketLabel } from '../../../main/printing/tickets.ts';
import type { PrintJob, Store } from '../../../main/store/ports.ts';
import { FaultyLine, type LineFault, type ReplyFault } from './faulty-line.ts';
import { copiesOn, inkedRows, sum } from './paper-oracle.ts';
import { ticketContent } from './ticket-sample.ts';

/** A kind of printer, and whether a ticket was printed on it before (then it holds the letters already). */
export interface Setting {
  readonly name: string;
  readonly profile: SlipProfile;
  readonly warm: boolean;
}

/** Neither echo nor mark: such a printer is deaf for a moment after a power cycle, as all are. */
const plain: SlipProfile = { ...fullProfile, echo: false, marks: false, tellsChanges: false };

export const settings: readonly Setting[] = [
  { name: 'text, first after power-on', profile: fullProfile, warm: false },
  { name: 'text, letters known', profile: fullProfile, warm: true },
  { name: 'text, no echo and no mark', profile: plain, warm: false },
  { name: 'picture', profile: { ...fullProfile, letters: false }, warm: true },
  { name: 'picture, no echo and no mark', profile: { ...plain, letters: false }, warm: true },
];

export interface Verdict {
  readonly state: PrintJob['state'];
  /** Empty when all is as it must be. */
  readonly wrong: string[];
}

const series = (place: string) => ({ place, letter: 'A', day: '2026-11-22' });

/** Keeps a printer, what its driver knows, and the jobs of one hall. */
class Hall {
  readonly printer: SlipSimulator;
  readonly jobs: PrintJobs;
  readonly #place: string;
  readonly #setting: Setting;
  readonly #memory = new SlipMemory();
  plan: SlipPlan | null = null;
  port: () => SlipPort;

  constructor(setting: Setting, store: Store, place: string) {
    const { profile } = setting;
    this.#setting = setting;
    this.#place = place;
    this.printer = new SlipSimulator(profile.widthPx ?? 384, {
      echo: profile.echo,
      marks: profile.marks,
      restartMs: profile.marks ? 0 : 1_500,
      kept: 20,
    });
    this.port = () => this.printer.open(profile.baud);
    this.jobs = createPrintJobs({
      store,
      now: () => ticketContent.issuedAt,
      newId: () => crypto.randomUUID(),
      onChange: () => undefined,
      send: async (job) => sentOf(await this.#print(job)),
    });
  }

  issue() {
    return issueTicket(this.jobs, { series: series(this.#place), content: ticketContent, printerId: 'p' });
  }

  async #print(job: PrintJob): Promise<Parameters<typeof sentOf>[0]> {
    const { profile } = this.#setting;
    const items = itemsOf(job, false);
    if (job.mark !== null) this.#memory.leave('void');
    try {
      const value = await printSlip(
        this.port(),
        profile,
        this.#memory,
        (most) => (this.plan = planOf(profile, items, this.#memory, most)),
        () => undefined,
      );
      return { ok: true, value, bodies: [] };
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error;
      return { ok: false, error: { code: error.code, details: error.details } };
    }
  }
}

function planOf(
  profile: SlipProfile,
  items: ReturnType<typeof ticketItems>,
  memory: SlipMemory,
  most: number,
): SlipPlan {
  const widthPx = profile.widthPx ?? 384;
  if (profile.letters) return textPlan(items, widthPx, memory.slots);
  const { bitmap: bits, heightPx } = paintSlip(widthPx, 16, items);
  return rasterPlan({ bits, widthPx, heightPx }, most);
}

/** What a ticket looks like on a printer that never fails; made once for each kind, number and mark. */
const looks = new Map<string, Promise<Buffer>>();
export function lookOf(setting: Setting, number: number, mark: string | null): Promise<Buffer> {
  const key = `${String(setting.profile.letters)} ${String(number)} ${mark ?? ''}`;
  const look = looks.get(key) ?? drawLook(setting, number, mark);
  looks.set(key, look);
  return look;
}

async function drawLook(setting: Setting, number: number, mark: string | null): Promise<Buffer> {
  const printer = new SlipSimulator(setting.profile.widthPx ?? 384);
  const items = ticketItems(ticketLabel('A', number), ticketContent, mark, false);
  const memory = new SlipMemory();
  const profile = { ...fullProfile, letters: setting.profile.letters };
  await printSlip(
    printer.open(),
    profile,
    memory,
    (most) => planOf(profile, items, memory, most),
    () => undefined,
  );
  if (!printer.last) throw new Error('a sound printer printed nothing');
  return inkedRows(printer.last);
}

/** What the same job is on a sound line. */
export interface Shape {
  /** Bytes of the whole job. */
  readonly end: number;
  /** Bytes of all answers. */
  readonly answers: number;
  /** What the printer has told when the deciding part leaves, bytes: every question before it is answered then. */
  readonly toldBefore: number;
}

export async function shapeOf(setting: Setting, store: Store, place: string): Promise<Shape> {
  const hall = new Hall(setting, store, place);
  if (setting.warm) await hall.issue();
  const before = hall.printer.told;
  const line = new FaultyLine(hall.printer, null, null);
  hall.port = () => line.open(setting.profile.baud);
  const issued = await hall.issue();
  if (!issued.ok || issued.value.state !== 'confirmed' || !hall.plan) throw new Error('a sound line failed');
  const commit = Buffer.from(line.sent).indexOf(Buffer.from(hall.plan.commit));
  const write = line.writes.find(({ sent }) => sent === commit);
  if (!write) throw new Error('the deciding part does not leave in one write');
  return { end: line.sent.length, answers: line.answered, toldBefore: write.told - before };
}

/**
 * `unknown` is right only when the deciding part has left; and of a line that fails, only when the printer had answered
 * all that was asked before that part: else an answer was missing, and the part should have been kept back.
 */
function unknownIsRight(hall: Hall, line: FaultyLine, shape: Shape, toldEarlier: number): string | null {
  if (!hasLeft(hall, line)) return 'unknown, and the deciding part never left';
  if (line.struck === null || line.struck.told - toldEarlier >= shape.toldBefore) return null;
  return `the deciding part left after a fault that answers told (${String(line.struck.told - toldEarlier)} of ${String(shape.toldBefore)} bytes)`;
}

function hasLeft({ plan }: Hall, line: FaultyLine): boolean {
  return plan !== null && Buffer.from(line.sent).includes(Buffer.from(plan.commit));
}

/** Prints number n on a line with a fault, repairs it, does as a person would, prints n + 1; then looks at the paper. */
export async function tryCase(
  setting: Setting,
  shape: Shape,
  store: Store,
  place: string,
  fault: { readonly line: LineFault | null; readonly reply: ReplyFault | null },
): Promise<Verdict> {
  const hall = new Hall(setting, store, place);
  const wrong: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  if (setting.warm) await hall.issue();
  const number = setting.warm ? 2 : 1;
  const plainLook = await lookOf(setting, number, null);
  const markedLook = await lookOf(setting, number, lostPaperReason);

  const faulty = new FaultyLine(hall.printer, fault.line, fault.reply);
  const sound = hall.port;
  const toldEarlier = hall.printer.told;
  hall.plan = null;
  hall.port = () => faulty.open(setting.profile.baud);
  await hall.issue();
  const job = store.printJobs.ofSeries(`ticket/${place}/A/2026-11-22`).find((each) => each.number === number);
  if (!job) return { state: 'queued', wrong: ['the job has no row'] };
  const { state } = job;

  must(['confirmed', 'failed', 'unknown'].includes(state), `no end: ${state}`);
  if (state === 'confirmed') {
    must(sum(copiesOn(hall.printer, plainLook)) === 1, 'confirmed, not whole on paper once');
    must(sum(copiesOn(hall.printer, plainLook).slice(-1)) === 0, 'confirmed, and still hanging');
  }
  if (state === 'failed') {
    must(sum(copiesOn(hall.printer, plainLook)) === 0, 'failed, and whole on paper');
    must(!hasLeft(hall, faulty), 'failed, and the deciding part left');
  }
  if (state === 'unknown') {
    const wrongly = unknownIsRight(hall, faulty, shape, toldEarlier);
    must(wrongly === null, wrongly ?? '');
  }

  // Somebody loads paper and plugs the line in again; then whatever the printer still holds would come out.
  hall.printer.paperOut = false;
  hall.port = sound;
  await restarted(setting);
  const out = sum(copiesOn(hall.printer, plainLook));
  if (state === 'failed') must(out === 0, 'failed, and came out later');
  let marked = false;
  if (state === 'unknown') {
    must(
      hall.jobs.pending().some((each) => each.id === job.id),
      'unknown, and nobody is asked',
    );
    marked = out === 0;
    hall.jobs.answer(job.id, marked ? 'did-not' : 'came-out');
    if (marked) await hall.jobs.again(job.id);
  }
  if (state === 'failed') {
    const repeated = await hall.issue();
    must(
      repeated.ok && repeated.value.number === number && repeated.value.mark === null,
      'the failed number was not printed again unmarked',
    );
  }
  const next = await hall.issue();
  must(
    next.ok && next.value.number === number + 1 && next.value.state === 'confirmed',
    'the next number is wrong',
  );

  const markedCopies = copiesOn(hall.printer, markedLook);
  // A marked ticket is its mark and then the ticket: those rows are not an unmarked one.
  const plainCopies = copiesOn(hall.printer, plainLook).map((count, at) => count - (markedCopies[at] ?? 0));
  const nextCopies = copiesOn(hall.printer, await lookOf(setting, number + 1, null));
  must(sum(plainCopies) === (marked ? 0 : 1), `${String(sum(plainCopies))} unmarked papers of the number`);
  must(sum(markedCopies) === (marked ? 1 : 0), `${String(sum(markedCopies))} marked papers of the number`);
  must(sum(nextCopies) === 1, `${String(sum(nextCopies))} papers of the next number`);
  const most = Math.max(
    ...plainCopies.map((count, at) => count + (markedCopies[at] ?? 0) + (nextCopies[at] ?? 0)),
  );
  must(most === 1, 'two whole tickets on one paper');
  must(sum(copiesOn(hall.printer, plainLook).slice(-1)) === 0, 'a whole ticket was never cut off');
  // Nobody is left waiting for an answer: the list of questions is short.
  for (const each of store.printJobs.ofSeries(`ticket/${place}/A/2026-11-22`))
    if (each.state === 'unknown') hall.jobs.answer(each.id, 'came-out');
  return { state, wrong };
}

function restarted({ profile }: Setting): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, profile.marks ? 0 : 1_600));
}
