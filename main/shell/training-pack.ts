/**
 * What training mode brings along: one synthetic officer, synthetic ID cards, a key that everybody may know.
 * Training data is made up, so its store is sealed for the sake of the same code path, not for secrecy.
 */
import { createCipheriv, createDecipheriv, createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyRing } from '../store/key-wrapping.ts';

const trainingKey = createHash('sha256').update('mot-cua-tap-huan').digest();

/** Stands where the operating system's keyring stands on a real station; its key is no secret. */
export const trainingKeyRing: KeyRing = {
  name: 'training',
  protect: async (bytes) => {
    const nonce = randomBytes(12);
    const sealing = createCipheriv('aes-256-gcm', trainingKey, nonce);
    return Buffer.concat([nonce, sealing.update(bytes), sealing.final(), sealing.getAuthTag()]);
  },
  unprotect: async (bytes) => {
    const opening = createDecipheriv('aes-256-gcm', trainingKey, bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    opening.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([opening.update(bytes.subarray(12, -16)), opening.final()]);
  },
};

export const trainingStaff = {
  code: 'CB001',
  fullName: 'Cán bộ Tập huấn',
  title: 'Cán bộ tiếp nhận',
  pin: '246810',
  admin: true,
} as const;

export const trainingStation = {
  counter: {
    id: 'TH01',
    name: 'Quầy tập huấn 01',
    branch: 'Chi nhánh Tập huấn',
    agency: null,
    unitCode: 'TAPHUAN',
  },
  city: {
    id: 'city',
    style: 'a',
    baseUrl: '',
    username: 'tap-huan',
    password: 'tap-huan',
    unit: 'TAPHUAN',
    codes: { units: [], procedures: [] },
  },
} as const;

/** Payloads as a card reader types them; every person is made up. The last four show what goes wrong at a counter. */
export const trainingCards: readonly { readonly label: string; readonly payload: string }[] = [
  {
    label: 'CCCD 2021 – Nguyễn Văn An',
    payload: '001099012345||Nguyễn Văn An|15011999|Nam|Số 1, Phố Ví Dụ, Láng, Hà Nội|20082021',
  },
  {
    label: 'CCCD 2021 – Trần Thị Bích Ngọc',
    payload:
      '001185000321|012345678|Trần Thị Bích Ngọc|02031985|Nữ|Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội|11052022',
  },
  {
    label: 'Căn cước 2024 – Lê Hoàng Yến',
    payload:
      '001301045678||Lê Hoàng Yến|29022001|Nữ|Thôn Mẫu, Xã Sóc Sơn, Hà Nội|05092024||Lê Văn Mẫu|Phạm Thị Mẫu',
  },
  {
    label: 'Số và giới tính không khớp',
    payload: '001199012345||Nguyễn Văn An|15011999|Nam|Số 1, Phố Ví Dụ, Láng, Hà Nội|20082021',
  },
  { label: 'Đọc thiếu (bị cắt)', payload: '001099012345||Nguyễn Văn An|150119' },
  {
    label: 'Thẻ BHYT (không phải căn cước)',
    payload:
      'GD4010099912345|4e677579e1bb856e2056c4836e20416e|15/01/1999|1|53e1bb9120312c2050e1bb912056c3ad2044e1bba5|01 - 001|01/01/2026|-|05/01/2026|01999900012345|-|4|01/01/2030|1b2c3d4e-|$',
  },
  {
    label: 'Mã thanh toán (không phải căn cước)',
    payload: '00020101021238540010A00000072701240006970436011012345678905303704',
  },
];

/** The training city's escrow key pair, made once in the training folder; returns the public half (PEM, SPKI). */
export function trainingEscrow(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const publicFile = join(folder, 'escrow-public.pem');
  if (!existsSync(publicFile)) {
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 3072,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    writeFileSync(join(folder, 'escrow-private.pem'), pair.privateKey, { mode: 0o600 });
    writeFileSync(publicFile, pair.publicKey);
  }
  return readFileSync(publicFile, 'utf8');
}
