import { expect, it } from 'vitest';
import { SlipItem } from '../../../native-bridge/contract-slip.ts';
import { slipItems, type SlipInput } from '../../../main/printing/slip.ts';
import { applicant, dossier, receipt } from './samples.ts';

const input: SlipInput = { ...receipt, widthPx: 576 };

function words(items: readonly SlipItem[]): string {
  return JSON.stringify(items);
}

it.each([384, 576] as const)(
  'slip-names-the-citizen: at %i dots only the masked name is on it',
  (widthPx) => {
    const owner = { ...applicant, fullName: 'Hoàng Thị Ơn', idNumber: '001199054321' };
    const people = { ...dossier.people, owner };
    const text = words(slipItems({ ...input, widthPx, dossier: { ...dossier, people } }));
    expect(text).toContain('N. V. An');
    for (const secret of [
      'Nguyễn Văn An',
      '001099012345',
      '0900000000',
      'example.vn',
      'Phố Ví Dụ',
      'Hoàng',
      '001199054321',
    ]) {
      expect(text).not.toContain(secret);
    }
  },
);

it('slip-shape-wrong: every item is one that the drawing worker knows', () => {
  for (const item of slipItems(input)) expect(SlipItem.safeParse(item).error).toBeUndefined();
});

it('slip-incomplete: place, code, QR, procedure, times, fee and hotlines are on it', () => {
  const items = slipItems(input);
  const text = words(items);
  for (const part of [
    'Chi nhánh số 2',
    'GIẤY HẸN TRẢ KẾT QUẢ',
    '000.00.01.H26-261122-0012',
    'Đăng ký khai sinh',
    '09:30 22/11/2026',
    '17:00 27/11/2026',
    '16.000',
    '1022',
    '19001009',
  ]) {
    expect(text).toContain(part);
  }
  expect(items.find((item) => item.type === 'qr')?.text).toMatch(/^MC1\|000\.00\.01\.H26-261122-0012\|/);
});

it('mark-missing: temporary number, reprint and training are said', () => {
  const text = words(
    slipItems({
      ...input,
      dossier: { ...dossier, cityCode: null },
      training: true,
      reprint: { number: 2, reason: 'hết giấy' },
    }),
  );
  expect(text).toContain('Số tạm (chờ mã hồ sơ của Thành phố)');
  expect(text).toContain('TAM-Q05-261122-0012');
  expect(text).toContain('BẢN IN LẠI lần 2 – lý do: hết giấy');
  expect(text).toContain('TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
  expect(words(slipItems(input))).not.toMatch(/IN LẠI|TẬP HUẤN|TAM-/);
});

it('date-invented: an unknown deadline prints words', () => {
  const deadline = { ...dossier.deadline, state: 'unknown' as const };
  const text = words(slipItems({ ...input, dossier: { ...dossier, deadline } }));
  expect(text).toContain('chưa xác định');
  expect(text).not.toContain('17:00 27/11/2026"');
});
