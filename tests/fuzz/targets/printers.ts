/** Answers of slip printers, and the words of CUPS. */
import { jobAlerts, stateOf } from '../../../native-bridge/printers/cups.ts';
import { findEcho, isStatus, isTurn, statusFailure } from '../../../native-bridge/printers/escpos.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import { bytesOf, demand, textOf, type FuzzTarget } from '../target.ts';

export const printerTargets: readonly FuzzTarget[] = [
  {
    name: 'escpos-answers',
    run(input) {
      const received = [...input];
      const at = findEcho(received, '1234');
      demand(at < 0 || received[at + 2] === 0x31, 'an echo is where it is said to be');
      const [printer = 0, offlineCause, paper] = received.filter(isStatus);
      statusFailure({ printer, offlineCause, paper });
      received.find(isTurn);
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
    name: 'cups-words',
    run(input) {
      const text = textOf(input);
      stateOf('quay01', text);
      jobAlerts('quay01-12', text);
    },
    seeds: [
      bytesOf('printer quay01 is idle.  enabled since Mon\nprinter quay02 disabled since Mon -\n\tPaused\n'),
      bytesOf(
        'quay01-12  root 1024 Mon\n\tStatus: ok\n\tAlerts: job-completed-successfully\n\tqueued for quay01\n',
      ),
    ],
    words: ['printer quay01 ', 'now printing', 'quay01-12 ', '\tAlerts: ', '\n', '\t'],
  },
];
