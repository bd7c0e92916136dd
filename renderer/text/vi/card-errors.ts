/** As errors.ts, for the chips of identity cards. */
const kept = 'Những gì đã điền vẫn còn nguyên; không lưu gì từ thẻ.';

export const cardErrors = {
  'card-support-none': {
    failed: 'Máy này chưa cài phần đọc thẻ chip.',
    kept,
    next: 'Vui lòng quét QR hoặc nhập tay; bộ phận kỹ thuật cài thêm thư viện PC/SC rồi cài lại ứng dụng.',
  },
  'card-service-down': {
    failed: 'Dịch vụ đọc thẻ của máy không chạy.',
    kept,
    next: 'Vui lòng quét QR hoặc nhập tay; báo bộ phận kỹ thuật khởi động lại dịch vụ đọc thẻ.',
  },
  'card-reader-absent': {
    failed: 'Không tìm thấy đầu đọc thẻ.',
    kept,
    next: 'Vui lòng cắm đầu đọc rồi thử lại.',
  },
  'card-absent': {
    failed: 'Chưa có thẻ trong đầu đọc.',
    kept,
    next: 'Vui lòng đặt thẻ lên đầu đọc rồi đọc lại.',
  },
  'card-removed': {
    failed: 'Thẻ bị lấy ra hoặc xê dịch khi đang đọc.',
    kept,
    next: 'Vui lòng đặt lại thẻ, giữ yên đến khi đọc xong, rồi đọc lại.',
  },
  'card-busy': {
    failed: 'Đầu đọc đang được dùng ở nơi khác.',
    kept,
    next: 'Vui lòng đợi lần đọc kia xong, hoặc đóng phần mềm khác đang dùng đầu đọc.',
  },
  'card-unresponsive': {
    failed: 'Thẻ không trả lời đầu đọc.',
    kept,
    next: 'Vui lòng lật hoặc đặt lại thẻ cho đúng chiều; nếu vẫn không được, quét QR.',
  },
  'card-not-id': {
    failed: 'Thẻ này không phải căn cước gắn chip.',
    kept,
    next: 'Vui lòng dùng thẻ căn cước gắn chip, hoặc quét QR, hoặc nhập tay.',
  },
  'card-password-wrong': {
    failed: 'Thẻ không chấp nhận số vừa nhập.',
    kept,
    next: 'Vui lòng xem lại số in trên đúng thẻ này; chip trả lời chậm dần sau mỗi lần sai.',
  },
  'card-mrz-needed': {
    failed: 'Thẻ này không mở được bằng 6 số CAN.',
    kept,
    next: 'Vui lòng chọn cách mở bằng dòng MRZ ở mặt sau.',
  },
  'card-access-refused': {
    failed: 'Chip từ chối cho đọc dữ liệu.',
    kept,
    next: 'Vui lòng thử lại một lần; nếu vẫn bị từ chối, quét QR hoặc nhập tay.',
  },
  'card-damaged': {
    failed: 'Dữ liệu trong chip bị hỏng hoặc sai quy cách.',
    kept,
    next: 'Vui lòng đọc lại; nếu vẫn lỗi, quét QR và nhắc công dân kiểm tra thẻ.',
  },
  'card-mac-wrong': {
    failed: 'Câu trả lời của thẻ sai mã bảo vệ, phiên đọc đã đóng.',
    kept,
    next: 'Vui lòng đọc lại; nếu lặp lại, không dùng chip này và báo phụ trách.',
  },
  'card-timeout': {
    failed: 'Thẻ trả lời quá chậm nên đã dừng đọc.',
    kept,
    next: 'Vui lòng đặt lại thẻ rồi đọc lại.',
  },
  'card-reader-failed': {
    failed: 'Đầu đọc thẻ báo lỗi.',
    kept,
    next: 'Vui lòng rút rồi cắm lại đầu đọc; nếu vẫn lỗi, quét QR.',
  },
  'card-contradicts': {
    failed: 'Các phần dữ liệu trong chip nói về hai người khác nhau.',
    kept,
    next: 'Vui lòng không dùng thẻ này; kiểm tra giấy tờ khác và báo phụ trách.',
  },
} as const;
