import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutPersonalData } from '../../../main/city/personal-data.ts';
import { dossierOf } from './sample.ts';

const dossier = dossierOf('d-1');

test.each([
  ['Công dân NGUYỄN VĂN AN chưa có trong hệ thống', 'Công dân […] chưa có trong hệ thống'],
  ['Cong dan nguyen van an khong hop le', 'Cong dan […] khong hop le'],
  ['Số 001099012345 đã tồn tại', 'Số […] đã tồn tại'],
  ['Số 0010 9901 2345 đã tồn tại', 'Số […] đã tồn tại'],
  ['Gửi về an@example.invalid', 'Gửi về […]'],
  ['Gọi 0987654321', 'Gọi […]'],
  ['Địa chỉ SỐ 1, PHỐ VÍ DỤ, LÁNG, HÀ NỘI sai', 'Địa chỉ […] sai'],
  ['Mã hồ sơ 000.00.01.H26-261123-0001 đã tồn tại', 'Mã hồ sơ 000.00.01.H26-261123-0001 đã tồn tại'],
  ['Thủ tục 1.001193 chưa công bố', 'Thủ tục 1.001193 chưa công bố'],
])('%s', (words, kept) => {
  expect(withoutPersonalData(words, dossier)).toBe(kept);
});

test('a decomposed name is found too', () => {
  expect(withoutPersonalData('Họ tên Nguyễn Văn An'.normalize('NFD'), dossier)).toBe('Họ tên […]');
});

test('whatever the city writes around it, the number and the name do not come through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      const kept = withoutPersonalData(`${before} Nguyễn Văn An 001099012345 ${after}`, dossier);
      expect(kept).not.toContain('001099012345');
      expect(kept).not.toContain('Nguyễn Văn An');
      expect(kept.length).toBeLessThanOrEqual(300);
    }),
  );
});
