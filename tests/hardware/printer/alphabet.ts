/** The Vietnamese letters with marks, and words of the counter that hold all of them. */

const bases = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const plain = new Set(['a', 'e', 'i', 'o', 'u', 'y']);

const small = [
  ...bases
    .flatMap((base) => tones.map((tone) => (base + tone).normalize('NFC')))
    .filter((letter) => !plain.has(letter)),
  'đ',
];

/** 67 letters in both cases. */
export const alphabet: readonly string[] = [...small, ...small.map((letter) => letter.toUpperCase())];

const smallLines = [
  'làm giấy tờ đã có sẵn, trả tại quầy đặc biệt',
  'nhà ở, cá nhân, mã số, bản sao, hạn nộp',
  'bằng chứng, nắm rõ, lẵng hoa, mẳn, mặt trước',
  'trăm năm, cần cấp lại mẫu đơn, mẩu tin',
  'nhận kết quả, dân cư, bé, mẹ, vẽ, vẻ, kẽ hở',
  'về nhà, chè, thẻ, nghề, bên, đề nghị, thế chấp',
  'lễ, để, lệ phí, tên, kể, chi tiết, thì, phí',
  'nghĩ, nghỉ, thị trấn, còn, có, võ, bỏ, họ',
  'hồ sơ, số, hỗ trợ, đổi, hội, công, lời, nhớ',
  'lỡ, chờ, sở, hợp lệ, cơ quan, cùng, thú, cũ',
  'của, phụ, từ, thứ tự, chữ, sử dụng, được, tư',
  'quỳ, ký, mỹ, thủy, tỷ, kỵ, kỹ thuật',
] as const;

/** In small letters and in capitals; each fits the 48 cells of 80 mm paper. */
export const alphabetLines: readonly string[] = [
  ...smallLines,
  ...smallLines.map((line) => line.toUpperCase()),
].map((line) => line.normalize('NFC'));
