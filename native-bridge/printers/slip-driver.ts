/** Prints a slip on an ESC/POS printer, and believes nothing but the printer's own answers. */
import { BridgeError } from '../bridge-error.ts';
import type { SlipProfile } from '../contract-printers.ts';
import { clearBuffer, defineMark, emptyLine, feedAndCut, initialize, tellChanges } from './escpos.ts';
import { nearEnd, statusFailure, type Failure } from './escpos-replies.ts';
import { failureTold, passFence, statusLimitMs, statusTold, type Fence } from './slip-fence.ts';
import { LinkLost, SlipLink, type SlipPort } from './slip-link.ts';
import type { SlipMemory } from './slip-memory.ts';
import { longestPart, type SlipPlan } from './slip-plan.ts';

/** Slow mechanics print about 50 mm a second at 8 dots a mm: ms a row, generously. */
const rowMs = 10;
/** The knife, and a head that cools, ms. */
const mechanicsMs = 5_000;
/** Bytes ahead of the printer's last word: what the smallest receive buffers take. */
const aheadBytes = 3_600;
/** No printer is back from a power cycle sooner than this, ms: without a mark, no more may be on its way at once. */
const soonestRestartMs = 700;
const nothing: Uint8Array = new Uint8Array();
/** Printed across what a failed slip left hanging; ASCII, for the printer may have forgotten everything else. */
const voidLine = new TextEncoder().encode('\n*** HUY / VOID *** HUY / VOID ***\n');

export type PrintOutcome = 'confirmed' | 'unknown';

export interface SlipPrint {
  readonly outcome: PrintOutcome;
  /** Why it is unknown; null when confirmed. */
  readonly reason: string | null;
  readonly bytes: number;
}

export type ReadStatus = { readonly failure: Failure | null; readonly nearEnd: boolean } | undefined;

/** What the printer tells about itself; undefined when it does not answer. */
export async function readStatus(port: SlipPort): Promise<ReadStatus> {
  const link = new SlipLink(port);
  try {
    const status = await statusTold(link);
    return status && { failure: statusFailure(status), nearEnd: nearEnd(status) };
  } catch (error) {
    if (error instanceof LinkLost)
      return { failure: { code: 'printer-failed', reason: 'error' }, nearEnd: false };
    throw error;
  } finally {
    await link.close(statusLimitMs);
  }
}

/**
 * Fails only while the deciding part of the slip has certainly not left: then no whole slip can exist. Once it has left,
 * the outcome is `confirmed` by the printer's answer after the cut, or `unknown`. Closes the port.
 * `makePlan` is told how long one command may be at most, bytes.
 * @throws BridgeError printer-paper-out, printer-cover-open, printer-failed
 */
export async function printSlip(
  port: SlipPort,
  profile: SlipProfile,
  memory: SlipMemory,
  makePlan: (most: number) => SlipPlan,
  report: (done: number, total: number) => void,
): Promise<SlipPrint> {
  const link = new SlipLink(port);
  let closeLimitMs = statusLimitMs;
  let committed = false;
  try {
    // A printer that waits for the end of a command that a line broke in may be deaf until it has it. As text, zeros are nothing.
    if (memory.leftover !== 'nothing') await link.write(new Uint8Array(memory.longest));
    let before = await failureTold(link, memory.longest);
    if (before === undefined && profile.answers) before = await failureTold(link);
    if (before) throw refused(before, 'before');
    if (before === undefined && profile.answers)
      throw new BridgeError('printer-failed', { reason: 'no-answer' });
    const answers = before === null;
    if (answers) await prepare(link, profile, memory);
    else memory.forget();
    const plan = makePlan(most(link, memory));
    memory.begin(longestPart(plan));
    await sendBody({ link, profile, memory, plan, report, answers });
    committed = true;
    memory.leave('tail');
    closeLimitMs = link.limitFor(4_096);
    if (!answers) {
      await link.write(plan.commit);
      return { outcome: 'unknown', reason: 'one-way', bytes: link.sent };
    }
    const limitMs = plan.heightPx * rowMs + mechanicsMs;
    const passed = await passFence({ link, profile, mark: memory.mark, ahead: plan.commit, limitMs });
    if (passed === 'passed') {
      memory.leave('nothing');
      return { outcome: 'confirmed', reason: null, bytes: link.sent };
    }
    // What waits inside the printer must not come out when somebody looks elsewhere.
    await link.write(clearBuffer);
    return { outcome: 'unknown', reason: reasonOf(passed), bytes: link.sent };
  } catch (error) {
    memory.broke();
    if (!(error instanceof LinkLost)) throw error;
    if (committed) return { outcome: 'unknown', reason: error.reason, bytes: link.sent };
    throw new BridgeError('printer-failed', { reason: error.reason });
  } finally {
    if (!committed) await link.discard();
    await link.close(closeLimitMs);
  }
}

