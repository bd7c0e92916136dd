/** Answers of slip printers, and of everything that speaks IPP. */
import {
  changeFailure,
  isEcho,
  readReplies,
  statusFailure,
} from '../../../native-bridge/printers/escpos-replies.ts';
import {
  BrokenIpp,
  decodeResponse,
  encodeRequest,
  ippTag,
} from '../../../native-bridge/printers/ipp/message.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { demand, type FuzzTarget } from '../target.ts';

export const printerTargets: readonly FuzzTarget[] = [
  {
    name: 'escpos-answers',
    run(input) {
      const received = [...input];
      const replies = readReplies(received);
      demand(replies.length <= received.length, 'an answer has at least one byte');
      const echoed = replies.some((reply) => isEcho(reply, '1234'));
      demand(!echoed || Buffer.from(input).includes('7"1234'), 'an echo is heard only where it came');
      const [printer = 0, offlineCause, paper] = replies.flatMap((reply) =>
        reply.kind === 'status' ? [reply.byte] : [],
      );
      statusFailure({ printer, offlineCause, paper });
      for (const reply of replies) if (reply.kind === 'change') changeFailure(reply.bytes);
    },
    seeds: [Uint8Array.of(0x12, 0x12, 0x12), Uint8Array.of(0x16, 0x37, 0x22, 0x31, 0x32, 0x33, 0x34, 0)],
    words: [Uint8Array.of(0x37, 0x22), Uint8Array.of(0x37, 0x25, 0), '1234'],
  },
  {
    name: 'escpos-commands',
    run(input) {
      const printer = new SlipSimulator(384);
      printer.paperOut = (input[0] ?? 0) > 0xf0;
      printer.receive(input);
      const last = printer.last;
      demand(!last || last.bits.byteLength === 48 * last.heightPx, 'a slip has the rows that it says');
    },
    seeds: [
      Uint8Array.of(
        0x1b,
        0x40,
        0x1d,
        0x76,
        0x30,
        0,
        2,
        0,
        2,
        0,
        1,
        2,
        3,
        4,
        0x1b,
        0x64,
        3,
        0x1d,
        0x56,
        66,
        0,
      ),
      Uint8Array.of(0x10, 4, 1, 0x1d, 0x28, 0x48, 6, 0, 48, 48, 0x31, 0x32, 0x33, 0x34),
    ],
    words: [Uint8Array.of(0x1d, 0x76, 0x30, 0), Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)],
  },
  {
    name: 'ipp-answers',
    run(input) {
      try {
        const { groups } = decodeResponse(input);
        let values = 0;
        for (const { attributes } of groups) for (const list of attributes.values()) values += list.length;
        demand(values * 5 <= input.byteLength, 'there are no more values than bytes can hold');
      } catch (error) {
        if (!(error instanceof BrokenIpp)) throw error;
      }
    },
    seeds: [
      encodeRequest({
        operation: 0,
        requestId: 7,
        groups: [
          {
            tag: ippTag.operationGroup,
            attributes: [{ tag: ippTag.charset, name: 'attributes-charset', values: ['utf-8'] }],
          },
          {
            tag: ippTag.jobGroup,
            attributes: [
              { tag: ippTag.enum, name: 'job-state', values: [5] },
              { tag: ippTag.keyword, name: 'job-state-reasons', values: ['job-printing', 'none'] },
            ],
          },
        ],
      }),
      // A collection within a collection, as printers describe their media.
      Uint8Array.of(
        ...[2, 0, 0, 0, 0, 0, 0, 1, 4, 0x34, 0, 1, 0x6d, 0, 0, 0x4a, 0, 0, 0, 1, 0x78, 0x34, 0, 0, 0, 0],
        ...[0x4a, 0, 0, 0, 1, 0x79, 0x21, 0, 0, 0, 4, 0, 0, 0, 1, 0x37, 0, 0, 0, 0, 0x37, 0, 0, 0, 0, 3],
      ),
    ],
    words: [
      Uint8Array.of(0x34, 0, 0, 0, 0),
      Uint8Array.of(0x37, 0, 0, 0, 0),
      Uint8Array.of(0x35, 0, 1, 0x61, 0, 6),
    ],
  },
];
