/**
 * A page as few, sharp layers (mixed raster content): the paper at about 100 dpi as JPEG, and over it each ink as a
 * lossless mask at full resolution with its colour. A page of text with a stamp is a tenth of its JPEG.
 */
import sharp from 'sharp';
import { jbig2Stream } from '../jbig2/embedded-stream.ts';
import type { Rgb } from '../raster.ts';
import { background } from './background.ts';
import { inkColours, type InkColours } from './ink-colours.ts';
import { inkMask, inkOnPage } from './ink.ts';
import { inksOf, type Ink } from './inks.ts';
import { pageAtTwoSizes } from './page-at-two-sizes.ts';
import { paperLevel } from './paper-level.ts';
import { gainsOf, whiten } from './whiten.ts';

/** Where a layer lies, px of the page from its upper left corner. */
export interface LayerBox {
  readonly left: number;
  readonly top: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A JPEG that is spread over its box. */
export interface PictureLayer extends LayerBox {
  readonly jpeg: Uint8Array;
  readonly jpegWidthPx: number;
  readonly jpegHeightPx: number;
}

/** Ink: a JBIG2 stream of exactly its box, and one colour or a picture of its colours that is spread over the box. */
export interface InkLayer extends LayerBox {
  readonly jbig2: Uint8Array;
  readonly colour:
    | { readonly kind: 'one'; readonly rgb: readonly [number, number, number] }
    | { readonly kind: 'many'; readonly jpeg: Uint8Array; readonly columns: number; readonly rows: number };
}

/** Painted in order: pictures, then inks, on white. Sizes may exceed the page by less than a pixel of 100 dpi. */
export interface LayeredPage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
  readonly pictures: readonly PictureLayer[];
  readonly inks: readonly InkLayer[];
}

const paperQuality = 60;
const colourQuality = 60;

export async function layeredPage(source: Rgb, dpi: number): Promise<LayeredPage> {
  const page = await pageAtTwoSizes(source, dpi);
  const paper = paperLevel(page.reduced);
  const gains = gainsOf(paper);
  const ink = inkOnPage(page, paper);
  const mask = inkMask(page, ink);
  const inks: InkLayer[] = [];
  for (const each of inksOf(page, paper, ink, mask))
    inks.push(await inkLayer(each, inkColours(page, paper, gains, ink, each), dpi));
  const beneath = background(page, ink.blocks, mask);
  whiten(beneath, paper, gains);
  const { widthPx, heightPx } = page.whole;
  return {
    widthPx: source.widthPx,
    heightPx: source.heightPx,
    dpi,
    pictures: isWhite(beneath) ? [] : [await pictureLayer(beneath, { left: 0, top: 0, widthPx, heightPx }, paperQuality)],
    inks,
  };
}

async function inkLayer({ left, top, mask }: Ink, colours: InkColours, dpi: number): Promise<InkLayer> {
  const { widthPx, heightPx } = mask;
  const layer = { left, top, widthPx, heightPx, jbig2: jbig2Stream(mask, dpi) };
  if (colours.kind === 'one') return { ...layer, colour: colours };
  const { picture } = colours;
  const jpeg = await jpegOf(picture, colourQuality);
  return {
    ...layer,
    colour: { kind: 'many', jpeg, columns: picture.widthPx, rows: picture.heightPx },
  };
}

async function pictureLayer(picture: Rgb, box: LayerBox, quality: number): Promise<PictureLayer> {
  const jpeg = await jpegOf(picture, quality);
  return { ...box, jpeg, jpegWidthPx: picture.widthPx, jpegHeightPx: picture.heightPx };
}

async function jpegOf({ widthPx, heightPx, data }: Rgb, quality: number): Promise<Uint8Array> {
  return await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

function isWhite({ data }: Rgb): boolean {
  return data.every((value) => value >= 252);
}
