/** A report of a few rows on A4, with embedded fonts: name, state, and what to do. */
import type { Faces } from './faces.ts';
import { createFlow, paragraph, type Measures } from './flow.ts';
import { trainingMark } from './form01-text.ts';
import { plainDocument } from './plain-document.ts';
import { drawCentred } from './sheet.ts';
import { shortTime } from './vietnamese-words.ts';

export interface ReportInput {
  readonly title: string;
  readonly place: string;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly training: boolean;
  readonly lines: readonly { readonly name: string; readonly state: string; readonly todo: string }[];
}

const measures: Measures = {
  width: 595.276,
  height: 841.89,
  left: 56.7,
  right: 42.5,
  top: 48,
  bottom: 48,
  body: 12.5,
  leading: 17,
  table: 11.5,
  tableLeading: 14.5,
  small: 10,
  smallLeading: 12.5,
  title: 16,
  qr: 77,
  barHeight: 26,
  signature: 50,
};

/** The same input gives the same bytes. */
export async function renderReport(input: ReportInput, sharedFaces: Faces): Promise<Uint8Array> {
  const faces = await sharedFaces.covering(JSON.stringify(input));
  const flow = createFlow(measures, faces, (sheet, page) => {
    if (page > 1) return measures.top;
    const column = (y: number) => ({
      x: measures.left,
      y,
      width: measures.width - measures.left - measures.right,
    });
    let y = measures.top;
    if (input.training)
      y = drawCentred(sheet, faces, [{ text: trainingMark, face: 'bold' }], column(y), 12, 20);
    y = drawCentred(sheet, faces, [{ text: input.title, face: 'bold' }], column(y + 10), measures.title, 24);
    y = drawCentred(sheet, faces, [{ text: input.place, face: 'regular' }], column(y), measures.body, 17);
    return drawCentred(
      sheet,
      faces,
      [{ text: shortTime(input.madeAt), face: 'italic' }],
      column(y),
      measures.body,
      17,
    );
  });
  flow.down(8);
  for (const { name, state, todo } of input.lines) {
    flow.need(2 * measures.leading + 12);
    flow.sheet().rule(measures.left, flow.y(), flow.width, 0, 0.3);
    flow.down(5);
    const stateWidth = faces.bold.width(state, measures.body);
    const right = measures.width - measures.right - stateWidth;
    flow.sheet().text(right, flow.y() + measures.body, { text: state, face: 'bold' }, measures.body);
    paragraph(flow, [{ text: name, face: 'regular' }]);
    if (todo !== '') paragraph(flow, [{ text: todo, face: 'italic' }]);
    flow.down(5);
  }
  flow.sheet().rule(measures.left, flow.y(), flow.width, 0, 0.3);
  flow.down(20);
  paragraph(flow, [{ text: 'Người kiểm tra (ký, ghi rõ họ tên):', face: 'regular' }]);

  const { title, madeAt } = input;
  return plainDocument({ title, madeAt, identity: JSON.stringify(input) }, flow.pages, faces);
}
