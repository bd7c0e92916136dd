/** Every parser of device bytes. A new driver adds its parsers here, by a list of its own in targets/. */
import type { FuzzTarget } from './target.ts';
import { bridgeTargets } from './targets/bridge.ts';
import { cardTargets } from './targets/cards.ts';
import { esclTargets } from './targets/escl.ts';
import { imagingTargets } from './targets/imaging.ts';
import { pageTargets } from './targets/pages.ts';
import { printerTargets } from './targets/printers.ts';
import { readerTargets } from './targets/readers.ts';
import { scannerTargets } from './targets/scanners.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  ...bridgeTargets,
  ...printerTargets,
  ...scannerTargets,
  ...esclTargets,
  ...cardTargets,
  ...imagingTargets,
  ...pageTargets,
  ...readerTargets,
];
