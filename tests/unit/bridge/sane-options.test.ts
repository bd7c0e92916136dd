import { expect, test } from 'vitest';
import { pageArguments, parseOptions, sourcesOf } from '../../../native-bridge/scanners/sane-options.ts';
import { failureOf } from '../../../native-bridge/scanners/sane-status.ts';

const desk = `
All options specific to device \`airscan:e0:Desk':
  Standard:
    --resolution 75|100|150|200|300|600dpi [300]
        Sets the resolution of the scanned image.
    --mode Lineart|Gray|24bit Color[Fast] [24bit Color[Fast]]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    --depth 8|16bit [8]
  Geometry:
    -l 0..215.9mm (in steps of 0.1) [0]
    -x 0..215.9mm (in steps of 0.1) [215.9]
    -y 0..355.6mm [355.6]
    --page-height 0..355.6mm (in steps of 0.1) [inactive]
    --button[=(yes|no)] [no] [read-only]
`;

test('a desk scanner: sources, colour, A4, and the next finer resolution', () => {
  const options = parseOptions(desk);
  expect([...sourcesOf(options)]).toEqual([
    ['flatbed', ['--source', 'Flatbed']],
    ['feeder', ['--source', 'ADF']],
    ['feeder-duplex', ['--source', 'ADF Duplex']],
  ]);
  const { args, dpi } = pageArguments(options, 250);
  expect(dpi).toBe(300);
  expect(args.join(' ')).toContain('--mode 24bit Color');
  expect(args.join(' ')).toContain('-x 210 -y 297');
  expect(args).not.toContain('--page-height');
});

test.each([
  ['--source ADF Front|ADF Back|ADF Duplex [ADF Front]', ['feeder', 'feeder-duplex']],
  ['--source Automatic Document Feeder(left aligned)|Flatbed [Flatbed]', ['feeder', 'flatbed']],
  [
    '--source Automatic Document Feeder(centrally aligned,Duplex)|FlatBed [FlatBed]',
    ['feeder-duplex', 'flatbed'],
  ],
  [
    '--source Flatbed|ADF [ADF]\n    --adf-mode Simplex|Duplex [Simplex]',
    ['flatbed', 'feeder', 'feeder-duplex'],
  ],
  ['--source Flatbed|ADF [ADF]\n    --duplex[=(yes|no)] [no]', ['flatbed', 'feeder', 'feeder-duplex']],
  ['--source Flatbed|Transparency Unit [Flatbed]', ['flatbed']],
  ['--resolution 100dpi [100]', ['flatbed']],
  ['', ['flatbed']],
])('%s', (line, expected) => {
  expect([...sourcesOf(parseOptions(`    ${line}\n`)).keys()].sort()).toEqual([...expected].sort());
});

test.each([
  [{ status: 0, stderr: '', pages: 3 }, null],
  [{ status: 7, stderr: '', pages: 3 }, null],
  [
    { status: 0, stderr: 'scanimage: sane_read: Document feeder out of documents', pages: 0 },
    'scanner-empty',
  ],
  [{ status: 0, stderr: '', pages: 0 }, 'scanner-failed'],
  [{ status: 1, stderr: 'scanimage: open of device x failed: Device busy', pages: 0 }, 'scanner-busy'],
  [{ status: 1, stderr: 'scanimage: open of device x failed: Invalid argument', pages: 0 }, 'scanner-absent'],
  [{ status: 9, stderr: '', pages: 2 }, 'scanner-failed'],
  [{ status: null, stderr: '', pages: 0 }, 'scanner-failed'],
])('%j ends as %s', (end, code) => {
  expect(failureOf(end)).toBe(code);
});
