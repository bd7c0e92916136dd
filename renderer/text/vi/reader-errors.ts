/** For each code of a code reader: what failed, what is kept, what to do now. */
export const readerErrors = {
  'reader-absent': {
    failed: 'Không tìm thấy đầu đọc mã.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Vui lòng xem dây nối của đầu đọc, hoặc nhập tay.',
  },
  'reader-lost': {
    failed: 'Đầu đọc mã đã mất kết nối.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Ứng dụng đang tự kết nối lại. Vui lòng xem dây nối; trong lúc chờ, nhập tay.',
  },
  'reader-failed': {
    failed: 'Đầu đọc mã không trả lời.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Vui lòng rút ra rồi cắm lại đầu đọc; trong lúc chờ, nhập tay.',
  },
  'reader-not-permitted': {
    failed: 'Máy này chưa cho phép ứng dụng dùng đầu đọc mã.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Vui lòng báo kỹ thuật viên cấp quyền cho đầu đọc; trong lúc chờ, nhập tay.',
  },
  'reader-out-of-range': {
    failed: 'Đầu đọc không dây đang ở quá xa đế.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Vui lòng mang đầu đọc lại gần đế rồi quét lại.',
  },
  'reader-cannot': {
    failed: 'Đầu đọc này không nhận lệnh từ ứng dụng.',
    kept: 'Những gì đã điền không thay đổi.',
    next: 'Vui lòng bấm nút trên đầu đọc để quét.',
  },
  'reader-overflow': {
    failed: '{{device}} gửi dữ liệu quá dài, không phải một mã.',
    kept: 'Dữ liệu đó đã bỏ đi. Những gì đã điền không thay đổi.',
    next: 'Vui lòng quét lại; nếu vẫn vậy, rút ra rồi cắm lại đầu đọc.',
  },
  'reader-garbled': {
    failed: '{{device}} gửi dữ liệu không đọc được.',
    kept: 'Dữ liệu đó đã bỏ đi. Những gì đã điền không thay đổi.',
    next: 'Vui lòng quét lại; nếu vẫn vậy, rút ra rồi cắm lại đầu đọc.',
  },
  'reader-cut-off': {
    failed: '{{device}} dừng giữa chừng khi đang gửi mã.',
    kept: 'Phần đã gửi được bỏ đi. Những gì đã điền không thay đổi.',
    next: 'Vui lòng quét lại, giữ thẻ yên đến khi nghe tiếng bíp.',
  },
} as const;
