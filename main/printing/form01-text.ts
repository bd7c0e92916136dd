/** What Mẫu 01 says: the words and their rules, without any drawing. */
import type {
  ComponentState,
  DeadlineAssessment,
  Dossier,
  FeeAssessment,
  Instant,
} from '../domain/dossier.ts';
import type { Person } from '../domain/person.ts';
import { isoTime, longTime, money, moneyWords, numberWords } from './vietnamese-words.ts';

/** Where the dossier is received, and what the citizen is told about it. */
export interface PrintPlace {
  /** Centre, e.g. "Trung tâm Phục vụ hành chính công thành phố Hà Nội". */
  readonly centre: string;
  /** Branch or reception point (chi nhánh, điểm tiếp nhận). */
  readonly branch: string;
  readonly counter: string;
  /** Agency (đại lý dịch vụ công) where somebody helped to file; null at a counter. */
  readonly agency: string | null;
  /** Telephone numbers, printed in this order, e.g. 1022 and 19001009. */
  readonly hotlines: readonly string[];
  /** Where a dossier is looked up, e.g. "dichvucong.gov.vn". */
  readonly lookup: string;
  /** Name of the system, for the QR. */
  readonly systemName: string;
}

export interface Form01Input {
  readonly dossier: Dossier;
  /** Names of the papers; a paper without one shows its id. */
  readonly componentNames: readonly { readonly componentId: string; readonly name: string }[];
  readonly place: PrintPlace;
  /** Name of the competent unit (cơ quan giải quyết), when known. */
  readonly competentUnitName: string | null;
  /** Identifier of the receiving officer (mã định danh người thực hiện), for the QR. */
  readonly officerCode: string;
  /** When this paper leaves the system (thời điểm xuất). */
  readonly issuedAt: Instant;
  readonly paper: 'a4' | 'a5';
  /** Training papers carry a mark on every page. */
  readonly training: boolean;
  /** `number` 1 = the first reprint; null for the first print. */
  readonly reprint: { readonly number: number; readonly reason: string } | null;
}

export const paperName = 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả';
export const trainingMark = 'TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ';

/** The two copies (liên), in printing order. */
export const copies = ['Lưu', 'Giao người nộp'] as const;
export type Copy = (typeof copies)[number];

/** The code that the paper is found by: the city's, or the local number until the city gave one. */
export function printedCode(dossier: Dossier): string {
  return dossier.cityCode ?? dossier.localCode;
}

export function codeLabel(dossier: Dossier): string {
  return dossier.cityCode === null ? 'Số tạm (chờ mã hồ sơ của Thành phố): ' : 'Mã hồ sơ: ';
}

/**
 * QR of every issued paper (NĐ 118/2025 Art. 26 names the fields, not their encoding): `MC1|` and seven fields, UTF-8,
 * `|`-separated. The appointment is empty while it is unknown.
 */
export function qrText(input: Form01Input): string {
  const { dossier } = input;
  const dueAt = dossier.deadline.dueAt;
  return [
    'MC1',
    printedCode(dossier),
    dossier.procedureCode,
    input.officerCode,
    paperName,
    input.place.systemName,
    isoTime(input.issuedAt),
    dueAt === null ? '' : isoTime(dueAt),
  ]
    .map((field) => field.normalize('NFC').replaceAll('|', ' '))
    .join('|');
}

/** "BẢN IN LẠI lần 2 – lý do: kẹt giấy". */
export function reprintMark(reprint: { readonly number: number; readonly reason: string }): string {
  return `BẢN IN LẠI lần ${String(reprint.number)} – lý do: ${reprint.reason}`;
}

export function identityLabel(kind: Person['idKind']): string {
  if (kind === 'cccd') return 'Số định danh cá nhân/CCCD: ';
  if (kind === 'cmnd') return 'Số CMND: ';
  return kind === 'passport' ? 'Số hộ chiếu: ' : 'Số giấy tờ tùy thân: ';
}

const kindWords: Readonly<Record<NonNullable<ComponentState['receivedAs']>, string>> = {
  form: 'Tờ khai',
  original: 'Bản chính',
  certified_copy: 'Bản sao chứng thực',
  copy: 'Bản chụp',
  present: 'Xuất trình, đã trả lại',
  electronic: 'Bản điện tử',
};

export interface PaperRow {
  readonly name: string;
  readonly note: string;
  readonly kind: string;
  readonly quantity: string;
}

