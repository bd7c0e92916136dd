/** Vietnamese text as it stands on the papers of a counter; the people are made up. */
import type { Random } from './random.ts';

export const heads = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'ỦY BAN NHÂN DÂN PHƯỜNG LÁNG',
  'TỜ KHAI ĐĂNG KÝ KHAI SINH',
  'ĐƠN ĐỀ NGHỊ CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH',
  'GIẤY KHAI SINH',
  'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
  'BIÊN BẢN BÀN GIAO HỒ SƠ',
];

export const fields = [
  'Họ, chữ đệm, tên người yêu cầu',
  'Nơi cư trú',
  'Giấy tờ tùy thân',
  'Quan hệ với người được khai sinh',
  'Ngày, tháng, năm sinh',
  'Ghi bằng chữ',
  'Giới tính',
  'Dân tộc',
  'Quốc tịch',
  'Nơi sinh',
  'Quê quán',
  'Số định danh cá nhân',
  'Họ, chữ đệm, tên người mẹ',
  'Họ, chữ đệm, tên người cha',
  'Số điện thoại liên hệ',
  'Đề nghị cấp bản sao',
];

const sentences = [
  'Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về lời khai của mình.',
  'Kính gửi Ủy ban nhân dân phường, nơi người yêu cầu đang thường trú hoặc tạm trú theo quy định.',
  'Căn cứ Luật Hộ tịch và các văn bản hướng dẫn thi hành, cơ quan đăng ký hộ tịch có trách nhiệm tiếp nhận hồ sơ.',
  'Người yêu cầu nộp bản chính giấy chứng sinh; trường hợp không có thì nộp văn bản của người làm chứng xác nhận về việc sinh.',
  'Hồ sơ được trả kết quả trong ngày làm việc; nếu nhận sau mười lăm giờ thì trả kết quả vào ngày làm việc tiếp theo.',
  'Trẻ em sinh ra được quyền có họ, tên, được khai sinh và xác định dân tộc, quốc tịch của mình.',
  'Việc thay đổi, cải chính thông tin phải có giấy tờ chứng minh và được ghi vào sổ theo mẫu.',
  'Bộ phận một cửa hướng dẫn tổ chức, cá nhân hoàn thiện hồ sơ một lần, đầy đủ và rõ ràng.',
  'Chúng tôi gồm các ông bà có tên dưới đây cùng thống nhất lập biên bản để làm căn cứ giải quyết.',
  'Thửa đất số mười hai, tờ bản đồ số ba, diện tích một trăm hai mươi mét vuông, sử dụng ổn định từ năm 1993.',
];

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const middles = ['Văn Thử', 'Thị Mẫu', 'Minh Thí', 'Ngọc Dụ', 'Quốc Giả'];

export function personName(random: Random): string {
  return `${random.pick(families)} ${random.pick(middles)}`;
}

export function sentence(random: Random): string {
  return random.pick(sentences);
}

export function dateText(random: Random): string {
  return `ngày ${random.whole(1, 28)} tháng ${random.whole(1, 12)} năm ${random.whole(1960, 2026)}`;
}

export function fieldValue(random: Random): string {
  return random.pick([
    personName(random),
    dateText(random),
    `0${random.whole(10, 99)}0${random.whole(10_000_000, 99_999_999)}`,
    'Số 1, ngõ Ví Dụ, phường Láng, thành phố Hà Nội',
    'Kinh',
    'Việt Nam',
    'Bệnh viện Phụ sản Hà Nội',
  ]);
}
