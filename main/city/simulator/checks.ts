/** The city's own checks of what it is sent. Each gives null when sound, else the refusal in the city's words. */
import type { Fields } from './journal.ts';

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string field, or '' when it is absent. Callers have checked that present values are strings. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** `yyyyMMddHHmmss`, a moment that exists. */
export function isWireDate(text: string): boolean {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return date.toISOString().replace(/[-:T]/g, '').slice(0, 14) === text;
}

/** Of a file by its first bytes; null for a type that the city does not take. */
export function fileTypeOf(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('%PDF-')) return 'application/pdf';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  return null;
}

const required = [
  'MaTTHC',
  'TenTTHC',
  'KenhThucHien',
  'ChuHoSo',
  'LoaiDoiTuong',
  'NgayNopHoSo',
  'NgayTiepNhan',
  'TrangThaiHoSo',
  'NoiNopHoSo',
] as const;
const dates = [
  'NgayNopHoSo',
  'NgayTiepNhan',
  'NgayHenTra',
  'NgayTra',
  'NgayKetThucXuLy',
  'NgayTuChoi',
] as const;
const choices: Readonly<Record<string, readonly string[]>> = {
  KenhThucHien: ['1', '2', '3'],
  LoaiDoiTuong: ['1', '2'],
  TrangThaiHoSo: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
  HinhThuc: ['0', '1'],
  NoiNopHoSo: ['1', '2'],
  HoSoCoThanhPhanSoHoa: ['0', '1'],
  TaiKhoanDuocXacThucVoiVNeID: ['0', '1'],
  DuocThanhToanTrucTuyen: ['0', '1'],
};
const lists: Readonly<Record<string, readonly string[]>> = {
  TaiLieuNop: ['TenTepDinhKem', 'MaThanhPhanHoSo', 'DuocSoHoa'],
  DanhSachLePhi: ['TenPhiLePhi', 'HinhThucThu', 'Gia'],
  DanhSachTepDinhKemKhac: ['TenGiayTo', 'SoLuong'],
  DanhSachHoSoBoSung: [],
  DanhSachGiayToKetQua: [],
  DinhDanhCHS: ['LoaiDinhDanh', 'SoDinhDanh'],
  DSKetNoiCSDL: ['MaCSDL'],
};
const patterns: Readonly<Record<string, RegExp>> = {
  MaTTHC: /^\d\.\d{6}(\.[A-Z0-9]{1,4})*$/,
  MaHoSo: /^[A-Z0-9][A-Z0-9.]*(-[0-9]+)+$/,
  SoLuong: /^\d{1,4}$/,
  Gia: /^\d{1,12}$/,
  HinhThucThu: /^[124]$/,
  DuocSoHoa: /^[01]$/,
  DuocTaiSuDung: /^[01]$/,
  DuocLayTuKhoDMQG: /^[01]$/,
  IsDeleted: /^(True|False|0|1)$/,
  LoaiDinhDanh: /^[1-9]$/,
};

function flatProblem(fields: Fields, needed: readonly string[], path: string): string | null {
  for (const name of needed) {
    if (typeof fields[name] !== 'string' || fields[name].trim() === '')
      return `Thiếu trường bắt buộc: ${path}${name}`;
  }
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) continue;
    if (typeof value !== 'string') return `Trường ${path}${name} phải là chuỗi ký tự`;
    if (value.length > 4000) return `Trường ${path}${name} quá dài`;
    if (value === '') continue;
    const allowed = choices[name];
    if (allowed && !allowed.includes(value)) return `Giá trị không hợp lệ: ${path}${name}`;
    if (patterns[name]?.test(value) === false) return `Giá trị không hợp lệ: ${path}${name}`;
  }
  return null;
}

/** A `HoSo` as a whole; `knowsFile` tells whether an attachment was uploaded before. */
export function dossierProblem(hoSo: unknown, knowsFile: (id: string) => boolean): string | null {
  if (!isFields(hoSo)) return 'Dữ liệu hồ sơ không đúng cấu trúc';
  const flat = flatProblem(hoSo, required, '');
  if (flat) return flat;
  for (const name of dates) {
    const value = textOf(hoSo, name);
    if (value !== '' && !isWireDate(value)) return `Ngày không hợp lệ (yyyyMMddHHmmss): ${name}`;
  }
  const due = textOf(hoSo, 'NgayHenTra');
  if (due !== '' && due < textOf(hoSo, 'NgayTiepNhan')) return 'Ngày hẹn trả trước ngày tiếp nhận';
  for (const [name, value] of Object.entries(hoSo)) {
    if (!Array.isArray(value)) continue;
    const needed = lists[name];
    if (!needed) return `Danh sách không được hỗ trợ: ${name}`;
    for (const entry of value as unknown[]) {
      if (!isFields(entry)) return `Danh sách không đúng cấu trúc: ${name}`;
      const problem = flatProblem(entry, needed, `${name}.`);
      if (problem) return problem;
      const file = textOf(entry, 'TepDinhKemId');
      if (name === 'TaiLieuNop' && file !== '' && !knowsFile(file)) return 'Tệp đính kèm chưa được tải lên';
    }
  }
  const other = textOf(hoSo, 'ThongTinKhac');
  if (other !== '' && referenceOf(hoSo) === null && other.trimStart().startsWith('{') && !isJson(other)) {
    return 'ThongTinKhac không phải là JSON hợp lệ';
  }
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The sender's own id of the dossier, carried in `ThongTinKhac`; null when there is none. */
export function referenceOf(hoSo: Fields): string | null {
  try {
    const other: unknown = JSON.parse(textOf(hoSo, 'ThongTinKhac'));
    const reference = isFields(other) ? other['maThamChieu'] : null;
    return typeof reference === 'string' && reference !== '' ? reference : null;
  } catch {
    return null;
  }
}

export function progressProblem(step: unknown): string | null {
  if (!isFields(step)) return 'Dữ liệu tiến độ không đúng cấu trúc';
  const flat = flatProblem(step, ['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'NoiDungXuLy', 'TrangThai'], '');
  if (flat) return flat;
  if (!choices['TrangThaiHoSo']?.includes(textOf(step, 'TrangThai')))
    return 'Giá trị không hợp lệ: TrangThai';
  for (const name of ['ThoiDiemXuLy', 'NgayBatDau', 'NgayKetThucTheoQuyDinh']) {
    const value = textOf(step, name);
    if (value !== '' && !isWireDate(value)) return `Ngày không hợp lệ (yyyyMMddHHmmss): ${name}`;
  }
  return null;
}
