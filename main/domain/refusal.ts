/**
 * What the city's words mean, and what a person can do about them. Both wire styles answer a refusal in free text; what
 * is known of it is kept here as patterns, and what is not known is called unknown, never guessed.
 */
import { fold } from './search.ts';

export const refusalMeanings = [
  'field-missing',
  'field-wrong',
  'date-wrong',
  'due-before-acceptance',
  'file-missing',
  'file-too-large',
  'already-there',
  'code-unknown',
  'unit-unknown',
  'procedure-unknown',
  'person-unknown',
  'not-allowed',
  'maintenance',
  'message-wrong',
  'not-found',
  'wrong-shape',
  'unknown',
] as const;
export type RefusalMeaning = (typeof refusalMeanings)[number];

/** What can be done in the tray: open what is wrong, choose another unit, send again as it is, wait, ask support. */
export const refusalSteps = ['correct', 'change-unit', 'resend', 'wait', 'support'] as const;
export type RefusalStep = (typeof refusalSteps)[number];

export interface Refusal {
  readonly meaning: RefusalMeaning;
  /** The wire's field that the city names; '' when it names none. */
  readonly field: string;
  /** The part of our dossier that the field comes from. */
  readonly part: DossierPart | null;
  /** The first is offered first. `support` is always among them. */
  readonly steps: readonly RefusalStep[];
}

/** Parts of a dossier that can be put right after it was accepted. */
export const dossierParts = ['people', 'unit', 'delivery', 'note'] as const;
export type DossierPart = (typeof dossierParts)[number];

const partOfField: Readonly<Record<string, DossierPart>> = {
  ChuHoSo: 'people',
  SoGiayToChuHoSo: 'people',
  SoDienThoai: 'people',
  Email: 'people',
  LoaiDoiTuong: 'people',
  DinhDanhCHS: 'people',
  LoaiDinhDanh: 'people',
  SoDinhDanh: 'people',
  ThongTinNguoiNop: 'people',
  TenNguoiNop: 'people',
  DiaChiChiTiet: 'people',
  DonViXuLy: 'unit',
  MaDonViXuLy: 'unit',
  ThongTinTra: 'delivery',
  HinhThuc: 'delivery',
  GhiChu: 'note',
};

/** The first that fits tells; narrower ones stand first. Words are compared without marks and case. */
const patterns: readonly (readonly [RegExp, RefusalMeaning])[] = [
  [/^not-found$/, 'not-found'],
  [/^wrong-shape$/, 'wrong-shape'],
  [/ngay hen tra truoc ngay tiep nhan/, 'due-before-acceptance'],
  [
    /tep dinh kem chua duoc tai len|sai ma bam|(?:tep|file).*(?:khong ton tai|khong tim thay)/,
    'file-missing',
  ],
  [
    /http 413|qua dung luong|dung luong (?:tep|file)|(?:tep|file).*qua lon|payload too large/,
    'file-too-large',
  ],
  [
    /(?:ma )?don vi.*(?:khong ton tai|khong hop le|khong tim thay|het hieu luc|da sap nhap|giai the|ngung)/,
    'unit-unknown',
  ],
  [
    /(?:thu tuc|tthc).*(?:khong ton tai|khong hop le|khong tim thay|het hieu luc|bai bo)/,
    'procedure-unknown',
  ],
  [
    /(?:cong dan|so dinh danh|cccd|can cuoc|chu ho so|du lieu dan cu).*(?:chua co|khong co|khong ton tai|khong khop|khong tim thay|khong dung)/,
    'person-unknown',
  ],
  [/ma ho so (?:khong ton tai|khong do he thong cap)|khong tim thay ho so/, 'code-unknown'],
  [/da ton tai|lap lai trong cung|already exist|duplicate/, 'already-there'],
  [/ngay khong hop le|sai dinh dang ngay/, 'date-wrong'],
  [/thieu truong bat buoc|bat buoc nhap|khong duoc (?:de trong|bo trong)|is required/, 'field-missing'],
  [
    /khong co quyen|tu choi truy cap|forbidden|unauthori[sz]ed|phien lam viec|sai (?:client_id|ten dang nhap|mat khau)|^token$|http 40[13]/,
    'not-allowed',
  ],
  [/bao tri|gian doan|nang cap he thong|maintenance/, 'maintenance'],
  [
    /khong dung cau truc|phai la danh sach|khong duoc ho tro|khong phai la json|^http 4\d\d$|^error_code |^code$/,
    'message-wrong',
  ],
  [/khong hop le|qua dai|phai la|invalid/, 'field-wrong'],
];

