/** Dossiers of synthetic people for the paper tests. */
import type { ComponentState, Dossier } from '../../../main/domain/dossier.ts';
import type { Person } from '../../../main/domain/person.ts';
import { nguyenVanAn } from '../../sample-people.ts';
import type { Form01Input, PrintPlace } from '../../../main/printing/form01.ts';

/** 22/11/2026 09:30 in Hà Nội. */
export const morning = Date.UTC(2026, 10, 22, 2, 30, 0);

export const applicant: Person = {
  ...nguyenVanAn,
  address: 'Số 1, Phố Ví Dụ, phường Láng, thành phố Hà Nội',
  phone: '0900000000',
  email: 'nguyenvanan@example.vn',
};

export const place: PrintPlace = {
  centre: 'Trung tâm Phục vụ hành chính công thành phố Hà Nội',
  branch: 'Chi nhánh số 2',
  counter: 'Quầy 05',
  agency: null,
  hotlines: ['1022', '19001009'],
  lookup: 'dichvucong.gov.vn',
  systemName: 'Một Cửa Hà Nội',
};

function component(id: string, change: Partial<ComponentState>): ComponentState {
  return {
    componentId: id,
    applies: true,
    received: true,
    receivedAs: 'original',
    copies: 1,
    reused: false,
    note: '',
    pages: [],
    files: [],
    ...change,
  };
}

export const components: ComponentState[] = [
  component('1.001193-01', { receivedAs: 'form' }),
  component('1.001193-02', { note: 'Bản có dấu giáp lai' }),
  component('1.001193-03', { receivedAs: 'present', copies: 0 }),
  component('1.001193-04', { received: false, receivedAs: null, copies: 0, reused: true }),
  component('1.001193-05', { applies: false, received: false, receivedAs: null }),
];

export const componentNames = [
  { componentId: '1.001193-01', name: 'Tờ khai đăng ký khai sinh theo mẫu' },
  { componentId: '1.001193-02', name: 'Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp' },
  { componentId: '1.001193-03', name: 'Thẻ căn cước của người đi đăng ký khai sinh' },
  { componentId: '1.001193-04', name: 'Giấy chứng nhận kết hôn của cha, mẹ trẻ' },
  { componentId: '1.001193-05', name: 'Văn bản ủy quyền' },
];

export const dossier: Dossier = {
  id: 'dossier-1',
  cityCode: '000.00.01.H26-261122-0012',
  localCode: 'TAM-Q05-261122-0012',
  status: 2,
  acceptedAt: morning,
  officerId: 'staff-1',
  officerName: 'Trần Thị Bình',
  helpedAt: null,
  receivedAt: 'CN02',
  competentUnit: '00199',
  people: { applicant, owner: null, authorised: null, helper: null },
  procedureCode: '1.001193',
  procedureName: 'Đăng ký khai sinh',
  caseId: '01',
  catalogueVersion: '2026-11',
  components,
  files: [],
  deadline: {
    state: 'known',
    dueAt: Date.UTC(2026, 10, 27, 10, 0, 0),
    unit: 'working_day',
    value: 3,
    provisional: false,
    note: null,
  },
  fee: {
    state: 'payable',
    lines: [{ label: 'Bản sao trích lục khai sinh', quantity: 2, amount: 16_000 }],
    total: 16_000,
    note: null,
  },
  delivery: { method: 'counter', address: '' },
  sets: 1,
  note: 'Ghi chú nội bộ không in',
  sync: 'sent',
};

export const receipt: Form01Input = {
  dossier,
  componentNames,
  place,
  competentUnitName: 'Ủy ban nhân dân phường Láng',
  officerCode: 'CB001',
  issuedAt: morning + 65_000,
  paper: 'a4',
  training: false,
  reprint: null,
};

/** A dossier of `count` papers, some with names of several lines. */
export function manyPapers(count: number): Form01Input {
  const places = Array.from(
    { length: count },
    (_, index) => `9.000001-${String(index + 1).padStart(2, '0')}`,
  );
  return {
    ...receipt,
    dossier: {
      ...dossier,
      components: places.map((id, index) => component(id, { copies: (index % 3) + 1 })),
    },
    componentNames: places.map((componentId, index) => ({
      componentId,
      name:
        index % 4 === 0
          ? `Giấy tờ số ${String(index + 1)}: ${'văn bản chứng minh quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất '.repeat(3).trim()}`
          : `Giấy tờ số ${String(index + 1)} kèm theo đơn đề nghị`,
    })),
  };
}
