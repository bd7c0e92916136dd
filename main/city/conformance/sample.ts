/** Made-up dossiers to test a city system with; whoever sees one there sees what it is. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Dossier } from '../../domain/dossier.ts';
import type { CityUpload, DossierParcel, OutgoingFile, ProgressParcel } from '../ports.ts';

/** Letters with every mark that Vietnamese has; nobody's name. */
export const ownerName = 'KIỂM THỬ KẾT NỐI Đặng Ỷ Ưỡn Ngữ';

export function sampleDossier(cityCode: string | null = null): Dossier {
  const acceptedAt = Math.floor(Date.now() / 1_000) * 1_000;
  const applicant = {
    fullName: ownerName,
    idKind: 'cccd',
    idNumber: '001099000000',
    oldIdNumber: null,
    birthDate: '1999-01-01',
    gender: null,
    address: 'Số 1, Phố Ví Dụ, Hà Nội',
    phone: null,
    email: null,
    idIssuedOn: null,
  } as unknown as Dossier['people']['applicant'];
  return {
    id: randomUUID(),
    cityCode,
    localCode: `TAM-KIEMTHU-${String(acceptedAt)}`,
    status: 2,
    acceptedAt,
    officerId: 'kiem-thu',
    officerName: 'Cán bộ kiểm thử',
    helpedAt: null,
    receivedAt: 'KIEMTHU',
    competentUnit: null,
    people: { applicant, owner: null, authorised: null, helper: null },
    procedureCode: '1.001193',
    procedureName: 'Đăng ký khai sinh',
    caseId: '01',
    catalogueVersion: 'kiem-thu',
    components: [],
    files: [],
    deadline: {
      state: 'known',
      dueAt: acceptedAt + 86_400_000,
      unit: 'day',
      value: 1,
      provisional: false,
      note: null,
    },
    fee: { state: 'free', lines: [], total: 0, note: null },
    delivery: { method: 'counter', address: '' },
    sets: 1,
    note: 'Hồ sơ kiểm thử kết nối, không có thật',
    sync: 'waiting',
  };
}

export function samplePdf(bytes = 2_000): OutgoingFile {
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes), Buffer.from('\n%%EOF\n')]);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name: 'Tờ khai kiểm thử.pdf', sha256, bytes: content };
}

export function parcelOf(dossier: Dossier, upload: CityUpload | null = null): DossierParcel {
  if (!upload) return { dossier, procedure: null, uploads: new Map() };
  const file = samplePdf(10);
  const componentId = '1.001193-01';
  const withFile: Dossier = {
    ...dossier,
    components: [
      {
        ...{ componentId, applies: true, received: true, receivedAs: 'form', copies: 1, reused: false },
        ...{ note: '', pages: [], files: [] },
      },
    ],
    files: [
      {
        ...{ id: 'f1', componentId, blob: '', name: file.name, sha256: file.sha256 },
        ...{ bytes: file.bytes.byteLength, pageCount: 1, signed: false },
      },
    ],
  };
  return { dossier: withFile, procedure: null, uploads: new Map([['f1', upload]]) };
}

export function stepOf(dossier: Dossier, cityCode: string): ProgressParcel {
  return {
    dossier,
    cityCode,
    officerTitle: 'Kiểm thử',
    status: 4,
    at: dossier.acceptedAt,
    text: 'Bước kiểm thử',
  };
}