const stepsOf: Readonly<Record<RefusalMeaning, readonly RefusalStep[]>> = {
  'field-missing': ['support'],
  'field-wrong': ['support'],
  'date-wrong': ['support', 'resend'],
  'due-before-acceptance': ['support', 'resend'],
  'file-missing': ['resend', 'support'],
  'file-too-large': ['support'],
  'already-there': ['resend', 'support'],
  'code-unknown': ['resend', 'support'],
  'unit-unknown': ['change-unit', 'support'],
  'procedure-unknown': ['support', 'resend'],
  'person-unknown': ['correct', 'support', 'resend'],
  'not-allowed': ['support', 'resend'],
  maintenance: ['resend', 'support'],
  'message-wrong': ['support', 'resend'],
  'not-found': ['support'],
  'wrong-shape': ['support'],
  unknown: ['correct', 'resend', 'support'],
};

/** A name as the wire writes fields, e.g. `DinhDanhCHS.SoDinhDanh`: two words written together. */
function fieldIn(words: string): string {
  const found =
    /(?:^|[\s:])((?:[A-Z][A-Za-z]*\.)?[A-Z][a-z]+[A-Z][A-Za-z]*|Email|Fax|Gia)(?=$|[\s.,;)])/.exec(words);
  return found?.[1] ?? '';
}

/** `words`: the city's, or one of our own codes for a message that cannot be made. */
export function explainRefusal(words: string): Refusal {
  const text = fold(words);
  const meaning = patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
  const field = fieldIn(words);
  const part = partOfField[field.split('.').at(-1) ?? ''] ?? partOfField[field.split('.')[0] ?? ''] ?? null;
  const aboutField = meaning === 'field-missing' || meaning === 'field-wrong';
  if (aboutField && /(?:^|\.)(?:MaDonVi\w*|DonViXuLy)$/.test(field))
    return { meaning: 'unit-unknown', field, part: 'unit', steps: stepsOf['unit-unknown'] };
  if (aboutField && part !== null) return { meaning, field, part, steps: ['correct', 'support', 'resend'] };
  if (aboutField && /(?:^|\.)MaTTHC$/.test(field))
    return { meaning: 'procedure-unknown', field, part: null, steps: stepsOf['procedure-unknown'] };
  const ofMeaning = meaning === 'unit-unknown' ? 'unit' : meaning === 'person-unknown' ? 'people' : part;
  return { meaning, field, part: ofMeaning, steps: stepsOf[meaning] };
}

/** Why something that waits has not gone yet. */
export const waitingMeanings = [
  'connection',
  'timeout',
  'city-busy',
  'city-door',
  'city-path',
  'bad-answer',
  'hash-differs',
  'upload-gone',
  'uploads-stale',
  'dossier-not-linked',
  'city-set-back',
  'system-unknown',
  'page-damaged',
  'disk-full',
  'not-found',
  'unexpected',
  'unknown',
] as const;
export type WaitingMeaning = (typeof waitingMeanings)[number];

const waitingOf: Readonly<Record<string, WaitingMeaning>> = {
  connection: 'connection',
  stopped: 'connection',
  timeout: 'timeout',
  'no-date': 'bad-answer',
  'bad-answer': 'bad-answer',
  'hash-differs': 'hash-differs',
  'upload-gone': 'upload-gone',
  'uploads-stale': 'uploads-stale',
  'sign-in-refused': 'city-door',
  'session-refused': 'city-door',
  'dossier-not-linked': 'dossier-not-linked',
  'city-set-back': 'city-set-back',
  'lost-at-city': 'city-set-back',
  'system-unknown': 'system-unknown',
  'page-damaged': 'page-damaged',
  'disk-full': 'disk-full',
  'not-found': 'not-found',
  unexpected: 'unexpected',
};

/** `reason`: as an item that waits carries it. */
export function explainWaiting(reason: string): WaitingMeaning {
  const http = /^http-(\d{3})$/.exec(reason);
  if (!http) return Object.hasOwn(waitingOf, reason) ? (waitingOf[reason] ?? 'unknown') : 'unknown';
  const status = Number(http[1]);
  if (status === 401 || status === 403) return 'city-door';
  if (status === 408 || status === 429 || status >= 500) return 'city-busy';
  return 'city-path';
}

/** Those that no amount of waiting mends. */
export function needsPerson(meaning: WaitingMeaning): boolean {
  return (
    [
      'city-door',
      'city-path',
      'system-unknown',
      'page-damaged',
      'not-found',
      'unexpected',
      'unknown',
    ] as readonly string[]
  ).includes(meaning);
}
