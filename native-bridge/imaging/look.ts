/** One look at a captured page: what the gate at the counter tells the officer while the paper is still at hand. */
import { BridgeError } from '../bridge-error.ts';
import type { PageFault, PageFacts, PageRegion, PaperPlace } from '../contract-page-look.ts';
import type { Handler } from '../host.ts';
import { closeUpOf } from './close-up.ts';
import { letGo } from './let-go.ts';
import { decodedPage } from './page-pixels.ts';
import type { Rgb } from './raster.ts';
import type { PageBox } from './understand/page-box.ts';
import type { PaperOnGlass } from './understand/paper-edges.ts';
import { understandPage } from './understand/understand-page.ts';

export const look: Handler<'imaging', 'look'> = async ({ dpi }, bodies, { signal }) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const { page, resolution } = await decodedPage(jpeg, dpi);
  if (signal.aborted) throw new BridgeError('cancelled');
  try {
    return { result: factsOf(page, resolution, dpi), bodies: [] };
  } finally {
    letGo(page);
  }
};

/** @param dpi of the page as captured, which may be finer than the picture that is looked at. */
export function factsOf(page: Rgb, resolution: number, dpi: number): PageFacts {
  const understood = understandPage(page, resolution);
  const { skewDeg, turnDeg, turnSure, hasColour } = understood;
  const about = { skewDeg, turnDeg, turnSure, dpi, hasColour };
  const black = blackShare(page);
  if (black >= mostlyBlack) {
    const fault: PageFault = {
      kind: 'dark',
      severity: 'rescan',
      region: whole,
      closeUp: whole,
      value: black,
    };
    return { ...about, blank: false, faults: [fault], papers: [] };
  }
  const faults = understood.verdicts.map(({ kind, severity, box, value }): PageFault => {
    const region = sharesOf(box, page);
    return { kind, severity, region, closeUp: closeUpOf(page, resolution, region), value };
  });
  const papers = understood.papers.map((paper) => placeOf(paper, page));
  return { ...about, blank: understood.blank, faults, papers };
}

const whole: PageRegion = { x: 0, y: 0, width: 1, height: 1 };
/** Darker than this is black, of 255: a lid left open, a lens covered. Grey lids are lighter. */
const blackBelow = 64;
/** A page of which more is black shows no paper. */
const mostlyBlack = 0.97;

/** Share of the picture that is black, told by every 16th pixel at most. */
function blackShare({ widthPx, heightPx, data }: Rgb): number {
  let seen = 0;
  let black = 0;
  for (let y = 1; y < heightPx; y += 4)
    for (let x = 1; x < widthPx; x += 4) {
      const at = (y * widthPx + x) * 3;
      seen += 1;
      if (Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) < blackBelow) black += 1;
    }
  return seen === 0 ? 0 : black / seen;
}

const clamped = (value: number) => Math.min(1, Math.max(0, value));

function sharesOf({ x, y, width, height }: PageBox, { widthPx, heightPx }: Rgb): PageRegion {
  const left = clamped(x / widthPx);
  const top = clamped(y / heightPx);
  return {
    x: left,
    y: top,
    width: clamped((x + width) / widthPx) - left,
    height: clamped((y + height) / heightPx) - top,
  };
}

function placeOf({ corners, longMm, shortMm, size }: PaperOnGlass, { widthPx, heightPx }: Rgb): PaperPlace {
  const share = ({ x, y }: { x: number; y: number }) => ({ x: x / widthPx, y: y / heightPx });
  const [first, second, third, fourth] = corners;
  return { corners: [share(first), share(second), share(third), share(fourth)], longMm, shortMm, size };
}
