import { expect, test, vi } from 'vitest';
import { LetterSlots, slotCodes } from '../../../native-bridge/printers/letter-slots.ts';
import { sendAhead } from '../../../native-bridge/printers/slip-ahead.ts';
import { SlipMemory } from '../../../native-bridge/printers/slip-memory.ts';
import { SlipPrinters } from '../../../native-bridge/printers/slip-printers.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { textPlan } from '../../../native-bridge/printers/text-plan.ts';
import { ticketItems, ticketLetters } from '../../../main/printing/ticket.ts';
import { fullProfile } from '../../hardware/printer/full-profile.ts';
import { aheadLetters, aheadShape, plainTicket, tryAhead } from '../../hardware/printer/ahead-case.ts';
import { alphabet } from '../../hardware/printer/alphabet.ts';
import { lineKinds, replyKinds, unhindered } from '../../hardware/printer/prefixes.ts';
import { inkedRows } from '../../hardware/printer/paper-oracle.ts';
import { ticketContent } from '../../hardware/printer/ticket-sample.ts';

const items = ticketItems('A012', ticketContent, null, false);

function place(printer: SlipSimulator) {
  const opened = vi.fn();
  const slips = new SlipPrinters([
    {
      id: 'p',
      name: 'Quầy 1',
      virtual: false,
      profile: fullProfile,
      open: () => {
        opened();
        return Promise.resolve(printer.open());
      },
    },
  ]);
  const ticket = () =>
    slips.print(
      'p',
      fullProfile,
      (slots) => textPlan(items, 384, slots),
      () => undefined,
    );
  return { slips, ticket, opened };
}

test('first-slip-after-power-on: its letters are there already, and it looks as it must', async () => {
  const printer = new SlipSimulator(384);
  const { slips, ticket } = place(printer);
  await slips.keepReady('p', fullProfile, aheadLetters);
  printer.powerCycle();
  await slips.keepReady('p', fullProfile, aheadLetters);
  expect([printer.printed, printer.paper.hanging.heightPx]).toEqual([0, 0]);
  const before = printer.letterRuns;
  expect(await ticket()).toMatchObject({ outcome: 'confirmed' });
  expect(printer.letterRuns).toBe(before);
  expect(printer.last && inkedRows(printer.last).equals(await plainTicket())).toBe(true);
});

test('slip-while-letters-are-sent: it waits for one piece, and its own letters follow', async () => {
  const printer = new SlipSimulator(384);
  const { slips, ticket } = place(printer);
  const ready = slips.keepReady('p', fullProfile, aheadLetters);
  await vi.waitUntil(() => printer.letterRuns > 2, { interval: 0 });
  const sent = printer.letterRuns;
  expect(await ticket()).toMatchObject({ outcome: 'confirmed' });
  await ready;
  expect(sent).toBeLessThan(aheadLetters.length / 3);
  expect(printer.last && inkedRows(printer.last).equals(await plainTicket())).toBe(true);
});

test.each(['tail', 'void'] as const)(
  'last-slip-in-doubt (%s): nothing is sent to the printer before somebody looked',
  async (leftover) => {
    const printer = new SlipSimulator(384);
    const memory = new SlipMemory();
    memory.leave(leftover);
    const received = vi.spyOn(printer, 'receive');
    await sendAhead({
      port: printer.open(),
      profile: fullProfile,
      memory,
      letters: aheadLetters,
      signal: new AbortController().signal,
    });
    expect(received).not.toHaveBeenCalled();
  },
);

test('printer-that-cannot-mark: its port is not opened, for it may have forgotten by the next slip', async () => {
  const { slips, opened } = place(new SlipSimulator(384));
  await slips.keepReady('p', { ...fullProfile, marks: false }, aheadLetters);
  expect(opened).not.toHaveBeenCalled();
});

test('paper-out-while-idle: no letters, and no failure that nobody asked about', async () => {
  const printer = new SlipSimulator(384);
  printer.paperOut = true;
  const { slips } = place(printer);
  await slips.keepReady('p', fullProfile, aheadLetters);
  expect(printer.letterRuns).toBe(0);
});

test('letters-of-the-place: all on every ticket and all small ones are among them, and a printer holds them', () => {
  const letters = new Set(ticketLetters(ticketContent));
  expect(
    Array.from(ticketContent.centre + ticketContent.branch).filter((sign) => !letters.has(sign)),
  ).toEqual([]);
  expect(alphabet.slice(0, alphabet.length / 2).filter((letter) => !letters.has(letter))).toEqual([]);
  expect(new Set(aheadLetters).size).toBeLessThan(slotCodes.length);
});

test('more-letters-than-codes: none that the printer knows goes for one that is only foreseen', () => {
  const slots = new LetterSlots();
  slots.place(Array.from({ length: 90 }, (_, at) => String.fromCodePoint(0x1ea0 + at)));
  const wanted = Array.from({ length: 30 }, (_, at) => String.fromCodePoint(0xc0 + at));
  expect(slots.missing(wanted)).toHaveLength(slotCodes.length - 90);
});

test(
  'line-cut, power-cycle, paper-out, bad answers while letters are sent: nothing on paper, the next ticket is right',
  { timeout: 120_000 },
  async () => {
    const [{ end, answers }, ticket] = [await aheadShape(), await plainTicket()];
    const cases: Promise<{ wrong: string[] }>[] = [];
    const judge = (fault: Parameters<typeof tryAhead>[0]) =>
      cases.push(unhindered(async () => ({ wrong: await tryAhead(fault, ticket) })));
    for (const kind of lineKinds)
      for (let at = Math.floor(Math.random() * 401); at < end; at += 401)
        judge({ line: { at, kind }, reply: null });
    for (const kind of replyKinds)
      for (let at = Math.floor(Math.random() * 127); at < answers; at += 127)
        judge({ line: null, reply: { at, kind } });
    expect((await Promise.all(cases)).flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(cases.length).toBeGreaterThan(30);
  },
);
