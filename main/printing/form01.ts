/** Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả (TT 03/2025/TT-VPCP, Appendix I): two copies in one PDF. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import {
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PrintScaling,
  type PDFDict,
  type PDFRef,
} from 'pdf-lib';
import { faceNames, type Faces } from './faces.ts';
import { createFlow, tighter, type Flow, type Measures } from './flow.ts';
import { body } from './form01-body.ts';
import { firstPageTop, runningHead, type Shapes } from './form01-head.ts';
import {
  copies,
  paperName,
  printedCode,
  qrText,
  trainingMark,
  type Copy,
  type Form01Input,
} from './form01-text.ts';
import type { Sheet } from './sheet.ts';
import { code128Shape, qrShape, type SymbolShape } from './symbols.ts';
import { shortTime } from './vietnamese-words.ts';

export type { Form01Input, PrintPlace } from './form01-text.ts';

const measures: Readonly<Record<Form01Input['paper'], Measures>> = {
  a4: {
    width: 595.276,
    height: 841.89,
    left: 56.7,
    right: 42.5,
    top: 36,
    bottom: 42,
    body: 12.5,
    leading: 17,
    table: 11.5,
    tableLeading: 14.5,
    small: 10,
    smallLeading: 12.5,
    title: 15,
    qr: 77,
    barHeight: 26,
    signature: 50,
  },
  a5: {
    width: 419.528,
    height: 595.276,
    left: 36,
    right: 34,
    top: 22,
    bottom: 26,
    body: 9.5,
    leading: 12.4,
    table: 9,
    tableLeading: 11,
    small: 7.8,
    smallLeading: 9.6,
    title: 11.5,
    qr: 64,
    barHeight: 18,
    signature: 34,
  },
};

function footer(sheet: Sheet, faces: Faces, sizes: Measures, input: Form01Input, page: string): void {
  const y = sizes.height - sizes.bottom + sizes.small + 8;
  const size = sizes.small * 0.92;
  const right = sizes.width - sizes.right;
  sheet.rule(sizes.left, y - size - 2, right - sizes.left, 0, 0.3);
  const left = `Mẫu số 01 – Thông tư 03/2025/TT-VPCP. Xuất lúc ${shortTime(input.issuedAt)}`;
  sheet.text(sizes.left, y, { text: left, face: 'regular' }, size);
  sheet.text(right - faces.regular.width(page, size), y, { text: page, face: 'regular' }, size);
}

function layOut(
  input: Form01Input,
  faces: Faces,
  copy: Copy,
  shapes: Shapes,
  sizes: Measures,
): readonly Sheet[] {
  const flow: Flow = createFlow(sizes, faces, (sheet, page) => {
    if (input.training)
      sheet.place('training', 0, sizes.height, sizes.width / trainingBox, sizes.width / trainingBox);
    return page === 1
      ? firstPageTop(sheet, faces, sizes, input, copy, shapes)
      : runningHead(sheet, faces, sizes, input, copy);
  });
  body(flow, input);
  for (const [index, sheet] of flow.pages.entries()) {
    footer(sheet, faces, sizes, input, `Trang ${String(index + 1)}/${String(flow.pages.length)}`);
  }
  return flow.pages;
}

/** Text is set up to 12 % smaller where that spares a second page; a longer receipt keeps the full size. */
const tightness = [1, 0.97, 0.94, 0.91, 0.88] as const;
/** More papers than this never fit on one page. */
const onePagePapers = 16;

function chooseMeasures(input: Form01Input, faces: Faces, shapes: Shapes): Measures {
  const full = measures[input.paper];
  if (input.dossier.components.length > onePagePapers) return full;
  const fitting = tightness
    .map((factor) => tighter(full, factor))
    .find((sizes) => layOut(input, faces, copies[1], shapes, sizes).length === 1);
  return fitting ?? full;
}

/** Width of the drawing that holds the training mark, points. */
const trainingBox = 600;

/** The mark across the page, as outlines: it must never mix with the text when that is searched or copied. */
function trainingDrawing(faces: Faces): string {
  const lines = trainingMark.split(' – ');
  const drawn = lines.map((line, place) => {
    const size = place === 0 ? 104 : 56;
    const x = -faces.bold.width(line, size) / 2;
    const y = place === 0 ? 10 : -56;
    return `q 1 0 0 1 ${x.toFixed(2)} ${String(y)} cm\n${faces.bold.outlines(line, size)}\nf Q`;
  });
  return `0.92 g q 0.7071 0.7071 -0.7071 0.7071 300 424 cm\n${drawn.join('\n')}\nQ`;
}

/** One path for all modules, so that no seam shows between neighbours. */
function shapeDrawing(shape: SymbolShape): string {
  const boxes = shape.dark.map(
    ([x, y, width, height]) =>
      `${String(x)} ${String(shape.height - y - height)} ${String(width)} ${String(height)} re`,
  );
  return `0 g\n${boxes.join('\n')}\nf`;
}

function compressed(
  document: PDFDocument,
  content: string,
  dictionary: Record<string, string | number[]>,
): PDFRef {
  const bytes = deflateSync(Buffer.from(content, 'latin1'));
  const { context } = document;
  const dict: PDFDict = context.obj({ ...dictionary, Filter: 'FlateDecode', Length: bytes.length });
  return context.register(PDFRawStream.of(dict, bytes));
}

function form(document: PDFDocument, content: string, box: readonly [number, number]): PDFRef {
  return compressed(document, content, { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, ...box] });
}

/** Renders both copies. The same input gives the same bytes. */
export async function renderForm01(input: Form01Input, sharedFaces: Faces): Promise<Uint8Array> {
  const faces = await sharedFaces.covering(JSON.stringify(input));
  const shapes: Shapes = { qr: qrShape(qrText(input)), code128: code128Shape(printedCode(input.dossier)) };
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const issued = new Date(input.issuedAt);
  document.setTitle(`${paperName} – ${printedCode(input.dossier)}`, { showInWindowTitleBar: true });
  document.setLanguage('vi-VN');
  document.setProducer('Một Cửa');
  document.setCreator('Một Cửa');
  document.setCreationDate(issued);
  document.setModificationDate(issued);
  // A receipt is printed at its true size, or its bar code may fall below what readers can resolve.
  document.catalog.getOrCreateViewerPreferences().setPrintScaling(PrintScaling.None);

  const objects: Record<string, PDFRef> = {
    qr: form(document, shapeDrawing(shapes.qr), [shapes.qr.width, shapes.qr.height]),
    code128: form(document, shapeDrawing(shapes.code128), [shapes.code128.width, 1]),
  };
  if (input.training) objects['training'] = form(document, trainingDrawing(faces), [trainingBox, 850]);
  const fonts = Object.fromEntries(faceNames.map((name) => [name, faces[name].embed(context)]));
  const resources = context.register(context.obj({ Font: fonts, XObject: objects }));

  const sizes = chooseMeasures(input, faces, shapes);
  for (const copy of copies) {
    for (const sheet of layOut(input, faces, copy, shapes, sizes)) {
      const page = document.addPage([sheet.width, sheet.height]);
      page.node.set(PDFName.of('Resources'), resources);
      page.node.set(PDFName.of('Contents'), compressed(document, sheet.content(), {}));
    }
  }
  const id = PDFHexString.of(createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 32));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
