/**
 * npm run bench -- understand [pages]: how well a page is understood, over that many made pages of each kind (40 unless
 * told). ImageMagick, unpaper and tesseract are asked about every tenth of the same pages, where installed.
 */
import sharp from 'sharp';
import type { Rgb } from '../../native-bridge/imaging/raster.ts';
import {
  understandPage,
  type PageUnderstanding,
} from '../../native-bridge/imaging/understand/understand-page.ts';
import type { Wish } from '../corpus/conditions.ts';
import { makePage } from '../corpus/make-page.ts';
import { backPage, writtenPage } from '../corpus/sets.ts';
import type { PageTruth } from '../corpus/truth.ts';
import { percentile } from './figures.ts';
import { askPeers, peerLines } from './understand-peers.ts';

/** Of the pages that follow one after the other one in so many goes to the peers, which take seconds each. */
const peersEvery = 10;
const pages = Number(process.argv[2] ?? 40);
const ms: number[] = [];

interface Seen {
  readonly picture: Rgb;
  readonly truth: PageTruth;
  readonly found: PageUnderstanding;
  readonly ms: number;
}

/** As it reaches the product: through a scanner's JPEG. */
async function look(wish: Wish): Promise<Seen> {
  const { picture, truth } = makePage(wish);
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
  const chromaSubsampling = wish.seed % 2 === 0 ? '4:2:0' : '4:4:4';
  const jpeg = await sharp(picture.data, { raw }).jpeg({ quality: 85, chromaSubsampling }).toBuffer();
  const data = await sharp(jpeg).raw().toBuffer();
  const taken: Rgb = { widthPx: picture.widthPx, heightPx: picture.heightPx, data };
  const begun = performance.now();
  const found = understandPage(taken, truth.dpi);
  const took = performance.now() - begun;
  ms.push(took);
  return { picture: taken, truth, found, ms: took };
}

async function written(): Promise<void> {
  const errors: number[] = [];
  let none = 0;
  const orientation = { right: 0, unsure: 0, wrong: 0 };
  let calledBlank = 0;
  for (let seed = 1001; seed < 1001 + pages; seed += 1) {
    const { picture, truth, found, ms: took } = await look(writtenPage(seed, 10));
    if (found.skewDeg === null) none += 1;
    else {
      const error = Math.abs(found.skewDeg - truth.skewDeg);
      errors.push(error);
      if (error > 0.1) console.log(`  skew: seed ${seed}, ${truth.kind}: off by ${error.toFixed(3)}°`);
    }
    if (!found.turnSure) orientation.unsure += 1;
    else if (found.turnDeg === truth.turnDeg) orientation.right += 1;
    else orientation.wrong += 1;
    if (!found.turnSure || found.turnDeg !== truth.turnDeg)
      console.log(
        `  orientation: seed ${seed}, ${truth.kind}: ${found.turnDeg} for ${truth.turnDeg}, sure: ${found.turnSure}`,
      );
    if (found.blank) calledBlank += 1;
    if ((seed - 1001) % peersEvery === 0) await askPeers(picture, truth, found, took);
  }
  const p = (share: number): string => percentile(errors, share).toFixed(3);
  console.log(
    `skew, ${pages} written pages, ±10°: median ${p(0.5)}°, p95 ${p(0.95)}°, max ${p(1)}°, none found ${none}`,
  );
  const share = (100 * orientation.right) / pages;
  console.log(
    `orientation: ${share.toFixed(1)} % right, ${orientation.unsure} unsure (left), ${orientation.wrong} wrong`,
  );
  console.log(`written pages taken for blank: ${calledBlank}`);
}

async function backs(): Promise<void> {
  const count = { marked: 0, lost: 0, empty: 0, kept: 0 };
  for (let seed = 2001; seed < 2001 + pages; seed += 1) {
    const { truth, found } = await look(backPage(seed));
    if (truth.blank) {
      count.empty += 1;
      if (!found.blank) count.kept += 1;
    } else {
      count.marked += 1;
      if (found.blank) count.lost += 1;
      if (found.blank) console.log(`  blank: seed ${seed} bears a ${truth.marks[0]?.kind ?? '?'}`);
    }
  }
  console.log(`blank: ${count.marked} backs with one small mark, ${count.lost} taken for blank (aim 0)`);
  console.log(`       ${count.empty} empty backs, ${count.kept} not set aside`);
}

await written();
await backs();
console.log(
  `understanding a page: p50 ${percentile(ms, 0.5).toFixed(0)} ms, p95 ${percentile(ms, 0.95).toFixed(0)} ms`,
);
for (const line of peerLines()) console.log(line);
