/** The words of SANE. */
import { pageArguments, parseOptions, sourcesOf } from '../../../native-bridge/scanners/sane-options.ts';
import { failureOf } from '../../../native-bridge/scanners/sane-status.ts';
import { bytesOf, demand, textOf, type FuzzTarget } from '../target.ts';

export const scannerTargets: readonly FuzzTarget[] = [
  {
    name: 'sane-options',
    run(input) {
      const options = parseOptions(textOf(input));
      demand(sourcesOf(options).size > 0, 'a scanner has a source');
      const { args } = pageArguments(options, 300);
      demand(
        args.every((arg) => typeof arg === 'string' && !arg.includes('\n')),
        'arguments are one line each',
      );
    },
    seeds: [
      bytesOf(
        '    --mode Lineart|Gray|Color [Gray]\n    --resolution 75..600dpi (in steps of 1) [300]\n' +
          '    --source Flatbed|ADF Front|ADF Duplex [Flatbed]\n    -x 0..215.9mm [215.9]\n    -y 0..297mm [297]\n',
      ),
      bytesOf(
        '    --adf-mode Simplex|Duplex [inactive]\n    --swcrop[=(yes|no)] [no]\n    --depth 8|16bit [8]\n',
      ),
    ],
    words: ['    --', '[inactive]', '[=(', ')]', '..', 'mm', 'dpi', ',...', '|', '(in steps of '],
  },
  {
    name: 'sane-status',
    run(input) {
      failureOf({ status: input[0] ?? null, stderr: textOf(input.subarray(1)), pages: input[1] ?? 0 });
    },
    seeds: [bytesOf('\u0007scanimage: sane_start: Document feeder out of documents\n')],
    words: ['open of device x failed: Device busy', 'out of documents', 'failed: '],
  },
];
