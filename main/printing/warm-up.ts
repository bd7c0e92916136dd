/** A receipt of nobody: drawing it a few times makes the first citizen's receipt as quick as the later ones. */
import type { Dossier } from '../domain/dossier.ts';
import type { Form01Input } from './form01-text.ts';

const dossier: Dossier = {
  id: '',
  cityCode: '000.00.00.H26-000000-0000',
  localCode: '',
  status: 1,
  acceptedAt: 0,
  officerId: '',
  officerName: '',
  helpedAt: null,
  receivedAt: '',
  competentUnit: null,
  people: { applicant: null, owner: null, authorised: null, helper: null },
  procedureCode: '0.000000',
  procedureName: 'Thủ tục để chạy thử',
  caseId: '01',
  catalogueVersion: '',
  components: Array.from({ length: 8 }, (_, place) => ({
    componentId: `Giấy tờ thứ ${String(place)} để chạy thử việc dàn trang`,
    applies: true,
    received: true,
    receivedAs: 'original' as const,
    copies: 1,
    reused: false,
    note: '',
    pages: [],
    files: [],
  })),
  files: [],
  deadline: { state: 'unknown', dueAt: null, unit: 'unknown', value: null, provisional: false, note: null },
  fee: { state: 'unknown', lines: [], total: null, note: null },
  delivery: { method: 'counter', address: '' },
  sets: 1,
  note: '',
  sync: 'waiting',
};

/** A different one for each round, so that nothing is answered from a cache. */
export function warmUpReceipt(round: number): Form01Input {
  return {
    dossier,
    componentNames: [],
    place: {
      centre: 'Trung tâm',
      branch: 'Chi nhánh',
      counter: 'Quầy',
      agency: null,
      hotlines: [],
      lookup: '',
      systemName: '',
    },
    competentUnitName: null,
    officerCode: '',
    issuedAt: round * 1000,
    paper: round % 2 === 0 ? 'a5' : 'a4',
    training: round % 2 === 0,
    reprint: null,
  };
}
