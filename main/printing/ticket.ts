/** Phiếu số thứ tự: the ticket of the queue, on roll paper. It names nobody. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { Instant } from '../domain/dossier.ts';
import { trainingMark } from './form01-text.ts';
import { shortTime } from './vietnamese-words.ts';

export interface TicketContent {
  /** Centre and branch, as printed on every paper. */
  readonly centre: string;
  readonly branch: string;
  /** Field of work (lĩnh vực). */
  readonly field: string;
  readonly issuedAt: Instant;
  readonly peopleWaiting: number;
  /** Estimated wait, minutes; null when it cannot be told. */
  readonly waitMinutes: number | null;
  /** Counters that call this number, e.g. "Quầy 1, 2". */
  readonly counters: string;
  /** What the QR code says, to follow the queue with. */
  readonly trackText: string;
  readonly hotlines: readonly string[];
}

/** Why the same number comes out again; null on its first paper. */
export type TicketMark = string | null;

/** Small letters with marks as often as they stand in Vietnamese texts, the commonest first. */
const commonLetters = 'àđáạộếóảâôưủấờìơêốíãợịậệầửớồởừòúểứựổọăềéùụẩũýõữỏẫỗĩằễẻỉắỳẹặỹỡẵẳèẽỷỵ';

/** What stands on every ticket of this place, and then the letters that names of fields need: a printer learns them ahead. */
export function ticketLetters(place: Pick<TicketContent, 'centre' | 'branch'>): string {
  const blank: TicketContent = {
    ...{ ...place, field: '', issuedAt: 0, peopleWaiting: 0, waitMinutes: 0 },
    ...{ counters: 'Quầy', trackText: '', hotlines: ['', ''] },
  };
  const texts = ticketItems('', blank, null, false).map((item) =>
    item.type === 'text' ? item.text : item.type === 'pair' ? item.left + item.right : '',
  );
  return [...texts, commonLetters].join('\n').normalize('NFC');
}

/** `label`: the number as it is called, e.g. `A012`. */
export function ticketItems(
  label: string,
  content: TicketContent,
  mark: TicketMark,
  training: boolean,
): SlipItem[] {
  const line = (text: string, size: number, weight: 'regular' | 'bold'): SlipItem => ({
    type: 'text',
    text: text.normalize('NFC'),
    size,
    weight,
    align: 'center',
  });
  return [
    ...(training ? [line(trainingMark, 24, 'bold')] : []),
    ...(mark === null ? [] : [line(`IN LẠI – lý do: ${mark}`, 24, 'bold')]),
    line(content.centre, 24, 'regular'),
    line(content.branch, 24, 'bold'),
    { type: 'space', height: 10 },
    line('SỐ THỨ TỰ', 24, 'regular'),
    line(label, 144, 'bold'),
    line(content.field, 24, 'bold'),
    line(content.counters, 24, 'regular'),
    { type: 'pair', left: 'Giờ lấy số', right: shortTime(content.issuedAt), size: 24 },
    { type: 'pair', left: 'Số người đang chờ', right: String(content.peopleWaiting), size: 24 },
    ...(content.waitMinutes === null
      ? []
      : [
          {
            type: 'pair',
            left: 'Thời gian chờ dự kiến',
            right: `${String(content.waitMinutes)} phút`,
            size: 24,
          } as const,
        ]),
    { type: 'space', height: 16 },
    { type: 'qr', text: content.trackText, size: 240 },
    line('Lỡ lượt: số được gọi lại sau; lỡ ba lần là hết hiệu lực.', 24, 'regular'),
    line(`Hỗ trợ: ${content.hotlines.join(' – ')}`, 24, 'bold'),
    { type: 'space', height: 16 },
  ];
}