/** The papers that were taken, shown or reused; a paper that was not handed in is never listed. */
export function paperRows(input: Form01Input): PaperRow[] {
  const names = new Map(input.componentNames.map((entry) => [entry.componentId, entry.name]));
  return input.dossier.components
    .filter((component) => component.applies && (component.received || component.reused))
    .map((component) => ({
      name: names.get(component.componentId) ?? component.componentId,
      note: component.note,
      kind: component.received
        ? component.receivedAs === null
          ? '–'
          : kindWords[component.receivedAs]
        : 'Dữ liệu có sẵn',
      quantity: component.received && component.copies > 0 ? String(component.copies) : '–',
    }));
}

const unitWords: Partial<Record<DeadlineAssessment['unit'], string>> = {
  hour: 'giờ làm việc',
  working_day: 'ngày làm việc',
  day: 'ngày',
};

/** "03 (ba) ngày làm việc"; words, never a number, where the term is not known. */
export function termText(deadline: DeadlineAssessment): string {
  const note = deadline.note === null ? '' : ` (${deadline.note})`;
  if (deadline.unit === 'in_day') return 'giải quyết trong ngày';
  if (deadline.unit === 'varies') return `theo từng trường hợp${note}`;
  if (deadline.unit === 'season') return `theo kỳ, đợt${note}`;
  const unit = unitWords[deadline.unit];
  if (unit === undefined || deadline.value === null) return `chưa xác định${note}`;
  if (!Number.isInteger(deadline.value)) return `${String(deadline.value).replace('.', ',')} ${unit}`;
  return `${String(deadline.value).padStart(2, '0')} (${numberWords(deadline.value)}) ${unit}`;
}

/** The appointment, or words that say that there is none yet. */
export function appointmentText(deadline: DeadlineAssessment): string {
  if (deadline.state === 'unknown' || deadline.dueAt === null) {
    return 'chưa xác định, cơ quan giải quyết sẽ thông báo cho người nộp hồ sơ';
  }
  return longTime(deadline.dueAt);
}

export const provisionalNote =
  'Ngày hẹn tính theo lịch nghỉ dự kiến, có thể thay đổi khi có lịch chính thức.';

/** Unknown is not free: each state has its own words. */
export function feeText(fee: FeeAssessment): string {
  if (fee.state === 'free') return 'Không thu';
  if (fee.state === 'exempt') return fee.note === null ? 'Miễn' : `Miễn (${fee.note})`;
  if (fee.state === 'unknown' || fee.total === null) return 'Chưa xác định (chờ thông báo)';
  return `${money(fee.total)} (${moneyWords(fee.total)})`;
}

/** How a payable fee adds up: "Bản sao trích lục (số lượng 2): 16.000 đồng". */
export function feeLines(fee: FeeAssessment): string[] {
  if (fee.state !== 'payable' || fee.total === null) return [];
  return fee.lines.map((line) => `${line.label} (số lượng ${String(line.quantity)}): ${money(line.amount)}`);
}

export function deliveryText(input: Form01Input): string {
  const { method, address } = input.dossier.delivery;
  if (method === 'post') {
    return `địa chỉ đăng ký, qua dịch vụ bưu chính công ích${address === '' ? '' : `: ${address}`}`;
  }
  if (method === 'electronic') return 'kho dữ liệu điện tử của tổ chức, cá nhân (bản điện tử)';
  return `${input.place.branch}${address === '' ? '' : ` (${address})`}`;
}

export function notes(input: Form01Input): string[] {
  const lines = [
    'Giấy này được lập thành 02 liên: một liên lưu, chuyển kèm hồ sơ cùng Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu số 06); một liên giao cho người nộp hồ sơ.',
    'Khi nhận kết quả, mang theo giấy này và thẻ căn cước (hoặc ứng dụng VNeID); người nhận thay mang theo văn bản ủy quyền hợp lệ.',
    `Tra cứu tình trạng hồ sơ tại ${input.place.lookup} hoặc quét mã QR. Tổng đài hỗ trợ: ${input.place.hotlines.join(' hoặc ')}.`,
  ];
  if (input.dossier.cityCode === null) {
    lines.push(
      'Số tạm được cấp khi chưa kết nối được hệ thống của Thành phố; mã hồ sơ chính thức sẽ được thông báo sau. Thời gian nhận hồ sơ tính theo giấy này.',
    );
  }
  return lines;
}
