/** The readiness report in the words of its printed forms; papers of the counter are in Vietnamese. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { ReadinessReport, ReadinessRow } from '../contract/devices-operations.ts';
import { shortTime } from '../printing/vietnamese-words.ts';

export const reportTitle = 'PHIẾU KIỂM TRA ĐẦU CA';

const checkWords: Readonly<Record<ReadinessRow['check'], string>> = {
  store: 'Kho dữ liệu trên máy',
  backup: 'Sao lưu dữ liệu',
  disk: 'Chỗ trống trên ổ đĩa',
  clock: 'Đồng hồ máy',
  city: 'Đường nối Thành phố',
  'slip-printer': 'Máy in phiếu',
  'paper-printer': 'Máy in A4',
  scanner: 'Máy quét',
  reader: 'Đầu đọc thẻ',
  'chip-reader': 'Đầu đọc chip',
};

const stateWords: Readonly<Record<ReadinessRow['state'], string>> = {
  ok: 'ĐẠT',
  warning: 'LƯU Ý',
  fault: 'LỖI',
  unknown: 'CHƯA RÕ',
};

const resultWords: Readonly<Record<ReadinessRow['result'], string>> = {
  works: '',
  'store-failed': 'Không ghi và đọc lại được. Gọi kỹ thuật trước khi tiếp nhận.',
  'store-part-damaged': 'Có phần bị hỏng đã tách riêng. Cứ tiếp nhận; báo kỹ thuật trong ngày.',
  'backup-off': 'Chưa thiết lập sao lưu trên máy này.',
  'backup-waiting': 'Chưa sao lưu lần nào. Kiểm tra lại sau ít phút.',
  'backup-late': 'Chưa sao lưu được. Cứ tiếp nhận; báo kỹ thuật xem ổ sao lưu.',
  'disk-low': 'Sắp đầy. Báo kỹ thuật dọn ổ đĩa trong ngày.',
  'clock-skewed': 'Lệch quá 2 phút so với Thành phố. Chỉnh lại giờ máy.',
  'clock-unchecked': 'Chưa so được với Thành phố. Xem đồng hồ trước khi hẹn trả.',
  'city-slow': 'Trả lời chậm. Cứ tiếp nhận bình thường.',
  'city-down': 'Chưa nối được. Cứ tiếp nhận với số tạm.',
  'city-unknown': 'Chưa hỏi được. Kiểm tra lại sau ít phút.',
  absent: 'Không thấy. Xem dây nối và nguồn.',
  'no-service': 'Máy chưa có phần đọc chip. Cứ quét QR; báo kỹ thuật.',
  unanswered: 'Không hỏi được. Mở màn hình Thiết bị, mở lại trình điều khiển; vẫn vậy thì gọi kỹ thuật.',
  'paper-low': 'Sắp hết giấy. Để sẵn cuộn mới, thay lúc vắng người.',
  busy: 'Đang làm việc. Kiểm tra lại khi xong.',
  fault: 'Cần xem lại: giấy, nắp, dây nối; rồi kiểm tra lại.',
  'no-answer': 'Không trả lời kịp. Kiểm tra lại; vẫn vậy thì gọi kỹ thuật.',
  cancelled: 'Đã dừng trước khi kiểm tra.',
};

/** What a paper says above the rows. */
export interface ReportPlace {
  readonly counter: string;
  readonly branch: string;
  readonly training: boolean;
}

export interface ReportLine {
  readonly name: string;
  readonly state: string;
  readonly todo: string;
}

export function reportLines(report: ReadinessReport): ReportLine[] {
  return report.rows.map(({ check, device, state, result }) => ({
    name: device === null ? checkWords[check] : `${checkWords[check]} (${device})`,
    state: stateWords[state],
    todo: resultWords[result],
  }));
}

export function reportSlip(report: ReadinessReport, place: ReportPlace): SlipItem[] {
  const text = (
    words: string,
    size: number,
    weight: 'regular' | 'bold' = 'regular',
    align: 'left' | 'center' = 'left',
  ): SlipItem => ({ type: 'text', text: words.normalize('NFC'), size, weight, align });
  return [
    ...(place.training ? [text('TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ', 24, 'bold', 'center')] : []),
    text(reportTitle, 30, 'bold', 'center'),
    text(`${place.branch} – ${place.counter}`, 22, 'regular', 'center'),
    text(shortTime(report.endedAt), 22, 'regular', 'center'),
    { type: 'rule' },
    ...reportLines(report).flatMap(({ name, state, todo }): SlipItem[] => [
      { type: 'pair', left: name, right: state, size: 24 },
      ...(todo === '' ? [] : [text(todo, 20)]),
    ]),
    { type: 'rule' },
    { type: 'space', height: 16 },
  ];
}

/** A slip that says nothing but that the printer prints, with every letter that Vietnamese puts marks on. */
export function testSlip(at: number, place: ReportPlace): SlipItem[] {
  const line = (text: string, size: number, weight: 'regular' | 'bold'): SlipItem => ({
    type: 'text',
    text: text.normalize('NFC'),
    size,
    weight,
    align: 'center',
  });
  return [
    line('PHIẾU IN THỬ', 34, 'bold'),
    line(`${place.branch} – ${place.counter}`, 22, 'regular'),
    line(shortTime(at), 22, 'regular'),
    { type: 'rule' },
    line('Ă Â Đ Ê Ô Ơ Ư ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ', 26, 'regular'),
    line('ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ', 26, 'regular'),
    { type: 'qr', text: 'MOT-CUA TEST', size: 200 },
    { type: 'rule' },
    { type: 'space', height: 16 },
  ];
}
