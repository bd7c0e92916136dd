/** The fields, the table, the signatures and the notes of Mẫu 01. */
import type { Person } from '../domain/person.ts';
import { dots, field, flowLines, paragraph, type Flow } from './flow.ts';
import {
  appointmentText,
  deliveryText,
  feeLines,
  feeText,
  identityLabel,
  notes,
  paperRows,
  provisionalNote,
  termText,
  type Form01Input,
} from './form01-text.ts';
import { paperTable } from './paper-table.ts';
import { breakLines, drawCentred, type Run } from './sheet.ts';
import { longTime } from './vietnamese-words.ts';

const regular = (text: string): Run => ({ text, face: 'regular' });

/** Two short fields on one line when both have room, else one below the other. */
function fieldPair(flow: Flow, left: readonly [string, string], right: readonly [string, string]): void {
  const { body, leading, left: margin } = flow.measures;
  const regularFace = flow.faces.regular;
  const half = flow.width / 2;
  const fits = ([label, value]: readonly [string, string]): boolean =>
    regularFace.width(label + value, body) <= half - 8;
  if (!fits(left) || !fits(right)) {
    field(flow, ...left, 'regular');
    field(flow, ...right, 'regular');
    return;
  }
  flow.need(leading);
  for (const [place, [label, value]] of [left, right].entries()) {
    const room = half - (place === 0 ? 8 : 0) - regularFace.width(label, body);
    const shown = value.trim() === '' ? dots(flow, room, body) : value;
    const text = `${label}${shown}`.normalize('NFC');
    flow.sheet().text(margin + place * half, flow.y() + body, { text, face: 'regular' }, body);
  }
  flow.down(leading);
}

function personLine(person: Person): string {
  return person.idNumber === null
    ? person.fullName
    : `${person.fullName} (${identityLabel(person.idKind)}${person.idNumber})`;
}

function people(flow: Flow, input: Form01Input): void {
  const { applicant, owner, authorised, helper } = input.dossier.people;
  field(flow, 'Tiếp nhận hồ sơ của: ', applicant?.fullName ?? '', 'bold');
  field(flow, identityLabel(applicant?.idKind ?? 'cccd'), applicant?.idNumber ?? '', 'regular');
  if (owner !== null) field(flow, 'Chủ hồ sơ: ', personLine(owner), 'regular');
  if (authorised !== null) field(flow, 'Người được ủy quyền: ', personLine(authorised), 'regular');
  if (helper !== null) {
    field(flow, 'Người hỗ trợ nộp: ', `${helper.fullName} (đại lý ${helper.agencyCode})`, 'regular');
  }
  field(flow, 'Địa chỉ: ', applicant?.address ?? '', 'regular');
  fieldPair(flow, ['Số điện thoại: ', applicant?.phone ?? ''], ['Email: ', applicant?.email ?? '']);
}

function signatures(flow: Flow, input: Form01Input): void {
  const { body, leading, small, smallLeading, signature, left } = flow.measures;
  const names = [input.dossier.people.applicant?.fullName ?? '', input.dossier.officerName];
  const half = flow.width / 2;
  const nameLines = names.map(
    (name) => breakLines([{ text: name, face: 'bold' }], flow.faces, body, half - 12).length,
  );
  flow.down(small * 0.6);
  flow.need(leading + smallLeading + signature + leading * Math.max(...nameLines));
  const sheet = flow.sheet();
  let end = flow.y();
  for (const [place, title] of ['NGƯỜI NỘP HỒ SƠ', 'NGƯỜI TIẾP NHẬN HỒ SƠ'].entries()) {
    const column = { x: left + place * half + 6, width: half - 12 };
    let y = drawCentred(
      sheet,
      flow.faces,
      [{ text: title, face: 'bold' }],
      { ...column, y: flow.y() + body },
      body,
      leading,
    );
    y = drawCentred(
      sheet,
      flow.faces,
      [{ text: '(Ký và ghi rõ họ tên)', face: 'italic' }],
      { ...column, y: y - body + small + 1 },
      small + 0.5,
      smallLeading,
    );
    y += signature - small;
    const name: Run = { text: names[place] ?? '', face: 'bold' };
    y = drawCentred(sheet, flow.faces, [name], { ...column, y: y + body }, body, leading) - body;
    end = Math.max(end, y);
  }
  flow.down(end - flow.y());
}

function noteBlock(flow: Flow, input: Form01Input): void {
  const { small, smallLeading } = flow.measures;
  const lines = notes(input).map((note) =>
    breakLines([{ text: note, face: 'italic' }], flow.faces, small, flow.width - small),
  );
  flow.down(small * 0.5);
  flow.need(smallLeading * 3);
  flowLines(
    flow,
    breakLines([{ text: 'Ghi chú:', face: 'bold' }], flow.faces, small, flow.width),
    0,
    small,
    smallLeading,
  );
  for (const note of lines) {
    flow.need(smallLeading);
    flow.sheet().text(flow.measures.left, flow.y() + small, { text: '–', face: 'italic' }, small);
    flowLines(flow, note, small, small, smallLeading);
  }
}

/** Everything below the head of the first page. */
export function body(flow: Flow, input: Form01Input): void {
  const { dossier, place } = input;
  field(flow, `${place.centre}: `, `${place.branch} – ${place.counter}`, 'regular');
  if (place.agency !== null) field(flow, 'Đại lý dịch vụ công hỗ trợ: ', place.agency, 'regular');
  people(flow, input);
  paragraph(flow, [
    regular('Nội dung yêu cầu giải quyết: '),
    { text: dossier.procedureName, face: 'bold' },
    regular(` (mã thủ tục ${dossier.procedureCode})`),
  ]);
  if (input.competentUnitName !== null)
    field(flow, 'Cơ quan giải quyết: ', input.competentUnitName, 'regular');
  flow.need(flow.measures.leading * 4);
  paragraph(flow, [regular('1. Thành phần hồ sơ nộp gồm:')]);
  flow.down(1);
  paperTable(flow, paperRows(input));
  flow.down(flow.measures.small * 0.4);
  field(flow, '2. Số lượng hồ sơ: ', `${String(dossier.sets).padStart(2, '0')} (bộ)`, 'regular');
  field(flow, '3. Thời gian giải quyết hồ sơ theo quy định là: ', termText(dossier.deadline), 'regular');
  field(flow, '4. Thời gian nhận hồ sơ: ', longTime(dossier.acceptedAt), 'regular');
  field(flow, '5. Thời gian trả kết quả giải quyết hồ sơ: ', appointmentText(dossier.deadline), 'bold');
  if (dossier.deadline.provisional && dossier.deadline.dueAt !== null) {
    paragraph(flow, [{ text: provisionalNote, face: 'italic' }]);
  }
  field(flow, '6. Đăng ký nhận kết quả tại: ', deliveryText(input), 'regular');
  field(flow, '7. Phí, lệ phí: ', feeText(dossier.fee), 'bold');
  const { body: size, leading } = flow.measures;
  for (const line of feeLines(dossier.fee)) {
    const lines = breakLines([regular(`– ${line}`)], flow.faces, size, flow.width - size);
    flowLines(flow, lines, size, size, leading);
  }
  fieldPair(flow, ['Vào Sổ theo dõi hồ sơ, Quyển số: ', ''], ['Số thứ tự: ', '']);
  signatures(flow, input);
  noteBlock(flow, input);
}
