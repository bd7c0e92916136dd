/** Frames between the processes, and the masks of the trace. */
import { BrokenFrame, encodeFrame, FrameDecoder } from '../../../native-bridge/contract-frames.ts';
import { shownBytes, shownWords, type TraceFormat } from '../../../native-bridge/trace-masks.ts';
import { demand, refusing, textOf, type FuzzTarget } from '../target.ts';

const whole = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const traceFormats: readonly TraceFormat[] = [
  'escpos-command',
  'escpos-answer',
  'apdu-command',
  'apdu-answer',
  'hid-report',
  'serial-frame',
  'http-head',
  'opaque',
];

export const bridgeTargets: readonly FuzzTarget[] = [
  {
    name: 'bridge-frames',
    run: (input) =>
      refusing([BrokenFrame], () => {
        const once = new FrameDecoder().push(input);
        const split = Math.floor(input.byteLength / 2);
        const pieces = new FrameDecoder();
        const twice = [...pieces.push(input.subarray(0, split)), ...pieces.push(input.subarray(split))];
        demand(once.length === twice.length, 'a frame depends on where the stream was cut');
      }),
    seeds: [
      whole(...encodeFrame({ type: 'request', id: 1, operation: 'list', params: {} }, [])),
      whole(...encodeFrame({ type: 'item', id: 1, item: { index: 0, dpi: 300 } }, [Uint8Array.of(1, 2, 3)])),
      whole(...encodeFrame({ type: 'failed', id: 1, code: 'scanner-jammed', details: { pages: 6 } }, [])),
      whole(...encodeFrame({ type: 'event', event: { scanned: 'x' } }, [new Uint8Array(40)])),
    ],
    words: ['"bodies":[', '"type":"done"', '"id":', ',0]', Uint8Array.of(0, 0x7f, 0xff, 0xff)],
    // Twice the decoder's first room for a body.
    allowedBytes: 2 * 65 * 1024 * 1024,
  },
  {
    name: 'trace-masks',
    run(input) {
      for (const format of traceFormats) {
        const { hex, text, what } = shownBytes(format, input);
        demand(text.length <= 600 && hex.length <= 3_000 && what.length <= 200, 'a trace entry is bounded');
        demand(/^[ -~•]*$/.test(text), 'a trace entry is printable');
      }
      demand(shownWords(textOf(input)).length <= 200, 'words are bounded');
    },
    seeds: [
      Uint8Array.of(0x10, 4, 1, 0x1b, 0x40, 0x1d, 0x72, 1),
      Uint8Array.of(0x0c, 0xb0, 0, 0, 4, 1, 2, 3, 4, 0),
      new TextEncoder().encode('HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n'),
      new TextEncoder().encode(']Q1001190012345|x|Nguyễn Thị Ánh\r\n'),
    ],
    words: [Uint8Array.of(0x1d, 0x76, 0x30, 0), Uint8Array.of(0x37, 0x22), 'GET /eSCL/', ']C1'],
  },
];
