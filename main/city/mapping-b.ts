/**
 * Dossier → style B messages (WIRE, style B; field forms as public clients of ministry portals send them). Numbers are
 * numbers here; what is not known is left out, never invented.
 */
import type { ComponentState, Dossier, Instant } from '../domain/dossier.ts';
import { zoneOffsetMs } from '../domain/clock.ts';
import type { Person } from '../domain/person.ts';
import type { ComponentKind } from '../domain/procedure.ts';
import type { CodeTables } from './codes.ts';
import { otherInformation } from './mapping.ts';
import type { DossierParcel, ProgressParcel } from './ports.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** `yyyy-MM-dd HH:mm:ss` in Asia/Ho_Chi_Minh. */
function spacedDate(instant: Instant): string {
  return new Date(instant + zoneOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-ddTHH:mm:ss.SSS` in Asia/Ho_Chi_Minh, without a zone. */
export function steppedDate(instant: Instant): string {
  return new Date(instant + zoneOffsetMs).toISOString().slice(0, 23);
}

function text(value: string | null | undefined): string {
  return (value ?? '').normalize('NFC').trim();
}

/** LoaiBan: 0 original, 1 copy, 2 electronic. A form or a presented paper is seen in the original. */
const copyKinds: Readonly<Record<ComponentKind, number>> = {
  form: 0,
  original: 0,
  present: 0,
  certified_copy: 1,
  copy: 1,
  electronic: 2,
};

function papers({ dossier, procedure, uploads }: DossierParcel): JsonRecord[] {
  const nameOf = (component: ComponentState): string =>
    text(procedure?.components.find(({ id }) => id === component.componentId)?.name) || component.componentId;
  return dossier.components
    .filter(
      (component) =>
        component.received ||
        component.reused ||
        dossier.files.some((file) => file.componentId === component.componentId),
    )
    .map((component) => ({
      MaThanhPhanHoSo: component.componentId,
      TenThanhPhanHoSo: nameOf(component),
      SoLuong: component.copies,
      ...(component.receivedAs ? { LoaiBan: copyKinds[component.receivedAs] } : {}),
      GiayToDinhKem: dossier.files
        .filter((file) => file.componentId === component.componentId)
        .map((file) => ({
          IdGiayTo: uploads.get(file.id)?.id ?? '',
          MaKetQua: '',
          TenGiayTo: text(file.name),
          HashTepTin: file.sha256,
        })),
    }));
}

/** Citizens only: this application takes no organisation yet. LoaiDoiTuong: 0 citizen, 1 enterprise, 2 household business. */
const citizen = 0;

function submitter(applicant: Person | null, owner: Person | null): JsonRecord {
  return {
    LoaiDoiTuong: citizen,
    ThongTinChiTiet: {
      TenNguoiNop: text(applicant?.fullName),
      SoDinhDanh: text(applicant?.idNumber),
      SoDienThoai: text(applicant?.phone),
      Email: text(applicant?.email),
      DiaChiChiTiet: text(applicant?.address),
      TenChuHs: text(owner?.fullName),
      SoDinhDanhChuHs: text(owner?.idNumber),
      DiaChiChiTietChuHs: text(owner?.address),
    },
  };
}

function fees(dossier: Dossier): JsonRecord[] {
  const { state, total } = dossier.fee;
  if (state !== 'payable' || total === null) return [];
  const label = dossier.fee.lines.map((line) => text(line.label)).join('; ');
  return [
    {
      TenPhiLePhi: label || 'Lệ phí',
      MaPhiLePhi: '',
      HinhThucThu: '1',
      Gia: String(total),
      LoaiPhiLePhi: '1',
    },
  ];
}

/** `NoiHoSo`, under the code that the system has given for it. */
export function noiHoSoOf(parcel: DossierParcel, code: string, unit: string, codes: CodeTables): JsonRecord {
  const { dossier } = parcel;
  const { applicant, owner } = dossier.people;
  const whose = owner ?? applicant;
  const procedure = codes.procedure(dossier.procedureCode, dossier.acceptedAt);
  const { dueAt } = dossier.deadline;
  return {
    MaHoSo: code,
    MaTTHC: procedure,
    MaDichVuCong: procedure,
    ChuHoSo: text(whose?.fullName),
    LoaiDoiTuong: citizen,
    MaDonViTiepNhan: unit,
    ...(dossier.competentUnit ? { MaDonViXuLy: codes.unit(dossier.competentUnit, dossier.acceptedAt) } : {}),
    NgayNop: spacedDate(dossier.acceptedAt),
    NgayTiepNhan: spacedDate(dossier.acceptedAt),
    ...(dueAt === null ? {} : { NgayHenTra: spacedDate(dueAt) }),
    TrangThai: dossier.status,
    ThongTinKhac: otherInformation(dossier),
    ThanhPhanHoSo: papers(parcel),
    DanhSachLePhi: fees(dossier),
    ThongTinNguoiNop: submitter(applicant, whose),
  };
}

/** One step for `CapNhatTienTrinh`. */
export function tienTrinhOf(parcel: ProgressParcel): JsonRecord {
  const { dueAt } = parcel.dossier.deadline;
  return {
    MaHoSo: parcel.cityCode,
    NguoiXuLy: text(parcel.dossier.officerName),
    ChucDanh: text(parcel.officerTitle),
    ThoiDiemXuLy: steppedDate(parcel.at),
    PhongBanXuLy: text(parcel.dossier.receivedAt),
    NoiDungXuLy: text(parcel.text),
    TrangThai: parcel.status,
    NgayBatDau: steppedDate(parcel.at),
    ...(dueAt === null ? {} : { NgayKetThucTheoQuyDinh: steppedDate(dueAt) }),
  };
}

/** One row for `CapNhatTrangThai`. */
export function trangThaiOf(parcel: ProgressParcel): JsonRecord {
  return { MaHoSo: parcel.cityCode, TrangThai: parcel.status, NoiDungXuLy: text(parcel.text) };
}
