/**
 * npm run bench -- ticket: from the press to the cut at the far end of a line as slow as a real one, and how many bytes the
 * same ticket has when others make it. The peer's time counts, never our drain.
 */
import { printer as createThermal, types as thermalTypes } from 'node-thermal-printer';
import receiptline from 'receiptline';
import sharp from 'sharp';
import { paintSlip } from '../../native-bridge/imaging/paint-slip.ts';
import type { SlipProfile } from '../../native-bridge/contract-printers.ts';
import { rasterPlan, type SlipPlan } from '../../native-bridge/printers/slip-plan.ts';
import { printSlip } from '../../native-bridge/printers/slip-driver.ts';
import { SlipMemory } from '../../native-bridge/printers/slip-memory.ts';
import { SlipPrinters } from '../../native-bridge/printers/slip-printers.ts';
import { SlipSimulator } from '../../native-bridge/printers/slip-simulator.ts';
import { openSerialPort } from '../../native-bridge/printers/serial-port.ts';
import { foreign, textPlan } from '../../native-bridge/printers/text-plan.ts';
import { ticketItems, ticketLetters } from '../../main/printing/ticket.ts';
import { ticketContent } from '../hardware/printer/ticket-sample.ts';
import { openPacedLine } from '../hardware/printer/paced-line.ts';

const widthPx = 576;
const speeds = [9_600, 115_200];
const items = ticketItems('A012', ticketContent, null, false);
const raster = (): ReturnType<typeof paintSlip> => paintSlip(widthPx, 16, items);

function profileAt(baud: number): SlipProfile {
  return {
    baud,
    widthPx,
    flow: 'none',
    answers: true,
    echo: true,
    marks: true,
    tellsChanges: true,
    letters: true,
    model: null,
  };
}

/** One ticket through our driver: ms until the last byte before the knife's answer, and bytes in all. */
async function ours(
  baud: number,
  plan: (memory: SlipMemory, most: number) => SlipPlan,
  warmUps: number,
): Promise<{ ms: number; cutMs: number; bytes: number }> {
  const printer = new SlipSimulator(widthPx);
  const line = await openPacedLine(baud, printer);
  const memory = new SlipMemory();
  let result = { ms: 0, cutMs: 0, bytes: 0 };
  try {
    for (let round = 0; round <= warmUps; round += 1) {
      const pressed = performance.now();
      const before = printer.printed;
      let cutAt = 0;
      const watch = setInterval(() => {
        if (cutAt === 0 && printer.printed > before) cutAt = performance.now();
      }, 1);
      const port = await openSerialPort(line.near, baud, 'none');
      const sent = await printSlip(
        port,
        profileAt(baud),
        memory,
        (most) => plan(memory, most),
        () => undefined,
      );
      clearInterval(watch);
      if (sent.outcome !== 'confirmed') throw new Error(`not confirmed: ${sent.reason ?? ''}`);
      result = { ms: line.lastAt() - pressed, cutMs: (cutAt || line.lastAt()) - pressed, bytes: sent.bytes };
    }
  } finally {
    await line.close();
  }
  return result;
}

/** The printer has just been switched on: its letters are sent ahead, and then a ticket is pressed. */
async function afterPowerOn(baud: number): Promise<{ ms: number; bytes: number }> {
  const printer = new SlipSimulator(widthPx);
  const line = await openPacedLine(baud, printer);
  const slips = new SlipPrinters([
    {
      ...{ id: 'p', name: 'p', virtual: false, profile: profileAt(baud) },
      open: (speed, flow) => openSerialPort(line.near, speed, flow),
    },
  ]);
  try {
    await slips.keepReady('p', profileAt(baud), foreign(ticketLetters(ticketContent)));
    const pressed = performance.now();
    const sent = await slips.print(
      'p',
      profileAt(baud),
      (slots) => textPlan(items, widthPx, slots),
      () => undefined,
    );
    if (sent.outcome !== 'confirmed') throw new Error(`not confirmed: ${sent.reason ?? ''}`);
    return { ms: line.lastAt() - pressed, bytes: sent.bytes };
  } finally {
    await line.close();
  }
}

/** Bytes that somebody else made, written as they are. */
async function theirs(baud: number, bytes: Uint8Array): Promise<number> {
  const printer = new SlipSimulator(widthPx);
  const line = await openPacedLine(baud, printer);
  try {
    const pressed = performance.now();
    const port = await openSerialPort(line.near, baud, 'none');
    port.stream.write(bytes);
    while (line.arrived() < bytes.length) await new Promise((resolve) => setTimeout(resolve, 2));
    const ms = line.lastAt() - pressed;
    await port.close(1_000);
    return ms;
  } finally {
    await line.close();
  }
}

