/** Style B's checks of what it is sent; the refusal in the city's words, or null when sound. */
import { isFields, textOf } from './checks.ts';
import type { Fields } from './journal.ts';

function isDate(text: string, between: ' ' | 'T'): boolean {
  const shape =
    between === ' ' ? /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/;
  if (!shape.test(text)) return false;
  const iso = `${text.replace(' ', 'T')}Z`;
  const time = Date.parse(iso);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === iso.slice(0, 19);
}

function missing(fields: Fields, names: readonly string[], path = ''): string | null {
  const name = names.find((one) => {
    const value = fields[one];
    return value === undefined || value === null || value === '';
  });
  return name === undefined ? null : `Thiếu trường bắt buộc: ${path}${name}`;
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10;
}

function paperProblem(paper: unknown, knowsFile: (id: string, sha256: string) => boolean): string | null {
  if (!isFields(paper)) return 'ThanhPhanHoSo không đúng cấu trúc';
  const absent = missing(paper, ['MaThanhPhanHoSo', 'TenThanhPhanHoSo', 'SoLuong'], 'ThanhPhanHoSo.');
  if (absent) return absent;
  if (!Number.isInteger(paper['SoLuong'])) return 'SoLuong phải là số';
  if (paper['LoaiBan'] !== undefined && ![0, 1, 2].includes(Number(paper['LoaiBan'])))
    return 'LoaiBan không hợp lệ';
  const files = paper['GiayToDinhKem'] ?? [];
  if (!Array.isArray(files)) return 'GiayToDinhKem không đúng cấu trúc';
  for (const file of files as unknown[]) {
    if (!isFields(file)) return 'GiayToDinhKem không đúng cấu trúc';
    const id = textOf(file, 'IdGiayTo');
    if (id === '') return 'Thiếu trường bắt buộc: GiayToDinhKem.IdGiayTo';
    if (!knowsFile(id, textOf(file, 'HashTepTin'))) return 'Tệp đính kèm chưa được tải lên hoặc sai mã băm';
  }
  return null;
}

/** `knowsFile` tells whether a file was uploaded before, with this hash where one is given. */
export function noiHoSoProblem(
  message: unknown,
  knowsFile: (id: string, sha256: string) => boolean,
): string | null {
  if (!isFields(message)) return 'Dữ liệu hồ sơ không đúng cấu trúc';
  const absent = missing(message, [
    'MaHoSo',
    'MaTTHC',
    'ChuHoSo',
    'MaDonViTiepNhan',
    'NgayNop',
    'NgayTiepNhan',
    'ThongTinNguoiNop',
  ]);
  if (absent) return absent;
  if (![0, 1, 2].includes(Number(message['LoaiDoiTuong'] ?? -1))) return 'LoaiDoiTuong không hợp lệ';
  for (const name of ['NgayNop', 'NgayTiepNhan', 'NgayHenTra']) {
    const value = message[name];
    if (value !== undefined && !(typeof value === 'string' && isDate(value, ' ')))
      return `Ngày không hợp lệ (yyyy-MM-dd HH:mm:ss): ${name}`;
  }
  if (message['TrangThai'] !== undefined && !isStatus(message['TrangThai'])) return 'TrangThai không hợp lệ';
  if (!isFields(message['ThongTinNguoiNop'])) return 'ThongTinNguoiNop không đúng cấu trúc';
  const papers = message['ThanhPhanHoSo'] ?? [];
  if (!Array.isArray(papers)) return 'ThanhPhanHoSo không đúng cấu trúc';
  for (const paper of papers as unknown[]) {
    const problem = paperProblem(paper, knowsFile);
    if (problem) return problem;
  }
  return null;
}

export function stepProblem(step: unknown): string | null {
  if (!isFields(step)) return 'Dữ liệu tiến trình không đúng cấu trúc';
  const absent = missing(step, ['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'NoiDungXuLy', 'TrangThai']);
  if (absent) return absent;
  if (!isStatus(step['TrangThai'])) return 'TrangThai không hợp lệ';
  for (const name of ['ThoiDiemXuLy', 'NgayBatDau', 'NgayKetThucTheoQuyDinh']) {
    const value = step[name];
    if (value !== undefined && !(typeof value === 'string' && isDate(value, 'T')))
      return `Ngày không hợp lệ (yyyy-MM-ddTHH:mm:ss.fff): ${name}`;
  }
  return null;
}
