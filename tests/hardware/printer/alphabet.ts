/** The Vietnamese alphabet with all its marks, and lines of the counter's words that hold all of it. */

const bases = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
const plain = new Set(['a', 'e', 'i', 'o', 'u', 'y']);
const vowels = bases.flatMap((base) => tones.map((tone) => (base + tone).normalize('NFC')));
const consonants = [...'bcdđghklmnpqrstvx'];
const small = [...vowels.filter((letter) => !plain.has(letter)), 'đ'];

const inBothCases = (letters: readonly string[]): string[] => [
  ...letters,
  ...letters.map((letter) => letter.toUpperCase()),
];

/** What no ASCII holds: 67 letters in both cases. */
export const alphabet: readonly string[] = inBothCases(small);

/** All that Vietnamese is written with: 12 vowels in 6 tones and 17 consonants, in both cases. */
export const wholeAlphabet: readonly string[] = inBothCases([...vowels, ...consonants]);

/** Tesseract's Vietnamese models have no sign for them: they come out as another letter from any picture. */
export const unknownToTesseract: readonly string[] = ['ỵ', 'Ỵ'];

const smallLines = [
  'làm giấy tờ đã có sẵn tại quầy',
  'nhà ở riêng của cá nhân mã số',
  'khẳng định rõ bằng bản sao',
  'ngày tháng năm sinh mặt trước',
  'mẫu giấy chuẩn bị cần cấp lại',
  'nhận kết quả dân cư trẻ em',
  'bé nghe mẹ kể sẽ hẹn giờ',
  'về nhà nghề nghiệp thể hiện tên',
  'ngày lễ tết lệ phí trả trước',
  'ý nghĩa nghỉ phép thị trấn còn',
  'hồ sơ võ thuật bỏ sót họ tên',
  'hỗ trợ đổi mới hội chợ',
  'lỡ lượt chờ nhớ lời nói sở tại',
  'hợp lệ cùng nhau thủ tục cũ',
  'chú rể cùng cô dâu cũ hợp lệ',
  'phụ nữ từ thứ tự sử dụng được',
  'ưu tiên lưu trữ tư pháp',
  'quỳ gối ký tên nước mỹ',
  'thủy sản tỷ lệ kỹ thuật',
  'xã phường gia đình khai sinh',
  'thắc mắc đáp ứng bảo vệ',
  'đường xe vẽ bản đồ thửa ruộng',
  'phút chờ ít hơn một giờ chè xanh',
] as const;

/** In small letters and in capitals. */
export const alphabetLines: readonly string[] = inBothCases(smallLines).map((line) => line.normalize('NFC'));
