import type { ComponentState, Dossier } from '../../../main/domain/dossier.ts';
import type { Person } from '../../../main/domain/person.ts';
import { nguyenVanAn } from '../../sample-people.ts';
import type { Procedure } from '../../../main/domain/procedure.ts';

/** 23/11/2026 08:30:00 in Hà Nội. */
export const acceptedAt = Date.UTC(2026, 10, 23, 1, 30, 0);

export const applicant: Person = { ...nguyenVanAn, oldIdNumber: '012345678' };

export const procedure: Procedure = {
  code: '1.001193',
  name: 'Đăng ký khai sinh',
  group: 'ho_tich',
  field: 'Hộ tịch',
  fieldCode: 'G15-TP07',
  ministry: 'Bộ Tư pháp',
  competentLevel: 'xã',
  cases: [{ id: '01', name: 'Đúng hạn', requires: [], excludes: [], feeItems: null }],
  components: [
    paper('1.001193-01', 'Tờ khai đăng ký khai sinh', 'form'),
    paper('1.001193-02', 'Giấy chứng sinh', 'original'),
    paper('1.001193-03', 'Căn cước', 'present'),
  ],
  deadline: { unit: 'in_day', value: 0, cutoffHour: 15, extended: null, note: null, confidence: 'high' },
  fee: {
    known: true,
    free: false,
    items: [],
    exempt: [],
    onlineAmount: null,
    note: null,
    confidence: 'high',
  },
  result: 'Giấy khai sinh',
  aliases: [],
  delivery: ['direct'],
  presenceRequired: null,
  notes: null,
  confidence: { code: 'high', name: 'high', documents: 'high' },
  effectiveFrom: '2025-07-01',
  effectiveTo: null,
};

function paper(id: string, name: string, kind: 'form' | 'original' | 'present') {
  return { id, name, kind, copies: 1, required: true, digitize: true, condition: null, reuseFrom: null };
}

export function component(id: string, change: Partial<ComponentState> = {}): ComponentState {
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

export function dossierOf(id: string, change: Partial<Dossier> = {}): Dossier {
  return {
    id,
    cityCode: null,
    localCode: `TAM-Q1-261123-${id.slice(-4).padStart(4, '0')}`,
    status: 2,
    acceptedAt,
    officerId: 'staff-1',
    officerName: 'Trần Thị Bình',
    helpedAt: null,
    receivedAt: 'CN-01',
    competentUnit: null,
    people: { applicant, owner: null, authorised: null, helper: null },
    procedureCode: '1.001193',
    procedureName: 'Đăng ký khai sinh',
    caseId: '01',
    catalogueVersion: '2026-11',
    components: [
      component('1.001193-01', { receivedAs: 'form' }),
      component('1.001193-02'),
      component('1.001193-03', { receivedAs: 'present', copies: 0 }),
    ],
    files: [],
    deadline: {
      state: 'known',
      dueAt: acceptedAt + 8 * 60 * 60 * 1000,
      unit: 'in_day',
      value: 0,
      provisional: false,
      note: null,
    },
    fee: { state: 'unknown', lines: [], total: null, note: null },
    delivery: { method: 'counter', address: '' },
    sets: 1,
    note: '',
    sync: 'waiting',
    ...change,
  };
}
