/** The separator sheet of a paper (tờ phân cách), A4: its code large enough for any scanner, and words for people. */
import { separatorCode } from '../domain/separator.ts';
import type { Faces } from './faces.ts';
import { plainDocument } from './plain-document.ts';
import { createSheet, drawCentred } from './sheet.ts';
import { qrShape } from './symbols.ts';

export interface SeparatorInput {
  readonly componentId: string;
  /** Of the paper that the pages after the sheet go to. */
  readonly name: string;
  /** Epoch ms. */
  readonly madeAt: number;
}

export const separatorTitle = 'Tờ phân cách';
const a4 = { width: 595.276, height: 841.89 };
const margin = 56.7;
/** Side of the code, pt (70 mm). */
const codeSide = 198;

export async function renderSeparator(input: SeparatorInput, sharedFaces: Faces): Promise<Uint8Array> {
  const faces = await sharedFaces.covering(JSON.stringify(input));
  const sheet = createSheet(a4.width, a4.height, faces);
  const column = (y: number) => ({ x: margin, y, width: a4.width - 2 * margin });
  let y = drawCentred(
    sheet,
    faces,
    [{ text: separatorTitle.toLocaleUpperCase('vi'), face: 'bold' }],
    column(120),
    28,
    36,
  );
  y = drawCentred(sheet, faces, [{ text: input.name, face: 'bold' }], column(y + 20), 20, 27);
  const code = qrShape(separatorCode(input.componentId));
  const module = codeSide / code.width;
  const left = (a4.width - codeSide) / 2;
  const top = y + 24;
  for (const [x, row, width] of code.dark)
    sheet.rule(left + x * module, top + (row + 0.5) * module, width * module, 0, module);
  const words =
    'Đặt tờ này vào khay nạp, trước các trang của giấy tờ ghi ở trên. Máy tự chuyển các trang sau nó vào giấy tờ ấy; tờ này không vào hồ sơ và dùng lại được.';
  drawCentred(sheet, faces, [{ text: words, face: 'regular' }], column(top + codeSide + 50), 14, 21);
  const { madeAt } = input;
  return plainDocument({ title: separatorTitle, madeAt, identity: JSON.stringify(input) }, [sheet], faces);
}
