import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dossierProblem, progressProblem } from '../../../main/city/simulator/checks.ts';
import { noiHoSoProblem, stepProblem } from '../../../main/city/simulator/checks-b.ts';
import { explainRefusal, explainWaiting, refusalMeanings } from '../../../main/domain/refusal.ts';

const city = join(import.meta.dirname, '..', '..', '..', 'main', 'city');

describe('the words of a refusal', () => {
  test.each([
    ['Thiếu trường bắt buộc: ChuHoSo', 'field-missing', 'people', 'correct'],
    ['Thiếu trường bắt buộc: DinhDanhCHS.SoDinhDanh', 'field-missing', 'people', 'correct'],
    ['Giá trị không hợp lệ: SoDienThoai', 'field-wrong', 'people', 'correct'],
    ['Trường ThongTinTra quá dài', 'field-wrong', 'delivery', 'correct'],
    ['Giá trị không hợp lệ: DonViXuLy', 'unit-unknown', 'unit', 'change-unit'],
    ['Mã đơn vị 00100 đã sáp nhập từ 01/07/2025', 'unit-unknown', 'unit', 'change-unit'],
    ['Đơn vị xử lý không tồn tại', 'unit-unknown', 'unit', 'change-unit'],
    ['Giá trị không hợp lệ: MaTTHC', 'procedure-unknown', null, 'support'],
    ['Thủ tục hành chính đã hết hiệu lực', 'procedure-unknown', null, 'support'],
    ['Ngày không hợp lệ (yyyyMMddHHmmss): NgayHenTra', 'date-wrong', null, 'support'],
    ['Ngày không hợp lệ (yyyy-MM-dd HH:mm:ss): NgayNop', 'date-wrong', null, 'support'],
    ['Ngày hẹn trả trước ngày tiếp nhận', 'due-before-acceptance', null, 'support'],
    ['Tệp đính kèm chưa được tải lên', 'file-missing', null, 'resend'],
    ['Tệp đính kèm chưa được tải lên hoặc sai mã băm', 'file-missing', null, 'resend'],
    ['HTTP 413', 'file-too-large', null, 'support'],
    ['Hồ sơ đã tồn tại trên hệ thống', 'already-there', null, 'resend'],
    ['Hồ sơ đã tồn tại với mã 000.00.01.H26-261123-0001', 'already-there', null, 'resend'],
    ['Mã hồ sơ đã tồn tại trên hệ thống', 'already-there', null, 'resend'],
    ['Mã hồ sơ không tồn tại trên hệ thống', 'code-unknown', null, 'resend'],
    ['Mã hồ sơ không do hệ thống cấp', 'code-unknown', null, 'resend'],
    ['Công dân […] ([…]) chưa có trong dữ liệu', 'person-unknown', 'people', 'correct'],
    ['Số định danh không khớp với CSDLQG về dân cư', 'person-unknown', 'people', 'correct'],
    ['Tài khoản không có quyền thực hiện', 'not-allowed', null, 'support'],
    ['token', 'not-allowed', null, 'support'],
    ['Hệ thống đang bảo trì', 'maintenance', null, 'resend'],
    ['Dữ liệu hồ sơ không đúng cấu trúc', 'message-wrong', null, 'support'],
    ['error_code -1', 'message-wrong', null, 'support'],
    ['HTTP 400', 'message-wrong', null, 'support'],
    ['not-found', 'not-found', null, 'support'],
    ['wrong-shape', 'wrong-shape', null, 'support'],
    ['Lỗi không xác định 0x80', 'unknown', null, 'correct'],
    ['', 'unknown', null, 'correct'],
  ])('%s', (words, meaning, part, first) => {
    const found = explainRefusal(words);
    expect([found.meaning, found.part, found.steps[0]]).toEqual([meaning, part, first]);
    expect(found.steps).toContain('support');
  });

  test('without marks or in capitals mean the same', () => {
    expect(explainRefusal('NGAY HEN TRA TRUOC NGAY TIEP NHAN').meaning).toBe('due-before-acceptance');
    expect(explainRefusal('thieu truong bat buoc: ChuHoSo')).toMatchObject({
      field: 'ChuHoSo',
      part: 'people',
    });
  });

  test('of any text give a meaning of the list, and the same each time', () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        const found = explainRefusal(words);
        expect(refusalMeanings).toContain(found.meaning);
        expect(explainRefusal(words)).toEqual(found);
      }),
    );
  });
});

/** Every refusal that the simulated city's own checks can utter, taken from their sources. */
function utteredBy(...files: string[]): string[] {
  return files.flatMap((file) => {
    const source = readFileSync(join(city, 'simulator', file), 'utf8');
    return [...source.matchAll(/(?:refusal|refusalB|return|\?)[^'`\n]*['`]([^'`\n]* [^'`\n]*)['`]/g)]
      .map((match) => (match[1] ?? '').replace(/\$\{[^}]*\}/g, 'ChuHoSo'))
      .filter((words) => /[à-ỹ]/i.test(words) && words !== 'Thành công');
  });
}

test('every refusal of the simulated city, in both styles, is explained', () => {
  const words = utteredBy('checks.ts', 'checks-b.ts', 'style-a.ts', 'style-b.ts');
  expect(words.length).toBeGreaterThan(35);
  expect(words.filter((each) => explainRefusal(each).meaning === 'unknown')).toEqual([]);
});

test('what the checks say of a message is explained as the field that was wrong', () => {
  const says = [
    dossierProblem({}, () => true),
    noiHoSoProblem({ MaHoSo: '1', MaTTHC: '1' }, () => true),
    progressProblem({}),
    stepProblem({ MaHoSo: '1' }),
  ];
  expect(says.map((words) => explainRefusal(words ?? '').meaning)).toEqual([
    'procedure-unknown',
    'field-missing',
    'field-missing',
    'field-missing',
  ]);
});

test('every reason that the way to the city gives is explained', () => {
  const sources = readdirSync(city)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(city, name), 'utf8'));
  const reasons = sources.flatMap((source) =>
    [...source.matchAll(/reason(?:: |\s*=\s*)'([a-z-]+)'/g), ...source.matchAll(/end\('([a-z-]+)'\)/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(new Set(reasons).size).toBeGreaterThan(8);
  for (const reason of [
    ...reasons,
    'system-unknown',
    'disk-full',
    'page-damaged',
    'not-found',
    'http-401',
    'http-404',
    'http-429',
    'http-503',
  ])
    expect([reason, explainWaiting(reason)]).not.toEqual([reason, 'unknown']);
  expect(explainWaiting('http-502')).toBe('city-busy');
  expect(explainWaiting('toString')).toBe('unknown');
});
