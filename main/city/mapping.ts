/**
 * Dossier → style A messages (WIRE, style A). Every value is a string; what we do not know is left empty, never
 * invented: an unknown fee gives no fee line, an unknown unit no unit.
 */
import type { ComponentState, Dossier, Instant } from '../domain/dossier.ts';
import { zoneOffsetMs } from '../domain/clock.ts';
import type { Person } from '../domain/person.ts';
import type { ComponentKind, Procedure } from '../domain/procedure.ts';
import { noCodes, type CodeTables } from './codes.ts';
import type { DossierParcel, ProgressParcel } from './ports.ts';

export type WireRecord = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh; '' for null. */
export function wireDate(instant: Instant | null): string {
  if (instant === null) return '';
  return new Date(instant + zoneOffsetMs).toISOString().replace(/[-:T]/g, '').slice(0, 14);
}

function text(value: string | null | undefined): string {
  return (value ?? '').normalize('NFC').trim();
}

const kindWords: Readonly<Record<ComponentKind, string>> = {
  form: 'Biểu mẫu',
  original: 'Bản chính',
  certified_copy: 'Bản sao chứng thực',
  copy: 'Bản sao',
  present: 'Xuất trình',
  electronic: 'Bản điện tử',
};

const feeWords = { unknown: 'chua-ro', free: 'mien-phi', exempt: 'duoc-mien', payable: 'phai-nop' } as const;

/** Only the kinds whose code is known; a passport's number still stands in `SoGiayToChuHoSo`. */
function identities(person: Person | null): Readonly<Record<string, string>>[] {
  const found: Readonly<Record<string, string>>[] = [];
  const codes: Partial<Record<Person['idKind'], string>> = { cccd: '1', cmnd: '2' };
  const code = person ? codes[person.idKind] : undefined;
  if (person?.idNumber && code) found.push({ LoaiDinhDanh: code, SoDinhDanh: text(person.idNumber) });
  if (person?.oldIdNumber) found.push({ LoaiDinhDanh: '2', SoDinhDanh: text(person.oldIdNumber) });
  return found;
}

function briefly(person: Person | null): Readonly<Record<string, string>> | undefined {
  if (!person) return undefined;
  return { hoTen: text(person.fullName), soGiayTo: text(person.idNumber), soDienThoai: text(person.phone) };
}

/** What a style has no field for, with our own id first: the reference by which a send is found again. */
export function otherInformation(dossier: Dossier): string {
  const { applicant, owner, authorised, helper } = dossier.people;
  return JSON.stringify({
    maThamChieu: dossier.id,
    soTam: dossier.localCode,
    noiTiepNhan: text(dossier.receivedAt),
    noiHoTro: text(dossier.helpedAt) || undefined,
    nguoiNop: owner ? briefly(applicant) : undefined,
    nguoiDuocUyQuyen: briefly(authorised),
    nguoiHoTro: helper ? { hoTen: text(helper.fullName), maDaiLy: text(helper.agencyCode) } : undefined,
    truongHop: dossier.caseId,
    soBo: String(dossier.sets),
    tinhTrangPhi: feeWords[dossier.fee.state],
  });
}

function paperName(procedure: Procedure | null, componentId: string): string {
  return text(procedure?.components.find(({ id }) => id === componentId)?.name);
}

function attachments(parcel: DossierParcel): Readonly<Record<string, string>>[] {
  const { dossier, procedure, uploads } = parcel;
  const flags = (component: ComponentState | undefined) => ({
    IsDeleted: 'False',
    DuocTaiSuDung: component?.reused ? '1' : '0',
    DuocLayTuKhoDMQG: '0',
    MaKetQuaThayThe: '',
  });
  const files = dossier.files.map((file) => ({
    ...flags(dossier.components.find(({ componentId }) => componentId === file.componentId)),
    TepDinhKemId: uploads.get(file.id)?.id ?? '',
    TenTepDinhKem: text(file.name),
    MaThanhPhanHoSo: file.componentId,
    DuongDanTaiTepTin: uploads.get(file.id)?.path ?? '',
    DuocSoHoa: '1',
  }));
  // Re-used data has no file of ours, yet it is what indicator 4.3 counts.
  const reused = dossier.components
    .filter((component) => component.reused && !hasFile(dossier, component.componentId))
    .map((component) => ({
      ...flags(component),
      TepDinhKemId: '',
      TenTepDinhKem: paperName(procedure, component.componentId) || component.componentId,
      MaThanhPhanHoSo: component.componentId,
      DuongDanTaiTepTin: '',
      DuocSoHoa: '0',
    }));
  return [...files, ...reused];
}

