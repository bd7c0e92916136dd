/** Synthetic records for the tests of the store; no such person exists. */
import type { Dossier, Draft } from '../../../main/domain/dossier.ts';
import type { Person } from '../../../main/domain/person.ts';
import { nguyenVanAn } from '../../sample-people.ts';
import type { NewEvent } from '../../../main/store/ports.ts';

export const dataKey = new Uint8Array(32).fill(7);
export const otherKey = new Uint8Array(32).fill(8);
/** 2026-11-22 08:00 +07:00. */
export const morning = 1_795_309_200_000;

export function person(fullName: string, idNumber: string): Person {
  return { ...nguyenVanAn, fullName, idNumber, email: null };
}

export function draft(id: string, applicant: Person | null = null): Draft {
  return {
    id,
    revision: 0,
    createdAt: morning,
    updatedAt: morning,
    officerId: 'staff-1',
    people: { applicant, owner: null, authorised: null, helper: null },
    procedureCode: '1.001193',
    caseId: '01',
    catalogueVersion: 'test',
    components: [],
    delivery: { method: 'counter', address: '' },
    sets: 1,
    exemption: null,
    feeQuantities: {},
    competentUnit: null,
    note: '',
  };
}

export function dossier(index: number, applicant: Person = person('Nguyễn Văn An', '001099012345')): Dossier {
  return {
    id: `dossier-${String(index)}`,
    cityCode: null,
    localCode: `TAM-Q1-261122-${String(index).padStart(4, '0')}`,
    status: 1,
    acceptedAt: morning + index * 1000,
    officerId: 'staff-1',
    officerName: 'Cán bộ Mẫu',
    helpedAt: null,
    receivedAt: 'Q1',
    competentUnit: null,
    people: { applicant, owner: null, authorised: null, helper: null },
    procedureCode: '1.001193',
    procedureName: 'Đăng ký khai sinh',
    caseId: '01',
    catalogueVersion: 'test',
    components: [],
    files: [],
    deadline: {
      state: 'known',
      dueAt: morning + 86_400_000,
      unit: 'working_day',
      value: 1,
      provisional: false,
      note: null,
    },
    fee: { state: 'free', lines: [], total: 0, note: null },
    delivery: { method: 'counter', address: '' },
    sets: 1,
    note: '',
    sync: 'waiting',
  };
}

export function event(index: number): NewEvent {
  return {
    id: `event-${String(index)}`,
    at: morning + index,
    actor: 'staff-1',
    type: 'test.happened',
    subject: `subject-${String(index % 3)}`,
    payload: { index },
  };
}
