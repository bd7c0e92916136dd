/** Letters sent ahead to an idle printer while its line goes wrong at one byte; then a ticket; judged by the paper. */
import { fullProfile } from './full-profile.ts';
import { sendAhead } from '../../../native-bridge/printers/slip-ahead.ts';
import { printSlip } from '../../../native-bridge/printers/slip-driver.ts';
import { SlipMemory } from '../../../native-bridge/printers/slip-memory.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { foreign, textPlan } from '../../../native-bridge/printers/text-plan.ts';
import { ticketItems, ticketLetters } from '../../../main/printing/ticket.ts';
import { FaultyLine, type LineFault, type ReplyFault } from './faulty-line.ts';
import { inkedRows } from './paper-oracle.ts';
import { ticketContent } from './ticket-sample.ts';

export const aheadLetters = foreign(ticketLetters(ticketContent));
const items = ticketItems('A012', ticketContent, null, false);
const never = new AbortController().signal;

/** What a ticket looks like on a printer that was never sent anything ahead. */
export async function plainTicket(): Promise<Buffer> {
  const printer = new SlipSimulator(384);
  await ticketOn(printer, new SlipMemory());
  if (!printer.last) throw new Error('a sound printer printed nothing');
  return inkedRows(printer.last);
}

function ticketOn(printer: SlipSimulator, memory: SlipMemory): ReturnType<typeof printSlip> {
  return printSlip(
    printer.open(),
    fullProfile,
    memory,
    () => textPlan(items, 384, memory.slots),
    () => undefined,
  );
}

/** Bytes sent ahead and answered on a sound line. */
export async function aheadShape(): Promise<{ readonly end: number; readonly answers: number }> {
  const printer = new SlipSimulator(384);
  const line = new FaultyLine(printer, null, null);
  const [port, memory] = [line.open(115_200), new SlipMemory()];
  await sendAhead({ port, profile: fullProfile, memory, letters: aheadLetters, signal: never });
  return { end: line.sent.length, answers: line.answered };
}

/** Deaf for so long after a power cycle, as all printers are, ms: a piece of letters has passed by then. */
const restartMs = 700;

/** Empty when all is as it must be. */
export async function tryAhead(
  fault: { readonly line: LineFault | null; readonly reply: ReplyFault | null },
  ticket: Buffer,
): Promise<string[]> {
  const wrong: string[] = [];
  const printer = new SlipSimulator(384, { restartMs });
  const memory = new SlipMemory();
  const line = new FaultyLine(printer, fault.line, fault.reply);
  await sendAhead({
    port: line.open(115_200),
    profile: fullProfile,
    memory,
    letters: aheadLetters,
    signal: never,
  });
  printer.paperOut = false;
  if (fault.line?.kind === 'power-cycle')
    await new Promise((resolve) => setTimeout(resolve, restartMs + 100));
  if (printer.paper.hanging.bits.some((byte) => byte !== 0) || printer.printed > 0)
    wrong.push('letters sent ahead are on paper');
  const sent = await ticketOn(printer, memory);
  if (sent.outcome !== 'confirmed') wrong.push(`the next ticket is ${sent.outcome}`);
  const { last } = printer;
  if (printer.printed !== 1) wrong.push(`${String(printer.printed)} papers`);
  else if (!last || !inkedRows(last).equals(ticket)) wrong.push('the next ticket is not as it must be');
  return wrong;
}
