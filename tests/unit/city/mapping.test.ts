import { expect, test } from 'vitest';
import { hoSoOf, tienDoOf, wireDate } from '../../../main/city/mapping.ts';
import { dossierProblem } from '../../../main/city/simulator/checks.ts';
import { acceptedAt, applicant, component, dossierOf, procedure } from './sample.ts';

const file = {
  id: 'file-1',
  componentId: '1.001193-01',
  blob: 'b1',
  name: 'TAM_01.pdf',
  sha256: 'a'.repeat(64),
  bytes: 10,
  pageCount: 1,
  signed: false,
};
const uploads = new Map([['file-1', { id: 'TEP-1', path: '/files/TEP-1' }]]);
const noUploads = new Map<string, never>();

function otherOf(hoSo: ReturnType<typeof hoSoOf>): Record<string, unknown> {
  return JSON.parse(String(hoSo['ThongTinKhac'])) as Record<string, unknown>;
}

test('dates are written in Hà Nội time, also across midnight', () => {
  expect(wireDate(acceptedAt)).toBe('20261123083000');
  expect(wireDate(Date.UTC(2026, 11, 31, 17, 0, 0))).toBe('20270101000000');
  expect(wireDate(null)).toBe('');
});

test('every value of a HoSo is a string or a list of records of strings', () => {
  const hoSo = hoSoOf({ dossier: dossierOf('d-1', { files: [file] }), procedure, uploads });
  const flat = Object.values(hoSo).flatMap((value) =>
    typeof value === 'string' ? [value] : value.flatMap((record) => Object.values(record)),
  );
  expect(flat.every((value) => typeof value === 'string')).toBe(true);
  expect(dossierProblem(hoSo, (id) => id === 'TEP-1')).toBeNull();
});

test('the fields that the branch is scored by are filled', () => {
  const components = [component('1.001193-01'), component('1.001193-02', { received: false, reused: true })];
  const hoSo = hoSoOf({ dossier: dossierOf('d-1', { files: [file], components }), procedure, uploads });
  expect(hoSo).toMatchObject({
    KenhThucHien: '1',
    NoiNopHoSo: '2',
    HoSoCoThanhPhanSoHoa: '1',
    MaLinhVuc: 'G15-TP07',
    NgayTiepNhan: '20261123083000',
    NgayHenTra: '20261123163000',
    TrangThaiHoSo: '2',
    DinhDanhCHS: [
      { LoaiDinhDanh: '1', SoDinhDanh: '001099012345' },
      { LoaiDinhDanh: '2', SoDinhDanh: '012345678' },
    ],
    TaiLieuNop: [
      { TepDinhKemId: 'TEP-1', MaThanhPhanHoSo: '1.001193-01', DuocSoHoa: '1', DuocTaiSuDung: '0' },
      { TepDinhKemId: '', MaThanhPhanHoSo: '1.001193-02', DuocSoHoa: '0', DuocTaiSuDung: '1' },
    ],
  });
});

test('an unknown fee gives no fee line, and says that it is unknown', () => {
  const hoSo = hoSoOf({ dossier: dossierOf('d-1'), procedure, uploads: noUploads });
  expect(hoSo['DanhSachLePhi']).toEqual([]);
  expect(otherOf(hoSo)['tinhTrangPhi']).toBe('chua-ro');
});

test('a free procedure gives no fee line, and says that it is free', () => {
  const fee = { state: 'free' as const, lines: [], total: 0, note: null };
  const hoSo = hoSoOf({ dossier: dossierOf('d-1', { fee }), procedure, uploads: noUploads });
  expect(hoSo['DanhSachLePhi']).toEqual([]);
  expect(otherOf(hoSo)['tinhTrangPhi']).toBe('mien-phi');
});

test('a capped fee goes as one line with the sum that is really paid', () => {
  const lines = [
    { label: 'Trang 1–2', quantity: 2, amount: 4000 },
    { label: 'Từ trang 3', quantity: 300, amount: 300_000 },
    { label: 'Mức tối đa', quantity: 1, amount: -104_000 },
  ];
  const fee = { state: 'payable' as const, lines, total: 200_000, note: null };
  const hoSo = hoSoOf({ dossier: dossierOf('d-1', { fee }), procedure, uploads: noUploads });
  expect(hoSo['DanhSachLePhi']).toMatchObject([{ TenPhiLePhi: 'Trang 1–2; Từ trang 3', Gia: '200000' }]);
  expect(dossierProblem(hoSo, () => true)).toBeNull();
});

test('the one who files is not made the owner, nor the helper the applicant', () => {
  const owner = {
    ...applicant,
    fullName: 'Nguyễn Minh Châu',
    idNumber: null,
    oldIdNumber: null,
    phone: null,
  };
  const people = {
    applicant,
    owner,
    authorised: null,
    helper: { fullName: 'Lê Văn Dũng', agencyCode: 'DL-07' },
  };
  const hoSo = hoSoOf({ dossier: dossierOf('d-1', { people }), procedure, uploads: noUploads });
  expect(hoSo).toMatchObject({
    ChuHoSo: 'Nguyễn Minh Châu',
    SoGiayToChuHoSo: '',
    SoDienThoai: '',
    DinhDanhCHS: [],
  });
  expect(otherOf(hoSo)).toMatchObject({
    maThamChieu: 'd-1',
    nguoiNop: { hoTen: 'Nguyễn Văn An' },
    nguoiHoTro: { maDaiLy: 'DL-07' },
  });
});

test('an electronic return is not written as a return at the counter', () => {
  const hoSo = hoSoOf({
    dossier: dossierOf('d-1', { delivery: { method: 'electronic', address: '' } }),
    procedure: null,
    uploads: noUploads,
  });
  expect(hoSo['HinhThuc']).toBe('');
});

test('a progress step carries who, when, where and the new status', () => {
  const step = tienDoOf({
    dossier: dossierOf('d-1'),
    cityCode: '000.00.01.H26-261123-0001',
    officerTitle: 'Chuyên viên',
    status: 2,
    at: acceptedAt,
    text: 'Tiếp nhận hồ sơ',
  });
  expect(step).toEqual({
    MaHoSo: '000.00.01.H26-261123-0001',
    NguoiXuLy: 'Trần Thị Bình',
    ChucDanh: 'Chuyên viên',
    ThoiDiemXuLy: '20261123083000',
    PhongBanXuLy: 'CN-01',
    NoiDungXuLy: 'Tiếp nhận hồ sơ',
    TrangThai: '2',
    NgayBatDau: '20261123083000',
    NgayKetThucTheoQuyDinh: '20261123163000',
  });
});
