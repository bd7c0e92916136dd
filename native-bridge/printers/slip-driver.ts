/** Prints a bitmap on an ESC/POS slip printer, and believes nothing but the printer's own answers. */
import { BridgeError } from '../bridge-error.ts';
import {
  askEcho,
  askInTurn,
  askStatus,
  clearBuffer,
  feedAndCut,
  findEcho,
  initialize,
  isStatus,
  isTurn,
  rasterBands,
  statusFailure,
  type Bitmap,
  type SlipStatus,
} from './escpos.ts';
import { LinkLost, SlipLink, type SlipPort } from './slip-link.ts';

/** A printer answers DLE EOT at once; this is for the way there and back, ms. */
const statusLimitMs = 400;
const firstTurnLimitMs = 1_000;
/** How long a band may take before the printer is asked whether it has stopped, ms. */
const lookAgainMs = 1_500;
/** Slow mechanics print about 50 mm a second at 8 dots a mm: ms a row, generously. */
const rowMs = 10;
/** The knife, and a head that cools, ms. */
const mechanicsMs = 5_000;

export type PrintOutcome = 'confirmed' | 'unknown';

/** The failure that the printer tells, null when it is ready, undefined when it does not answer. */
export async function readStatus(port: SlipPort): Promise<string | null | undefined> {
  const link = new SlipLink(port);
  try {
    return await failureTold(link);
  } catch (error) {
    if (error instanceof LinkLost) return 'printer-failed';
    throw error;
  } finally {
    await link.close(statusLimitMs);
  }
}

/**
 * Fails only while a part of the slip has certainly not left: then no whole slip can exist. Once all rows have left, the
 * outcome is `confirmed` by the printer's answer after the cut, or `unknown`. Closes the port.
 * @throws BridgeError printer-paper-out, printer-cover-open, printer-failed
 */
export async function printBitmap(
  port: SlipPort,
  bitmap: Bitmap,
  report: (done: number, total: number) => void,
): Promise<PrintOutcome> {
  const link = new SlipLink(port);
  let closeLimitMs = statusLimitMs;
  let allRowsLeft = false;
  try {
    const before = await failureTold(link);
    if (typeof before === 'string') throw new BridgeError(before);
    await sendBands(link, bitmap, report, before === null);
    allRowsLeft = true;
    await link.write(feedAndCut);
    closeLimitMs = link.limitFor(4_096);
    return before === null ? await confirm(link, bitmap) : 'unknown';
  } catch (error) {
    if (allRowsLeft && error instanceof LinkLost) return 'unknown';
    await link.discard();
    if (error instanceof LinkLost) throw new BridgeError('printer-failed', { reason: error.reason });
    throw error;
  } finally {
    await link.close(closeLimitMs);
  }
}

/** Null: ready. Undefined: the printer does not answer, or its line goes one way only. */
async function failureTold(link: SlipLink): Promise<string | null | undefined> {
  const printer = await ask(link, 1);
  if (printer === undefined) return undefined;
  const status: SlipStatus = { printer, offlineCause: await ask(link, 2), paper: await ask(link, 4) };
  return statusFailure(status);
}

async function ask(link: SlipLink, which: 1 | 2 | 4): Promise<number | undefined> {
  const mark = link.mark();
  await link.write(askStatus(which));
  return link.answer(mark, (received) => received.find(isStatus), statusLimitMs);
}

/** Asks in turn after each band: no more is on its way than a printer's buffer holds, and a stop is seen at once. */
async function sendBands(
  link: SlipLink,
  bitmap: Bitmap,
  report: (done: number, total: number) => void,
  answers: boolean,
): Promise<void> {
  const bands = rasterBands(bitmap);
  await link.write(initialize);
  const inTurn = answers && (await turn(link, firstTurnLimitMs));
  for (const [index, band] of bands.entries()) {
    await link.write(band);
    const stopped = inTurn ? await stopOf(link, link.limitFor(band.byteLength) + mechanicsMs) : null;
    if (stopped) {
      await link.write(clearBuffer);
      throw new BridgeError(stopped, { reason: 'stopped' });
    }
    report(index + 1, bands.length);
  }
}

/** Null when the printer has taken what was sent; else what it tells, or `printer-failed` when it only stays silent. */
async function stopOf(link: SlipLink, limitMs: number): Promise<string | null> {
  const mark = link.mark();
  const until = performance.now() + limitMs;
  await link.write(askInTurn);
  while (performance.now() < until) {
    if (await hasTurn(link, mark, lookAgainMs)) return null;
    // It may only be slow; but a printer that has stopped says so at once.
    const told = await failureTold(link);
    if (told) return told;
  }
  return (await hasTurn(link, mark, 0)) ? null : 'printer-failed';
}

async function turn(link: SlipLink, limitMs: number): Promise<boolean> {
  const mark = link.mark();
  await link.write(askInTurn);
  return hasTurn(link, mark, limitMs);
}

async function hasTurn(link: SlipLink, mark: number, limitMs: number): Promise<boolean> {
  return (await link.answer(mark, (received) => received.find(isTurn), limitMs)) !== undefined;
}

/** All has left: from here on, nothing is a failure. */
async function confirm(link: SlipLink, bitmap: Bitmap): Promise<PrintOutcome> {
  const id = String(Math.floor(Math.random() * 9_000) + 1_000);
  try {
    const mark = link.mark();
    await link.write(askEcho(id));
    const limitMs = bitmap.heightPx * rowMs + mechanicsMs;
    const started = performance.now();
    // A printer that does not know GS ( H still answers GS r in its turn.
    const echoed = await link.answer(
      mark,
      (received) => (findEcho(received, id) < 0 ? undefined : true),
      limitMs / 2,
    );
    if (echoed) return 'confirmed';
    return (await turn(link, Math.max(firstTurnLimitMs, limitMs - (performance.now() - started))))
      ? 'confirmed'
      : 'unknown';
  } catch (error) {
    if (error instanceof LinkLost) return 'unknown';
    throw error;
  }
}
