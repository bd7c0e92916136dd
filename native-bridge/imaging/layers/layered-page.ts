/**
 * A page as few, sharp layers (mixed raster content): the paper at about 100 dpi as JPEG, and over it each ink as a
 * lossless mask at full resolution with its colour. A page of text with a stamp is a tenth of its JPEG.
 */
import sharp from 'sharp';
import type { PageForm } from '../../contract-imaging.ts';
import type { BilevelImage } from '../jbig2/generic-region.ts';
import { jbig2Stream } from '../jbig2/embedded-stream.ts';
import { letGo } from '../let-go.ts';
import type { Rgb } from '../raster.ts';
import { background } from './background.ts';
import { inkColours, type InkColours } from './ink-colours.ts';
import { inkMask, takeInto } from './ink-mask.ts';
import { inkOnPage } from './ink.ts';
import { inksOf, type Ink } from './inks.ts';
import { pageAtTwoSizes } from './page-at-two-sizes.ts';
import { legibility } from './legibility.ts';
import { paperLevel } from './paper-level.ts';
import { photographsOn, type Box } from './photographs.ts';
import { seenLayers } from './seen-layers.ts';
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
/** Quality of an ink's colours, by attempt: a faint mark beside a strong one needs the sharper. */
const colourQualities = [60, 92] as const;
/** Photographs, and pages that cannot be told in layers: their JPEG quality and resolution, dots per inch. */
const photographQuality = 78;
const photographDpi = 200;
/** What was lost is taken into the mask and the page written once more; more than this is no loss but a wrong reading. */
const mostLost = 3_000;
/** Share of the page from which photographs make all of it one. */
const mostlyPhotograph = 0.4;

/**
 * Separates a page; when the layers would not show all that the page shows, the page is one picture instead.
 * @param source An upright, opaque sRGB page; it is let go of. @param dpi Its resolution, 150–400.
 */
export async function layeredPage(
  source: Rgb,
  dpi: number,
): Promise<{ readonly page: LayeredPage; readonly form: Exclude<PageForm, 'coarse'> }> {
  const { widthPx, heightPx } = source;
  const page = await pageAtTwoSizes(source, dpi);
  const { whole, reduced, factor } = page;
  if (whole !== source) letGo(source);
  const asOnePicture = (): Promise<LayeredPage> =>
    inOnePicture(whole, { left: 0, top: 0, right: widthPx, bottom: heightPx }, dpi);
  const paper = paperLevel(reduced);
  const gains = gainsOf(paper);
  const ink = inkOnPage(page, paper);
  const masked = inkMask(page, ink);
  const photographs = photographsOn(page, paper, ink);
  const covered = photographs.reduce((sum, box) => sum + areaOf(box), 0);
  if (covered > whole.widthPx * whole.heightPx * mostlyPhotograph)
    return { page: await asOnePicture(), form: 'photograph' };
  for (const box of photographs) clear(masked.mask, box);
  const pictures: PictureLayer[] = [];
  const beneath = background(page, ink.blocks, masked.mask, photographs);
  whiten(beneath, paper, gains);
  const everywhere = { left: 0, top: 0, right: whole.widthPx, bottom: whole.heightPx };
  if (!isWhite(beneath)) pictures.push(await pictureLayer(beneath, everywhere, paperQuality));
  for (const box of photographs) pictures.push(await photographLayer(whole, box, dpi));

  /** What a page takes more than a megabyte for. */
  const letGoOfAll = (): void => {
    for (const data of [whole.data, ink.absorption, masked.mask.pixels, masked.faint]) letGo({ data });
  };

  for (const [attempt, colourQuality] of colourQualities.entries()) {
    const inks = [];
    for (const each of inksOf(page, paper, ink, masked.mask)) {
      const colours = inkColours(page, paper, gains, ink, masked.faint, each);
      inks.push({ ink: each, layer: await inkLayer(each, colours, dpi, colourQuality) });
    }
    const seen = await seenLayers(reduced.widthPx, reduced.heightPx, factor, pictures, inks);
    const { legible, lostMarks } = legibility(page, paper, gains, seen);
    const layers = { widthPx, heightPx, dpi, pictures, inks: inks.map(({ layer }) => layer) };
    if (legible) {
      letGoOfAll();
      return { page: layers, form: 'layers' };
    }
    const isLast = attempt + 1 === colourQualities.length;
    if (isLast || lostMarks.length === 0 || lostMarks.length > mostLost) break;
    takeInto(masked, page, ink, lostMarks);
  }
  return { page: await asOnePicture(), form: 'not-legible' };
}

/** The whole page as a JPEG: larger, and true to every tone. */
export async function onePicture(source: Rgb, dpi: number): Promise<LayeredPage> {
  return await inOnePicture(source, { left: 0, top: 0, right: source.widthPx, bottom: source.heightPx }, dpi);
}

async function inOnePicture(whole: Rgb, page: Box, dpi: number): Promise<LayeredPage> {
  const pictures = [await photographLayer(whole, page, dpi)];
  return { widthPx: page.right, heightPx: page.bottom, dpi, pictures, inks: [] };
}

async function photographLayer(whole: Rgb, box: Box, dpi: number): Promise<PictureLayer> {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const scale = Math.min(1, photographDpi / dpi);
  const { data, info } = await sharp(whole.data, {
    raw: { width: whole.widthPx, height: whole.heightPx, channels: 3 },
  })
    .extract({ left: box.left, top: box.top, width, height })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), { fit: 'fill' })
    .jpeg({ quality: photographQuality, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  return { ...layerBox(box), jpeg: data, jpegWidthPx: info.width, jpegHeightPx: info.height };
}

async function inkLayer(
  { left, top, mask }: Ink,
  colours: InkColours,
  dpi: number,
  quality: number,
): Promise<InkLayer> {
  const { widthPx, heightPx } = mask;
  const layer = { left, top, widthPx, heightPx, jbig2: jbig2Stream(mask, dpi) };
  if (colours.kind === 'one') return { ...layer, colour: colours };
  const { picture } = colours;
  const jpeg = await jpegOf(picture, quality);
  return {
    ...layer,
    colour: { kind: 'many', jpeg, columns: picture.widthPx, rows: picture.heightPx },
  };
}

async function pictureLayer(picture: Rgb, box: Box, quality: number): Promise<PictureLayer> {
  const jpeg = await jpegOf(picture, quality);
  return { ...layerBox(box), jpeg, jpegWidthPx: picture.widthPx, jpegHeightPx: picture.heightPx };
}

async function jpegOf({ widthPx, heightPx, data }: Rgb, quality: number): Promise<Uint8Array> {
  return await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality, chromaSubsampling: quality > 80 ? '4:4:4' : '4:2:0' })
    .toBuffer();
}

function layerBox({ left, top, right, bottom }: Box): LayerBox {
  return { left, top, widthPx: right - left, heightPx: bottom - top };
}

function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function clear({ widthPx, pixels }: BilevelImage, { left, top, right, bottom }: Box): void {
  for (let y = top; y < bottom; y += 1) pixels.fill(0, y * widthPx + left, y * widthPx + right);
}

function isWhite({ data }: Rgb): boolean {
  for (let at = 0; at < data.length; at += 1) if ((data[at] ?? 0) < 252) return false;
  return true;
}
