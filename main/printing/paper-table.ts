/** The ruled table of papers (thành phần hồ sơ) of Mẫu 01. */
import type { Flow } from './flow.ts';
import type { PaperRow } from './form01-text.ts';
import { breakLines, drawLine, type Line, type Run } from './sheet.ts';

interface Cell {
  readonly lines: readonly Line[];
  readonly align: 'left' | 'center';
}

interface Columns {
  readonly widths: readonly [number, number, number, number];
  readonly titles: readonly [string, string, string, string];
}

const padding = 3;
const ruleWidth = 0.5;

function columnsOf(flow: Flow): Columns {
  const size = flow.measures.table;
  const titles = ['STT', 'Tên giấy tờ', 'Hình thức', 'Số lượng'] as const;
  // Titles are one line each; the blank beside them is what a printed table needs to breathe.
  const room = (title: string): number => flow.faces.bold.width(title, size) + 2 * padding + 1;
  const first = room(titles[0]);
  const kind = size * 9.6;
  const quantity = room(titles[3]);
  return { widths: [first, flow.width - first - kind - quantity, kind, quantity], titles };
}

function cellsOf(flow: Flow, columns: Columns, contents: readonly (readonly Run[][])[]): Cell[] {
  return contents.map((paragraphs, place) => ({
    lines: paragraphs.flatMap((runs) =>
      breakLines(runs, flow.faces, flow.measures.table, (columns.widths[place] ?? 0) - 2 * padding),
    ),
    align: place === 1 ? 'left' : 'center',
  }));
}

/** Draws the lines `from`..`to` of each cell as one ruled row. */
function drawRow(flow: Flow, columns: Columns, cells: readonly Cell[], from: number, to: number): void {
  const { left, table, tableLeading } = flow.measures;
  const sheet = flow.sheet();
  const height = (to - from) * tableLeading + padding + 1;
  const top = flow.y();
  let x = left;
  for (const [place, cell] of cells.entries()) {
    const width = columns.widths[place] ?? 0;
    const lines = cell.lines.slice(from, to);
    for (const [index, line] of lines.entries()) {
      const indent = cell.align === 'left' ? padding : (width - line.width) / 2;
      drawLine(
        sheet,
        flow.faces,
        line,
        x + indent,
        top + padding + table * 0.8 + index * tableLeading,
        table,
      );
    }
    sheet.rule(x, top, 0, height, ruleWidth);
    x += width;
  }
  sheet.rule(x, top, 0, height, ruleWidth);
  sheet.rule(left, top + height, flow.width, 0, ruleWidth);
  flow.down(height);
}

function drawHeader(flow: Flow, columns: Columns): void {
  flow.sheet().rule(flow.measures.left, flow.y(), flow.width, 0, ruleWidth);
  drawRow(
    flow,
    columns,
    cellsOf(
      flow,
      columns,
      columns.titles.map((text) => [[{ text, face: 'bold' as const }]]),
    ),
    0,
    1,
  );
}

/**
 * Draws the rows; the column titles stand again on every page. A row goes whole to the next page, except one that is
 * longer than a page: that one is continued.
 */
export function paperTable(flow: Flow, rows: readonly PaperRow[]): void {
  const columns = columnsOf(flow);
  const { tableLeading } = flow.measures;
  flow.need(4 * tableLeading);
  drawHeader(flow, columns);
  const startPage = (): void => {
    flow.newPage();
    drawHeader(flow, columns);
  };
  const fits = (): number => Math.floor((flow.left() - padding - 1) / tableLeading);
  for (const [index, row] of rows.entries()) {
    const name: Run[][] = [[{ text: row.name, face: 'regular' }]];
    if (row.note !== '') name.push([{ text: `Ghi chú: ${row.note}`, face: 'italic' }]);
    const regular = (text: string): Run[][] => [[{ text, face: 'regular' }]];
    const cells = cellsOf(flow, columns, [
      regular(String(index + 1)),
      name,
      regular(row.kind),
      regular(row.quantity),
    ]);
    const count = Math.max(...cells.map((cell) => cell.lines.length));
    const wholePage = (flow.measures.height - flow.measures.top - flow.measures.bottom) / tableLeading - 6;
    if (fits() < count && (count <= wholePage || fits() < 2)) startPage();
    for (let from = 0; from < count;) {
      if (fits() < 1) startPage();
      const to = Math.min(count, from + Math.max(1, fits()));
      drawRow(flow, columns, cells, from, to);
      from = to;
    }
  }
  if (rows.length === 0) {
    const cells = cellsOf(flow, columns, [
      [],
      [[{ text: 'Không có giấy tờ nộp kèm', face: 'italic' }]],
      [[{ text: '–', face: 'regular' }]],
      [[{ text: '–', face: 'regular' }]],
    ]);
    drawRow(flow, columns, cells, 0, 1);
  }
}