/** Receiptline has no letters with Vietnamese marks for ESC/POS: such lines go as pictures, as its users do. */
async function receiptlineBytes(): Promise<Uint8Array> {
  const lines: string[] = [];
  for (const item of items) {
    if (item.type === 'qr') lines.push(`{code:${item.text}; option:qrcode,6,m}`);
    else if (item.type === 'text' || item.type === 'pair') {
      const text = item.type === 'text' ? item.text : `${item.left}${item.right}`;
      if (/^[ -~]*$/.test(text))
        lines.push(item.type === 'text' ? `^^^^^^${text}` : `${item.left} | ${item.right}`);
      else lines.push(`{image:${(await linePng(item)).toString('base64')}}`);
    }
  }
  const made = receiptline.transform(lines.join('\n'), {
    cpl: 48,
    encoding: 'cp437',
    command: 'escpos',
    spacing: false,
    cutting: true,
  });
  return Buffer.from(made, 'latin1');
}

async function thermalBytes(): Promise<Uint8Array> {
  const thermal = new createThermal({ type: thermalTypes.EPSON, interface: 'tcp://127.0.0.1:9', width: 48 });
  thermal.alignCenter();
  for (const item of items) {
    if (item.type === 'qr') thermal.printQR(item.text, { cellSize: 6, correction: 'M', model: 2 });
    else if (item.type === 'text' || item.type === 'pair') {
      const text = item.type === 'text' ? item.text : `${item.left} ${item.right}`;
      if (/^[ -~]*$/.test(text)) {
        thermal.setTextSize(5, 5);
        thermal.println(text);
        thermal.setTextNormal();
      } else await thermal.printImageBuffer(await linePng(item));
    }
  }
  thermal.cut();
  return thermal.getBuffer() ?? new Uint8Array();
}

async function linePng(item: (typeof items)[number]): Promise<Buffer> {
  const { grey, heightPx } = paintSlip(widthPx, 0, [item]);
  return sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .png({ palette: false })
    .toColourspace('srgb')
    .toBuffer();
}

function whole(memory: SlipMemory): SlipPlan {
  return textPlan(items, widthPx, memory.slots);
}

function picture(_: SlipMemory, most: number): SlipPlan {
  const { bitmap: bits, heightPx } = raster();
  return rasterPlan({ bits, widthPx, heightPx }, most);
}

const rows: string[][] = [['ticket made by', 'bytes', ...speeds.map((baud) => `${String(baud)} baud, s`)]];
const seconds = (ms: number): string => (ms / 1_000).toFixed(2);

const steady = [];
for (const baud of speeds) steady.push(await ours(baud, whole, 2));
rows.push(['ours, letters known', String(steady[0]?.bytes), ...steady.map(({ ms }) => seconds(ms))]);
const ahead = [];
for (const baud of speeds) ahead.push(await afterPowerOn(baud));
rows.push(['ours, first after power-on', String(ahead[0]?.bytes), ...ahead.map(({ ms }) => seconds(ms))]);
// Nothing sent ahead: the ticket is pressed in the very moment in which the printer is seen.
const first = [];
for (const baud of speeds) first.push(await ours(baud, whole, 0));
rows.push(['ours, pressed at power-on', String(first[0]?.bytes), ...first.map(({ ms }) => seconds(ms))]);
for (const [name, bytes] of [
  ['receiptline 4 (marks as pictures)', await receiptlineBytes()],
  ['node-thermal-printer 4 (marks as pictures)', await thermalBytes()],
] as const) {
  const times = [];
  for (const baud of speeds) times.push(seconds(await theirs(baud, bytes)));
  rows.push([name, String(bytes.length), ...times]);
}
const full = [];
for (const baud of speeds) full.push(await ours(baud, picture, 0));
rows.push(['full picture, our driver', String(full[0]?.bytes), ...full.map(({ ms }) => seconds(ms))]);

const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
for (const [place, aim] of [2, 0.4].entries()) {
  const [one, other] = [steady[place]?.ms ?? Number.NaN, ahead[place]?.ms ?? Number.NaN];
  const verdict = (ms: number): string => (ms / 1_000 <= aim ? 'within' : 'OVER');
  console.log(
    `${String(speeds[place])} baud: ${seconds(one)} s, first after power-on ${seconds(other)} s (aim ${String(aim)} s: ${verdict(one)}, ${verdict(other)})`,
  );
}
process.exit(0);
