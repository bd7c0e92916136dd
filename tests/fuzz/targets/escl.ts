/** What network scanners answer and announce, and the addresses that people type for them. */
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { basesOf } from '../../../native-bridge/scanners/escl/address.ts';
import { readCapabilities } from '../../../native-bridge/scanners/escl/capabilities.ts';
import { capabilities, status } from '../../../native-bridge/scanners/escl/simulator/documents.ts';
import {
  feederFault,
  feederIsEmpty,
  jobFault,
  readStatus,
} from '../../../native-bridge/scanners/escl/status.ts';
import { readXml, type XmlElement } from '../../../native-bridge/scanners/escl/xml.ts';
import { bytesOf, demand, refusing, textOf, type FuzzTarget } from '../target.ts';

const described = bytesOf(capabilities('Máy quét Ví Dụ', '4509a320-00a0-008f-00b6-002507510eca'));
const told = bytesOf(
  status({
    state: 'Processing',
    feeder: 'ScannerAdfLoaded',
    jobs: [{ path: '/eSCL/ScanJobs/1', state: 'Processing', reason: 'JobScanning', pages: 1 }],
  }),
);
const words = [
  ...['<scan:', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<!DOCTYPE', '<!ENTITY', '<?', '?>'],
  ...['&#x10FFFF;', '&#xD800;', '&#99999999999;', '&amp;', '&x;', ' a="', "='", '<pwg:Version>', '<html'],
  ...['<scan:MaxWidth>', '4294967296', '-1', '1e9', 'NaN'],
];

function depthOf(element: XmlElement): number {
  return 1 + Math.max(0, ...element.children.map(depthOf));
}

export const esclTargets: readonly FuzzTarget[] = [
  {
    name: 'escl-xml',
    run(input) {
      refusing([BridgeError], () => demand(depthOf(readXml(input)) <= 32, 'a document is of bounded depth'));
    },
    seeds: [described, told],
    words,
    maxBytes: 16_384,
  },
  {
    name: 'escl-capabilities',
    run(input) {
      refusing([BridgeError], () => {
        const { name, inputs } = readCapabilities(input);
        demand(inputs.size > 0 && name.length <= 80, 'a scanner has a source and a name of bounded length');
        for (const { maxWidth, maxHeight, resolutions } of inputs.values()) {
          demand(
            [maxWidth, maxHeight].every((each) => each > 0 && each < 1e6),
            'a region has a size',
          );
          const dpi = 'low' in resolutions ? [resolutions.low, resolutions.high] : resolutions;
          demand(
            dpi.every((each) => Number.isFinite(each) && each > 0),
            'resolutions are numbers',
          );
        }
      });
    },
    seeds: [described],
    words,
    maxBytes: 16_384,
  },
  {
    name: 'escl-status',
    run(input) {
      refusing([BridgeError], () => {
        const read = readStatus(input);
        feederFault(read);
        feederIsEmpty(read);
        for (const { path } of read.jobs) jobFault(read, path);
      });
    },
    seeds: [told],
    words,
    maxBytes: 16_384,
  },
  {
    name: 'escl-address',
    run(input) {
      const bases = basesOf(textOf(input));
      demand(bases.length <= 3, 'a typed address means three places at most');
      for (const { protocol, pathname, username, search } of bases) {
        demand(/^https?:$/.test(protocol) && pathname.endsWith('/'), 'a place is a folder of a web server');
        demand(username === '' && search === '', 'nothing is said to it beside its path');
      }
    },
    seeds: ['192.0.2.7', 'scanner.local:8080', '[fd00::7]', 'https://192.0.2.7/eSCL'].map(bytesOf),
    words: ['://', ':', '[', ']', '..', '//', '@', '%2e', ':99999', '\u2024', 'xn--'],
    maxBytes: 400,
  },
];
