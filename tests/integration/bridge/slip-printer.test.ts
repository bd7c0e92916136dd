/** The printer process over a real serial line (socat pty pair); npos, not our code, reads what came out of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwipjs from 'bwip-js/node';
import { SerialPort } from 'serialport';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient, BridgeSettings } from '../../../native-bridge/contract.ts';
import { pictureOf } from '../../../native-bridge/printers/slip-picture.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { blacken, readSlip } from '../../hardware/npos-reader.ts';
import { findProgram } from '../../hardware/programs.ts';
import { openSerialPair, type SerialPair } from '../../hardware/serial-pair.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const patience = { timeoutMs: 40_000 };
const widthPx = 576;
const started: BridgeClient<'printers'>[] = [];

function start(settings: Partial<BridgeSettings>): BridgeClient<'printers'> {
  const bridge = startBridge({
    deviceClass: 'printers',
    nodePath: process.execPath,
    script: join(root, 'native-bridge', 'printers', 'main.ts'),
    settings: { training: false, slipPrinters: [], ...settings },
    log: () => undefined,
  });
  started.push(bridge);
  return bridge;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((bridge) => bridge.stop()));
});

/** A QR code, then rows that look like real-time commands, as picture bytes may. */
async function slipWithQr(text: string): Promise<{ bits: Uint8Array; heightPx: number }> {
  const png = await bwipjs.toBuffer({ bcid: 'qrcode', text, scale: 6, paddingwidth: 20, paddingheight: 20 });
  const { data, info } = await sharp(png)
    .flatten({ background: '#fff' })
    .resize(widthPx, 300, { fit: 'contain', background: '#fff', kernel: 'nearest' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rowBytes = widthPx / 8;
  const bits = new Uint8Array(rowBytes * (info.height + 1));
  data.forEach((value, at) => {
    if (value < 128) blacken(bits, Math.floor(at / widthPx) * rowBytes, at % widthPx);
  });
  bits.set([0x10, 0x04, 0x01, 0x1b, 0x40, 0x1d, 0x56, 0x00], rowBytes * info.height);
  return { bits, heightPx: info.height + 1 };
}

function print(
  bridge: BridgeClient<'printers'>,
  id: string,
  slip: { bits: Uint8Array; heightPx: number },
  onProgress?: (done: number) => void,
) {
  const options = onProgress ? { ...patience, onProgress } : patience;
  return bridge.call('printSlip', { printerId: id, widthPx, heightPx: slip.heightPx }, [slip.bits], options);
}

function readCodes(png: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'slip-'));
  writeFileSync(join(folder, 'slip.png'), png);
  const { stdout } = spawnSync('zbarimg', ['-q', '--raw', join(folder, 'slip.png')], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout.trim();
}

type Behaviour = 'answers' | 'silent' | 'no-echo' | 'silent-after-cut';

/** The device's end of the line: keeps every byte, and answers as our simulator does, or not at all. */
class FarEnd {
  readonly bytes: number[] = [];
  readonly printer = new SlipSimulator(widthPx);
  readonly #line: SerialPort;
  onBytes: (total: number) => void = () => undefined;

  constructor(path: string, behaviour: Behaviour) {
    this.#line = new SerialPort({ path, baudRate: 115_200 });
    this.#line.on('error', () => undefined);
    const inside = this.printer.open().stream;
    inside.on('data', (answer: Uint8Array) => {
      const echo = answer[0] === 0x37 && answer[1] === 0x22;
      if (behaviour === 'silent' || (behaviour === 'no-echo' && echo)) return;
      if (behaviour === 'silent-after-cut' && this.printer.printed > 0) return;
      this.#line.write(answer);
    });
    this.#line.on('data', (chunk: Uint8Array) => {
      this.bytes.push(...chunk);
      this.printer.receive(chunk);
      this.onBytes(this.bytes.length);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => (this.#line.isOpen ? this.#line.close(() => resolve()) : resolve()));
  }
}

describe.skipIf(!findProgram('socat'))('serial line (needs socat)', () => {
  let pair: SerialPair;
  let far: FarEnd | undefined;

  beforeEach(async () => {
    pair = await openSerialPair();
  });
  afterEach(async () => {
    await far?.close();
    far = undefined;
    await pair.remove();
  });

  const connect = (behaviour: Behaviour): { bridge: BridgeClient<'printers'>; id: string; far: FarEnd } => {
    far = new FarEnd(pair.far, behaviour);
    const slipPrinters = [{ path: pair.near, baud: 115_200, widthPx, name: 'Quầy 1' }];
    return { bridge: start({ slipPrinters }), id: `serial:${pair.near}`, far };
  };

  test('a slip: confirmed by the printer, and npos reads the same dots, cut at the end', async () => {
    const { bridge, id, far } = connect('answers');
    const slip = await slipWithQr('TAM-01-261122-0001');
    expect(await print(bridge, id, slip)).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    const read = await readSlip(Uint8Array.from(far.bytes));
    expect([read.widthPx, read.heightPx]).toEqual([widthPx, slip.heightPx]);
    expect(Buffer.from(read.bits).equals(Buffer.from(slip.bits))).toBe(true);
    expect(read.commands.filter((name) => name === 'GS V')).toHaveLength(1);
    expect(read.commands.lastIndexOf('GS v0')).toBeLessThan(read.commands.indexOf('GS V'));
  });

  test.skipIf(!findProgram('zbarimg'))(
    'a slip: zbarimg reads the QR code that npos decoded (needs zbar-tools)',
    async () => {
      const { bridge, id, far } = connect('answers');
      await print(bridge, id, await slipWithQr('TAM-01-261122-0001'));
      expect(readCodes(await pictureOf(await readSlip(Uint8Array.from(far.bytes))))).toBe(
        'TAM-01-261122-0001',
      );
    },
  );

  test('our simulator puts the same dots on paper as npos reads', async () => {
    const { bridge, id, far } = connect('answers');
    const slip = await slipWithQr('1');
    await print(bridge, id, slip);
    const last = far.printer.last;
    expect(Buffer.from(last?.bits.subarray(0, slip.bits.length) ?? []).equals(Buffer.from(slip.bits))).toBe(
      true,
    );
    expect(last?.bits.subarray(slip.bits.length).every((byte) => byte === 0)).toBe(true);
  });

  test('no-echo: a printer without GS ( H confirms by its answer in turn', async () => {
    const { bridge, id } = connect('no-echo');
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      ok: true,
      value: { outcome: 'confirmed' },
    });
  });

  test('never-answers: unknown, though every byte has left', async () => {
    const { bridge, id, far } = connect('silent');
    const slip = await slipWithQr('1');
    expect(await print(bridge, id, slip)).toMatchObject({ ok: true, value: { outcome: 'unknown' } });
    await vi.waitUntil(() => far.printer.printed > 0, { timeout: 10_000 });
    const read = await readSlip(Uint8Array.from(far.bytes));
    expect(Buffer.from(read.bits).equals(Buffer.from(slip.bits))).toBe(true);
  });

  test('paper-out: refused before the first dot, and the list says why', async () => {
    const { bridge, id, far } = connect('answers');
    far.printer.paperOut = true;
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      error: { code: 'printer-paper-out' },
    });
    expect((await readSlip(Uint8Array.from(far.bytes))).commands).not.toContain('GS v0');
    const listed = await bridge.call('list', {}, [], patience);
    expect(listed.ok && listed.value.printers.find((printer) => printer.id === id)).toMatchObject({
      kind: 'slip',
      state: 'fault',
      reason: 'printer-paper-out',
    });
  });

  test('paper-out-mid-print: printer-paper-out, no cut, and the rest is thrown away', async () => {
    const { bridge, id, far } = connect('answers');
    far.onBytes = (total) => {
      if (total > 8_000) far.printer.paperOut = true;
    };
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      error: { code: 'printer-paper-out' },
    });
    expect(far.printer.printed).toBe(0);
    far.onBytes = () => undefined;
    far.printer.paperOut = false;
    const next = await slipWithQr('2');
    expect(await print(bridge, id, next)).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    const rows = far.printer.last?.bits.subarray(0, next.bits.length) ?? [];
    expect(Buffer.from(rows).equals(Buffer.from(next.bits))).toBe(true);
  });

  test('unplug-mid-print: printer-failed, then printer-absent, and the process lives on', async () => {
    const { bridge, id, far } = connect('answers');
    far.onBytes = (total) => {
      if (total > 8_000) void pair.unplug();
    };
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      ok: false,
      error: { code: 'printer-failed' },
    });
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      ok: false,
      error: { code: 'printer-absent' },
    });
    expect(bridge.state()).toBe('up');
  });

  test('unplug-after-cut: unknown, for the slip is out', async () => {
    const { bridge, id, far } = connect('silent-after-cut');
    far.onBytes = () => {
      if (far.printer.printed > 0) void pair.unplug();
    };
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({
      ok: true,
      value: { outcome: 'unknown' },
    });
  });

  test('port-held-by-another-program: printer-busy', async () => {
    const { bridge, id } = connect('answers');
    const other = new SerialPort({ path: pair.near, baudRate: 115_200 });
    await new Promise((resolve) => other.once('open', resolve));
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({ error: { code: 'printer-busy' } });
    await new Promise<void>((resolve) => other.close(() => resolve()));
    expect(await print(bridge, id, await slipWithQr('1'))).toMatchObject({ ok: true });
  });

  test('two-prints-at-once: the second is printer-busy, the first comes out whole', async () => {
    const { bridge, id, far } = connect('answers');
    const slip = await slipWithQr('1');
    const [first, second] = await Promise.all([print(bridge, id, slip), print(bridge, id, slip)]);
    expect(first).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    expect(second).toMatchObject({ ok: false, error: { code: 'printer-busy' } });
    expect(far.printer.printed).toBe(1);
  });

  test('printer-stops-taking-bytes: printer-failed within the limit of the line', async () => {
    pair.freeze();
    const slipPrinters = [{ path: pair.near, baud: 115_200, widthPx, name: 'Quầy 1' }];
    const slip = { bits: new Uint8Array(72 * 4_000).fill(0x55), heightPx: 4_000 };
    const outcome = await print(start({ slipPrinters }), `serial:${pair.near}`, slip);
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'printer-failed', details: { reason: 'stalled' } },
    });
  });
});

