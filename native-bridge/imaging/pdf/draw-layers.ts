import { PDFName, PDFRawStream, type PDFDocument, type PDFPage, type PDFRef } from 'pdf-lib';
import type { InkLayer, LayerBox, LayeredPage } from '../layers/layered-page.ts';

/** Points a inch. */
const pointsPerInch = 72;

/** Adds a page of the layers' true size (1:1). Only what PDF 1.4 and PDF/A-1 allow: stencils, no soft masks. */
export function drawLayers(document: PDFDocument, layers: LayeredPage): PDFPage {
  const { context } = document;
  const unit = pointsPerInch / layers.dpi;
  const page = document.addPage([layers.widthPx * unit, layers.heightPx * unit]);
  const operators: string[] = [];
  let count = 0;
  const named = (image: PDFRef): string => {
    count += 1;
    page.node.setXObject(PDFName.of(`L${String(count)}`), image);
    return `/L${String(count)} Do`;
  };
  const placed = ({ left, top, widthPx, heightPx }: LayerBox): string =>
    [widthPx * unit, 0, 0, heightPx * unit, left * unit, (layers.heightPx - top - heightPx) * unit]
      .map(decimal)
      .join(' ') + ' cm';

  for (const picture of layers.pictures) {
    const { jpeg, jpegWidthPx, jpegHeightPx } = picture;
    operators.push(`q ${placed(picture)} ${named(colourImage(document, jpeg, jpegWidthPx, jpegHeightPx))} Q`);
  }
  for (const ink of layers.inks) {
    const stencil = stencilImage(document, ink);
    if (ink.colour.kind === 'one') {
      const colour = ink.colour.rgb.map((value) => decimal(value / 255)).join(' ');
      operators.push(`q ${colour} rg ${placed(ink)} ${named(stencil)} Q`);
    } else {
      const { jpeg, columns, rows } = ink.colour;
      operators.push(`q ${placed(ink)} ${named(colourImage(document, jpeg, columns, rows, stencil))} Q`);
    }
  }
  page.node.addContentStream(context.register(context.flateStream(operators.join('\n'))));
  return page;
}

/** Black pixels of the stream paint, white ones do not: JBIG2Decode gives black as 0, and 0 paints (8.9.6.2). */
function stencilImage({ context }: PDFDocument, { jbig2, widthPx, heightPx }: InkLayer): PDFRef {
  const about = {
    Type: 'XObject',
    Subtype: 'Image',
    Width: widthPx,
    Height: heightPx,
    ImageMask: true,
    BitsPerComponent: 1,
    Filter: 'JBIG2Decode',
    Length: jbig2.length,
  };
  return context.register(PDFRawStream.of(context.obj(about), jbig2));
}

function colourImage(
  { context }: PDFDocument,
  jpeg: Uint8Array,
  widthPx: number,
  heightPx: number,
  stencil?: PDFRef,
): PDFRef {
  const about = {
    Type: 'XObject',
    Subtype: 'Image',
    Width: widthPx,
    Height: heightPx,
    ColorSpace: 'DeviceRGB',
    BitsPerComponent: 8,
    Filter: 'DCTDecode',
    Length: jpeg.length,
    ...(stencil ? { Mask: stencil } : {}),
  };
  return context.register(PDFRawStream.of(context.obj(about), jpeg));
}

/** PDF knows no exponents. */
function decimal(value: number): string {
  return value.toFixed(5).replace(/\.?0+$/, '');
}
