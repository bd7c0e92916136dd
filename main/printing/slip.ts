/** Phiếu nhỏ: the slip of a roll printer, 58 mm (384 dots) or 80 mm (576 dots) wide. It lies about, so it names nobody. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import { maskName } from '../domain/identity.ts';
import {
  appointmentText,
  codeLabel,
  feeText,
  printedCode,
  qrText,
  reprintMark,
  trainingMark,
  type Form01Input,
} from './form01-text.ts';
import { money, shortTime } from './vietnamese-words.ts';

export interface SlipInput extends Omit<Form01Input, 'paper' | 'componentNames' | 'competentUnitName'> {
  readonly widthPx: 384 | 576;
}

/** 2 mm of white at each side, at 8 dots a millimetre. */
export const slipMarginPx = 16;

type Text = Extract<SlipItem, { type: 'text' }>;

/** Masked name only: neither the full name nor the number nor the telephone number stands on a slip. */
export function slipItems(input: SlipInput): SlipItem[] {
  const { dossier, place } = input;
  const wide = input.widthPx === 576;
  const normal = wide ? 26 : 22;
  const small = wide ? 22 : 18;
  const line = (text: string, size: number, weight: Text['weight'], align: Text['align']): SlipItem => ({
    type: 'text',
    text: text.normalize('NFC'),
    size,
    weight,
    align,
  });
  const space = (height: number): SlipItem => ({ type: 'space', height });
  const rule: SlipItem = { type: 'rule' };
  const code = printedCode(dossier);
  const applicant = dossier.people.applicant;
  const due = dossier.deadline.state === 'known' ? dossier.deadline.dueAt : null;
  return [
    ...(input.training ? [line(trainingMark, normal, 'bold', 'center'), space(8)] : []),
    ...(input.reprint === null ? [] : [line(reprintMark(input.reprint), normal, 'bold', 'center'), space(8)]),
    line(place.centre, wide ? 20 : small, 'regular', 'center'),
    line(`${place.branch} – ${place.counter}`, normal, 'bold', 'center'),
    space(10),
    line('GIẤY HẸN TRẢ KẾT QUẢ', wide ? 34 : 28, 'bold', 'center'),
    line('(phiếu nhỏ)', small, 'regular', 'center'),
    space(8),
    line(codeLabel(dossier).replace(/: $/, ''), small, 'regular', 'center'),
    line(
      code,
      Math.min(wide ? 38 : 30, Math.floor((input.widthPx - 2 * slipMarginPx) / (code.length * 0.61))),
      'bold',
      'center',
    ),
    space(10),
    {
      type: 'qr',
      text: qrText({ ...input, paper: 'a5', componentNames: [], competentUnitName: null }),
      size: wide ? 300 : 260,
    },
    space(6),
    rule,
    line(dossier.procedureName, normal, 'bold', 'left'),
    ...(applicant === null
      ? []
      : [line(`Người nộp: ${maskName(applicant.fullName)}`, normal, 'regular', 'left')]),
    rule,
    { type: 'pair', left: 'Nhận hồ sơ', right: shortTime(dossier.acceptedAt), size: normal },
    ...(due === null
      ? [line(`Hẹn trả: ${appointmentText(dossier.deadline)}`, normal, 'bold', 'left')]
      : [
          line('Hẹn trả kết quả', normal, 'regular', 'left'),
          line(shortTime(due), wide ? 36 : 30, 'bold', 'right'),
        ]),
    dossier.fee.state === 'payable' && dossier.fee.total !== null
      ? { type: 'pair', left: 'Phí, lệ phí', right: money(dossier.fee.total), size: normal }
      : line(`Phí, lệ phí: ${feeText(dossier.fee)}`, normal, 'regular', 'left'),
    rule,
    line(
      'Mang phiếu này hoặc giấy tiếp nhận và thẻ căn cước (VNeID) khi nhận kết quả.',
      small,
      'regular',
      'left',
    ),
    line(`Tra cứu: ${place.lookup}`, small, 'regular', 'left'),
    line(`Hỗ trợ: ${place.hotlines.join(' – ')}`, normal, 'bold', 'center'),
    space(16),
  ];
}
