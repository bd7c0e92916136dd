import { describe, expect, it } from 'vitest';
import { catalogueOnDemand } from '../../../main/catalogue/index.ts';
import { guessPaper } from '../../../main/domain/paper-guess.ts';

const papers = catalogueOnDemand().anyVersion('1.001193')?.components ?? [];
const head = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n';
const idOf = (plain: string) => guessPaper(plain, papers).kind?.componentId;
const nameOf = (plain: string) => guessPaper(plain, papers).kind?.name;

describe('what a page seems to be', () => {
  it('by the heading of a paper of the procedure, number and date beside it', () => {
    const page = `BỆNH VIỆN PHỤ SẢN ${head}GIẤY CHỨNG SINH\nSố: 77/2025\nHọ tên mẹ: Trần Thị Đào\nHà Nội, ngày 03 tháng 11 năm 2025`;
    expect(guessPaper(page, papers)).toEqual({
      kind: { name: 'Giấy chứng sinh', componentId: '1.001193-02' },
      number: '77/2025',
      date: '2025-11-03',
    });
  });

  it('a form that speaks of another paper is the form', () => {
    const page = `${head}TỜ KHAI ĐĂNG KÝ KHAI SINH\nKính gửi: Ủy ban nhân dân phường\nGiấy chứng sinh số 12`;
    expect(idOf(page)).toBe('1.001193-01');
  });

  it('a heading over two lines, and one with dirt before it', () => {
    expect(idOf(`${head}TỜ KHAI\nĐĂNG KÝ KHAI SINH\nHọ tên`)).toBe('1.001193-01');
    expect(idOf(`${head}| . GIẤY CHỨNG SINH\nHọ tên`)).toBe('1.001193-02');
  });

  it('papers that the procedure does not ask for are named all the same', () => {
    expect(guessPaper(`${head}GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN`, papers).kind).toEqual({
      name: 'Giấy xác nhận tình trạng hôn nhân',
      componentId: null,
    });
    expect(nameOf('CĂN CƯỚC CÔNG DÂN\nCitizen Identity Card')).toContain('căn cước');
  });

  it('a heading spoken of in a sentence is none', () => {
    const page =
      'Chúng tôi gồm có ông bà sau đây cùng nhau lập giấy chứng sinh này để làm bằng chứng cho con';
    expect(guessPaper(page, papers).kind).toBeNull();
  });

  it.each([
    ['số 5 phố Hàng Bạc', null],
    ['Số 5 phố', null],
    ['Số: 12/UBND-TP ngày', '12/UBND-TP'],
    ['Số định danh: 001099012345', null],
    ['Quyển số: 01  Số: 123/2024.', '123/2024'],
    [`Số: ${'1'.repeat(40)}`, null],
  ])('a number in %j is %j', (line, number) => {
    expect(guessPaper(line, papers).number).toBe(number);
  });

  it.each([
    ['Hà Nội, ngày 30 tháng 02 năm 2025', null],
    ['Sinh ngày 03 tháng 11 năm 2025', null],
    ['ngày 3 tháng 1 năm 2024', '2024-01-03'],
    ['Hà Nội, ngay 09 thang 12 nam 2024', '2024-12-09'],
    ['Hà Nội, ngày … tháng … năm 2025', null],
  ])('a date in %j is %j', (line, date) => {
    expect(guessPaper(line, papers).date).toBe(date);
  });
});
