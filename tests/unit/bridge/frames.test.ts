import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BrokenFrame,
  encodeFrame,
  FrameDecoder,
  type Frame,
} from '../../../native-bridge/contract-frames.ts';

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function raw(header: string, bodyBytes: number, rest = new Uint8Array()): Uint8Array {
  const bytes = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32BE(bytes.length, 0);
  prefix.writeUInt32BE(bodyBytes, 4);
  return joined([prefix, bytes, rest]);
}

const item = (id: number) => ({ type: 'item' as const, id, item: { index: id } });

test('any bodies, cut anywhere: the same frames come out', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(bodies, { maxLength: 4 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 30 })),
      (all, cuts) => {
        const stream = joined(all.flatMap((some, id) => encodeFrame(item(id), some)));
        const decoder = new FrameDecoder();
        const frames: Frame[] = [];
        for (let at = 0; at < stream.length;) {
          const size = cuts.next().value as number;
          frames.push(...decoder.push(stream.slice(at, at + size)));
          at += size;
        }
        expect(frames.map((frame) => frame.bodies.map((body) => [...body]))).toEqual(
          all.map((some) => some.map((body) => [...body])),
        );
        expect(frames.map((frame) => 'id' in frame.header && frame.header.id)).toEqual(
          all.map((_, id) => id),
        );
        expect(decoder.midFrame).toBe(false);
      },
    ),
  );
});

test('a body does not share memory with what arrived', () => {
  const stream = joined(encodeFrame(item(1), [new Uint8Array([7])]));
  const [frame] = new FrameDecoder().push(stream);
  stream.fill(0);
  expect(frame?.bodies[0]?.[0]).toBe(7);
});

describe('broken frames end the stream', () => {
  const cases: [string, Uint8Array][] = [
    ['text on the stream', Buffer.from('console.log of a library\n')],
    ['header of no bytes', raw('', 0)],
    ['header that is too long', new Uint8Array([0x7f, 255, 255, 255, 0, 0, 0, 0])],
    ['body that is too long', new Uint8Array([0, 0, 0, 9, 255, 255, 255, 255])],
    ['header that is not JSON', raw('{"type":', 0)],
    [
      'header that is not UTF-8',
      joined([raw('', 0).subarray(0, 3), new Uint8Array([2, 0, 0, 0, 0, 0xff, 0xfe])]),
    ],
    ['unknown type', raw('{"type":"hello","bodies":[]}', 0)],
    ['bodies that do not add up', raw('{"type":"cancel","id":1,"bodies":[3]}', 4, new Uint8Array(4))],
    ['negative body', raw('{"type":"cancel","id":1,"bodies":[-1,1]}', 0)],
    ['fractional body', raw('{"type":"cancel","id":1,"bodies":[0.5,0.5]}', 1, new Uint8Array(1))],
  ];
  test.each(cases)('%s', (_name, bytes) => {
    const decoder = new FrameDecoder();
    expect(() => decoder.push(bytes)).toThrow(BrokenFrame);
    expect(() => decoder.push(new Uint8Array(1))).toThrow(BrokenFrame);
  });
});

test('frame-too-large: refused by the sender, before anything is written', () => {
  const half = new Uint8Array(300 * 1024 * 1024);
  expect(() => encodeFrame(item(1), [half, half])).toThrow(BrokenFrame);
});

test('cut-off-stream: is known to be in the middle of a frame', () => {
  const stream = joined(encodeFrame(item(1), [new Uint8Array(10)]));
  const decoder = new FrameDecoder();
  expect(decoder.push(stream.subarray(0, stream.length - 1))).toEqual([]);
  expect(decoder.midFrame).toBe(true);
});
