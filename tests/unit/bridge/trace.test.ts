import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownBytes, shownWords, type TraceFormat } from '../../../native-bridge/trace-masks.ts';
import { TraceRing } from '../../../native-bridge/trace.ts';
import { rasterBands } from '../../../native-bridge/printers/escpos.ts';

const card = '001190012345|012345678|Nguyễn Thị Ánh|01011990|Nữ|Số 1, phường Hàng Bạc, Hà Nội|01012022';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const formats: readonly TraceFormat[] = [
  'escpos-command',
  'escpos-answer',
  'apdu-command',
  'apdu-answer',
  'hid-report',
  'serial-frame',
  'http-head',
  'opaque',
];

/** Every run of characters that could tell a person: six digits, or five letters of the payload. */
function leaks(shown: { text: string; hex: string }, payload: string): string[] {
  const open = Buffer.from(shown.hex.replace(/\[\d+\]/g, '00').replace(/ /g, ''), 'hex').toString('latin1');
  const runs = Array.from({ length: payload.length - 5 }, (_, at) => payload.slice(at, at + 6));
  return runs.filter((run) => shown.text.includes(run) || open.includes(Buffer.from(run).toString('latin1')));
}

describe('the trace shows the protocol and no person', () => {
  it.each(formats)('a scanned card recorded as %s leaves nothing but its length', (format) => {
    for (const message of [card, `]Q1${card}\r`, `\r\n${card}\r\n`]) {
      const shown = shownBytes(format, bytesOf(message));
      expect(leaks(shown, message), format).toEqual([]);
      expect(shown.hex).toMatch(/\[\d+\]/);
    }
  });

  it('the picture of a slip is told by its length; its commands are readable', () => {
    const [band] = rasterBands({ bits: bytesOf(card.repeat(10)), widthPx: 64, heightPx: 8 }, 48);
    expect(shownBytes('escpos-command', band ?? new Uint8Array())).toEqual({
      what: 'GS v 0',
      hex: `[${band?.byteLength}]`,
      text: '•',
    });
    expect(shownBytes('escpos-command', Uint8Array.of(0x1b, 0x64, 3, 0x1d, 0x56, 66, 0)).hex).toBe(
      '1b 64 03 1d 56 42 00',
    );
  });

  it('text sent to a printer, and what follows an unknown command, stays masked', () => {
    const message = Uint8Array.of(0x10, 4, 1, ...bytesOf('Nguyen Van A'), 0x1b, 0x40);
    expect(shownBytes('escpos-command', message).hex).toBe('10 04 01 [14]');
  });

  it('a printer answers in clear; a reader on the printer’s port does not', () => {
    expect(shownBytes('escpos-answer', Uint8Array.of(0x12, 0x12, 0x72))).toMatchObject({ hex: '12 12 72' });
    expect(shownBytes('escpos-answer', Uint8Array.of(0x37, 0x22, 0x31, 0x32, 0x33, 0x34, 0))).toMatchObject({
      what: 'process id',
    });
    expect(shownBytes('escpos-answer', Uint8Array.of(0x12, ...bytesOf(card))).hex).toMatch(/^\[\d+\]$/);
  });

  it('an APDU shows its head and its status, never its data, whatever the data looks like', () => {
    const data = [0, 0xb0, 0x81, 0, 4, 0, 0xa4, 4, 0, 2];
    const command = Uint8Array.of(0x0c, 0xb0, 0x81, 0, data.length, ...data);
    expect(shownBytes('apdu-command', command).hex).toBe('0c b0 81 00 0a [10]');
    expect(shownBytes('apdu-answer', Uint8Array.of(...data, 0x90, 0)).hex).toBe('[10] 90 00');
    const select = Uint8Array.of(0, 0xa4, 4, 0x0c, 7, 0xa0, 0, 0, 2, 0x47, 0x10, 1);
    expect(shownBytes('apdu-command', select).what).toBe('SELECT');
    expect(shownBytes('apdu-command', select).hex).not.toContain('[');
  });

  it('any bytes in any format: no payload of eight random letters or digits ever shows', () => {
    const payload = fc.stringMatching(/^[0-9A-Za-z]{8,40}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.uint8Array({ maxLength: 8 }),
        payload,
        (format, head, secret) => {
          const shown = shownBytes(format, Uint8Array.of(...head, ...bytesOf(secret)));
          // A command byte may stand before it and claim a few bytes; never as many as a name or a number has.
          return leaks(shown, secret).length === 0;
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('words of a driver keep paths and codes, and lose names and long numbers', () => {
    expect(shownWords('scan done pages=3 /dev/ttyUSB0 genesys:libusb:001:004')).toBe(
      'scan done pages=3 /dev/ttyUSB0 genesys:libusb:001:004',
    );
    expect(shownWords('Nguyễn Ánh 001190012345')).not.toMatch(/Nguyễn|Ánh|0011/);
  });
});

describe('the ring', () => {
  it('masks a value that is not a code, even in plain letters', () => {
    const ring = new TraceRing();
    ring.step('d', 'found', { name: 'Nguyen Van A', status: 3 });
    expect(ring.entries()[0]?.what).toBe('found name=• status=3');
  });

  it('keeps the last 64 messages of each of the last 32 devices', () => {
    const ring = new TraceRing(() => 1);
    for (let device = 0; device < 40; device += 1)
      for (let message = 0; message < 100; message += 1) ring.step(`d${device}`, 'x', { message });
    const entries = ring.entries();
    expect(entries).toHaveLength(32 * 64);
    expect(entries[0]).toMatchObject({ device: 'd8', what: 'x message=36' });
    expect(entries.at(-1)).toMatchObject({ device: 'd39', what: 'x message=99' });
  });

  it('a raster of 10 MB costs one masked entry', () => {
    const ring = new TraceRing();
    ring.bytes('p', 'to', 'escpos-command', new Uint8Array(10_000_000).fill(0x1b));
    expect(ring.entries()[0]?.hex).toBe('[10000000]');
    ring.bytes(
      'p',
      'to',
      'escpos-command',
      new Uint8Array(10_000_000).map((_, at) => (at % 2 ? 0x40 : 0x1b)),
    );
    expect(ring.entries()[1]?.hex.length).toBeLessThan(2_000);
  });
});