function hasFile(dossier: Dossier, componentId: string): boolean {
  return dossier.files.some((file) => file.componentId === componentId);
}

/** Papers taken on paper only. */
function papersWithoutFile(parcel: DossierParcel): Readonly<Record<string, string>>[] {
  return parcel.dossier.components
    .filter((component) => component.received && !hasFile(parcel.dossier, component.componentId))
    .map((component) => ({
      TenGiayTo: paperName(parcel.procedure, component.componentId) || component.componentId,
      SoLuong: String(component.copies),
      LoaiGiayTo: component.receivedAs ? kindWords[component.receivedAs] : '',
    }));
}

/** `Gia` of a line is the whole line's amount, đồng. A cap lowers the sum by a negative line: then one line says it. */
function fees(dossier: Dossier): Readonly<Record<string, string>>[] {
  const { state, lines, total } = dossier.fee;
  if (state === 'unknown' || state === 'free') return [];
  const charged = lines.filter((line) => line.amount >= 0);
  const named =
    charged.length < lines.length
      ? [{ label: charged.map(({ label }) => text(label)).join('; '), amount: Math.max(total ?? 0, 0) }]
      : lines;
  return named.map((line) => ({
    TenPhiLePhi: text(line.label),
    MaPhiLePhi: '',
    HinhThucThu: '1',
    Gia: state === 'exempt' ? '0' : String(line.amount),
    LoaiPhiLePhi: '',
  }));
}

const returnWays = {
  counter: { HinhThuc: '0', words: '' },
  post: { HinhThuc: '1', words: '' },
  // Style A has no number for it.
  electronic: { HinhThuc: '', words: 'Trả kết quả điện tử' },
} as const;

/** `HoSo`. `MaHoSo` stays empty until the city has given one. */
export function hoSoOf(parcel: DossierParcel, codes: CodeTables = noCodes): WireRecord {
  const { dossier, procedure } = parcel;
  const owner = dossier.people.owner ?? dossier.people.applicant;
  const way = returnWays[dossier.delivery.method];
  return {
    MaHoSo: dossier.cityCode ?? '',
    MaTTHC: codes.procedure(dossier.procedureCode, dossier.acceptedAt),
    TenTTHC: text(dossier.procedureName),
    MaLinhVuc: text(procedure?.fieldCode),
    TenLinhVuc: text(procedure?.field),
    KenhThucHien: '1',
    ChuHoSo: text(owner?.fullName),
    SoGiayToChuHoSo: text(owner?.idNumber),
    LoaiDoiTuong: '1',
    MaDoiTuong: '',
    ThongTinKhac: otherInformation(dossier),
    Email: text(owner?.email),
    Fax: '',
    SoDienThoai: text(owner?.phone),
    TrichYeuHoSo: text(dossier.procedureName),
    NgayNopHoSo: wireDate(dossier.acceptedAt),
    NgayTiepNhan: wireDate(dossier.acceptedAt),
    NgayHenTra: wireDate(dossier.deadline.dueAt),
    TrangThaiHoSo: String(dossier.status),
    NgayTra: '',
    ThongTinTra: text(dossier.delivery.address) || way.words,
    HinhThuc: way.HinhThuc,
    NgayKetThucXuLy: '',
    NgayTuChoi: '',
    DonViXuLy: codes.unit(text(dossier.competentUnit), dossier.acceptedAt),
    GhiChu: text(dossier.note),
    NoiNopHoSo: '2',
    HoSoCoThanhPhanSoHoa: dossier.files.length > 0 ? '1' : '0',
    TaiKhoanDuocXacThucVoiVNeID: '0',
    DuocThanhToanTrucTuyen: '0',
    TaiLieuNop: attachments(parcel),
    DanhSachLePhi: fees(dossier),
    DanhSachTepDinhKemKhac: papersWithoutFile(parcel),
    DanhSachHoSoBoSung: [],
    DanhSachGiayToKetQua: [],
    DinhDanhCHS: identities(owner),
    DSKetNoiCSDL: [],
  };
}

/** `TienDo`. */
export function tienDoOf(parcel: ProgressParcel): Readonly<Record<string, string>> {
  return {
    MaHoSo: parcel.cityCode,
    NguoiXuLy: text(parcel.dossier.officerName),
    ChucDanh: text(parcel.officerTitle),
    ThoiDiemXuLy: wireDate(parcel.at),
    PhongBanXuLy: text(parcel.dossier.receivedAt),
    NoiDungXuLy: text(parcel.text),
    TrangThai: String(parcel.status),
    NgayBatDau: wireDate(parcel.at),
    NgayKetThucTheoQuyDinh: wireDate(parcel.dossier.deadline.dueAt),
  };
}