test('port-absent: printer-absent in the list and on print', async () => {
  const bridge = start({ slipPrinters: [{ path: '/dev/nowhere', baud: 9_600, widthPx, name: 'Quầy 1' }] });
  const listed = await bridge.call('list', {}, [], patience);
  expect(listed.ok && listed.value.printers).toContainEqual(
    expect.objectContaining({ id: 'serial:/dev/nowhere', state: 'absent', reason: 'printer-absent' }),
  );
  expect(await print(bridge, 'serial:/dev/nowhere', await slipWithQr('1'))).toMatchObject({
    error: { code: 'printer-absent' },
  });
});

test('bitmap-of-another-size: wrong-shape, nothing is sent', async () => {
  const bridge = start({ training: true });
  for (const [rows, bytes] of [
    [10, 719],
    [10, 721],
    [0, 0],
    [-1, 72],
    [20_000, 72 * 20_000],
  ] as const) {
    const outcome = await print(bridge, 'virtual-slip', { bits: new Uint8Array(bytes), heightPx: rows });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'wrong-shape' } });
  }
  expect(await bridge.call('lastSlip', {}, [], patience)).toMatchObject({
    value: { printed: 0 },
    bodies: [],
  });
});

describe('training', () => {
  test('lists the two virtual printers only', async () => {
    const listed = await start({ training: true }).call('list', {}, [], patience);
    expect(
      listed.ok &&
        listed.value.printers.map(({ id, isDefault, virtual, state }) => [id, isDefault, virtual, state]),
    ).toEqual([
      ['virtual-a4', true, true, 'ready'],
      ['virtual-slip', true, true, 'ready'],
    ]);
  });

  test('virtual-slip: the same bytes as on a real line, decoded by npos and shown as a picture', async () => {
    const bridge = start({ training: true });
    const slip = await slipWithQr('TAM-02');
    expect(await print(bridge, 'virtual-slip', slip)).toMatchObject({
      ok: true,
      value: { outcome: 'confirmed' },
    });
    const last = await bridge.call('lastSlip', {}, [], patience);
    expect(last).toMatchObject({ ok: true, value: { printed: 1 } });
    const [png = new Uint8Array(), raw = new Uint8Array()] = last.ok ? last.bodies : [];
    const read = await readSlip(raw);
    expect(Buffer.from(read.bits).equals(Buffer.from(slip.bits))).toBe(true);
    if (findProgram('zbarimg')) expect(readCodes(png)).toBe('TAM-02');
  });

  test('virtual-a4: confirms a PDF, refuses what is none, and no other printer is there', async () => {
    const bridge = start({ training: true });
    const pdf = (text: string, printerId = 'virtual-a4') =>
      bridge.call('printPdf', { printerId, title: 'x' }, [new TextEncoder().encode(text)], patience);
    expect(await pdf('%PDF-1.7\n%%EOF\n')).toMatchObject({ ok: true, value: { outcome: 'confirmed' } });
    expect(await pdf('hello')).toMatchObject({ error: { code: 'printer-failed' } });
    expect(await pdf('%PDF-1.7\n%%EOF\n', 'cups:office')).toMatchObject({
      error: { code: 'printer-absent' },
    });
  });
});
