/** Text that runs over as many pages as it needs. */
import type { Faces } from './faces.ts';
import { breakLines, createSheet, drawLine, type Line, type Run, type Sheet } from './sheet.ts';

/** Sizes of one paper, in points. */
export interface Measures {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly body: number;
  readonly leading: number;
  readonly table: number;
  readonly tableLeading: number;
  readonly small: number;
  readonly smallLeading: number;
  readonly title: number;
  /** Side of the QR's box; its modules are the largest whole 1/600 inch that fits. */
  readonly qr: number;
  readonly barHeight: number;
  /** Room for a signature. */
  readonly signature: number;
}

/** The same paper with its text smaller; the head, the codes and the margins stay. */
export function tighter(measures: Measures, factor: number): Measures {
  return {
    ...measures,
    body: measures.body * factor,
    leading: measures.leading * factor * factor,
    table: measures.table * factor,
    tableLeading: measures.tableLeading * factor,
    small: measures.small * factor,
    smallLeading: measures.smallLeading * factor,
    signature: measures.signature * factor * factor,
  };
}

export interface Flow {
  readonly faces: Faces;
  readonly measures: Measures;
  readonly pages: readonly Sheet[];
  /** Width between the margins. */
  readonly width: number;
  sheet(): Sheet;
  /** Where the next thing starts (its top edge). */
  y(): number;
  down(by: number): void;
  /** Points left on this page. */
  left(): number;
  /** Starts a new page when less than `height` is left on this one. */
  need(height: number): void;
  newPage(): void;
}

/** `startPage` draws what stands on top of every page after the first one and returns where the text goes on. */
export function createFlow(
  measures: Measures,
  faces: Faces,
  startPage: (sheet: Sheet, page: number) => number,
): Flow {
  const pages: Sheet[] = [];
  let current = createSheet(measures.width, measures.height, faces);
  let y = measures.top;
  const newPage = (): void => {
    current = createSheet(measures.width, measures.height, faces);
    pages.push(current);
    y = startPage(current, pages.length);
  };
  newPage();
  const left = (): number => measures.height - measures.bottom - y;
  return {
    faces,
    measures,
    pages,
    width: measures.width - measures.left - measures.right,
    sheet: () => current,
    y: () => y,
    down(by) {
      y += by;
    },
    left,
    need(height) {
      if (left() < height) newPage();
    },
    newPage,
  };
}

/** Draws ready lines one below the other, each where there is room. */
export function flowLines(
  flow: Flow,
  lines: readonly Line[],
  indent: number,
  size: number,
  leading: number,
): void {
  for (const line of lines) {
    flow.need(leading);
    drawLine(flow.sheet(), flow.faces, line, flow.measures.left + indent, flow.y() + size, size);
    flow.down(leading);
  }
}

/** A paragraph in body size. */
export function paragraph(flow: Flow, runs: readonly Run[]): void {
  const { body, leading } = flow.measures;
  flowLines(flow, breakLines(runs, flow.faces, body, flow.width), 0, body, leading);
}

/** Dots up to `width` points, for what is filled in by hand. */
export function dots(flow: Flow, width: number, size: number): string {
  return '.'.repeat(Math.max(3, Math.floor(width / flow.faces.regular.width('.', size))));
}

/** "Label: value"; an empty value leaves a dotted blank up to the margin. */
export function field(flow: Flow, label: string, value: string, face: Run['face']): void {
  const { body } = flow.measures;
  if (value.trim() !== '') {
    paragraph(flow, [
      { text: label, face: 'regular' },
      { text: value, face },
    ]);
    return;
  }
  const room = flow.width - flow.faces.regular.width(label, body);
  paragraph(flow, [{ text: `${label}${dots(flow, room - 1, body)}`, face: 'regular' }]);
}