/** Ends what an earlier slip left, and gives the printer a mark that it loses together with its letters. */
export async function prepare(link: SlipLink, profile: SlipProfile, memory: SlipMemory): Promise<void> {
  const { leftover } = memory;
  if (leftover !== 'nothing') {
    await link.write(
      Buffer.concat([
        initialize,
        leftover === 'void' ? voidLine : nothing,
        leftover === 'command' ? nothing : feedAndCut,
      ]),
    );
    memory.forget();
  }
  if (memory.mark !== null && profile.marks) {
    const known = await passFence({
      link,
      profile,
      mark: memory.mark,
      ahead: nothing,
      limitMs: mechanicsMs,
    });
    if (known === 'passed') return;
    if (known !== 'restarted') throw refused(known, 'before');
  }
  memory.forget();
  const mark = profile.marks ? memory.newMark() : null;
  await link.write(
    Buffer.concat([
      initialize,
      profile.tellsChanges && profile.echo ? tellChanges('all') : nothing,
      // Without its first bytes (the power came back in between), a command is text. A mark that is known was whole.
      mark === null ? nothing : Buffer.concat([defineMark(mark), emptyLine]),
    ]),
  );
}

interface BodyParts {
  readonly link: SlipLink;
  readonly profile: SlipProfile;
  readonly memory: SlipMemory;
  readonly plan: SlipPlan;
  readonly report: (done: number, total: number) => void;
  readonly answers: boolean;
}

/** Asks in turn after each piece: no more is on its way than a printer's buffer holds, and a stop is seen at once. */
async function sendBody({ link, profile, memory, plan, report, answers }: BodyParts): Promise<void> {
  const pieces = piecesOf(plan.body, most(link, memory));
  const limitMs = plan.heightPx * rowMs + mechanicsMs;
  for (const [index, piece] of pieces.entries()) {
    if (!answers) await link.write(piece);
    else {
      const passed = await passFence({ link, profile, mark: memory.mark, ahead: piece, limitMs });
      if (passed !== 'passed') {
        await link.discard();
        if (passed !== 'silent') await link.write(clearBuffer);
        throw refused(passed, 'stopped');
      }
    }
    report(index + 1, pieces.length);
  }
}

/** How much may be on its way without a word from the printer, bytes. */
function most(link: SlipLink, memory: SlipMemory): number {
  if (memory.mark !== null) return aheadBytes;
  return Math.min(aheadBytes, Math.floor(soonestRestartMs / link.lineMs(1)));
}

/** Whole parts together as long as they fit: a question between the halves of a command would be taken for its data. */
function piecesOf(body: readonly Uint8Array[], most: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let piece: Uint8Array = new Uint8Array();
  for (const part of body) {
    if (piece.length > 0 && piece.length + part.length > most) {
      pieces.push(piece);
      piece = new Uint8Array();
    }
    piece = Buffer.concat([piece, part]);
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

function refused(fence: Exclude<Fence, 'passed'>, when: 'before' | 'stopped'): BridgeError {
  if (typeof fence !== 'string') return new BridgeError(fence.code, { reason: fence.reason, when });
  return new BridgeError('printer-failed', { reason: fence, when });
}

function reasonOf(fence: Exclude<Fence, 'passed'>): string {
  return typeof fence === 'string' ? fence : fence.code;
}
