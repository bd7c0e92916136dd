/** Pictures and files by our own parsers alone; pages.ts searches the whole intake. */
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { capturedJpeg } from '../../../native-bridge/imaging/captured-jpeg.ts';
import { fileKind } from '../../../native-bridge/imaging/file-kind.ts';
import { readPnm } from '../../../native-bridge/imaging/pnm.ts';
import { bytesOf, demand, refusing, type FuzzTarget } from '../target.ts';

export const imagingTargets: readonly FuzzTarget[] = [
  {
    name: 'pnm',
    run: (input) =>
      refusing([BridgeError], () => {
        const { data, widthPx, heightPx, channels } = readPnm(input);
        demand(data.byteLength === widthPx * heightPx * channels, 'as many samples as the size says');
      }),
    seeds: [
      bytesOf('P4\n# SANE\n9 2\n\u0001\u0002\u0003\u0004'),
      bytesOf('P5\n2 2\n255\nabcd'),
      bytesOf('P6 1 1 65535\nabcdef'),
    ],
    words: ['P4', 'P5', 'P6', '\n', '# ', ' 255\n', '65535', '16000', '4294967296'],
    allowedBytes: 8 * 1024 * 1024,
  },
  {
    name: 'file-kind',
    run: (input) => fileKind(input),
    seeds: [
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
      Uint8Array.of(0x49, 0x49, 0x2a, 0),
      bytesOf('\n\n%PDF-1.7'),
      bytesOf('P6 '),
    ],
    words: ['%PDF-', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  },
  {
    name: 'captured-jpeg',
    run(input) {
      const kept = capturedJpeg(input, 300);
      demand(kept === null || kept.length <= input.length + 20, 'a head more than the input at most');
    },
    seeds: [
      Uint8Array.of(
        ...[0xff, 0xd8, 0xff, 0xe1, 0, 4, 0x45, 0x78, 0xff, 0xc0, 0, 17, 8, 0, 16, 0, 16, 3, 1, 0x11, 0],
        ...[2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 2, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9, 9],
      ),
    ],
    words: [
      Uint8Array.of(0xff, 0xc0),
      Uint8Array.of(0xff, 0xda),
      Uint8Array.of(0xff, 0xd9),
      Uint8Array.of(0xff, 0xe2),
      'ICC_PROFILE',
      'sRGB',
      'Adobe',
    ],
  },
  {
    name: 'pdf-signature',
    // Loaded when it is asked for: its library is large, and every search has a thread of its own.
    async run(input) {
      const { isSignedPdf } = await import('../../../native-bridge/imaging/signatures.ts');
      await isSignedPdf(input, (input[0] ?? 0) % 2 === 0);
    },
    hangMs: 5_000,
    seeds: [
      bytesOf(
        '%PDF-1.7\n1 0 obj<</Type/Sig/ByteRange [0 10 20 30]/Contents<00>>>endobj\ntrailer<</Root 1 0 R>>',
      ),
      bytesOf('&PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj<</Kids[]/Count 0>>endobj\n'),
    ],
    words: [
      '/ByteRange',
      ' [0 ',
      ']',
      '/Contents',
      '<</',
      '>>',
      ' 0 obj',
      'endobj',
      'stream\n',
      'endstream',
      ' 0 R',
    ],
  },
];
