/** What a scanned code turned out to be, and doubts about it; keys are those of ScanView. */
export const scan = {
  reason: {
    truncated: 'Mã quét bị thiếu đoạn cuối.',
    'health-insurance': 'Đây là mã của thẻ bảo hiểm y tế, không phải căn cước.',
    payment: 'Đây là mã thanh toán, không phải căn cước.',
    vneid: 'Đây là mã của VNeID, ứng dụng chưa đọc được nội dung.',
    'legacy-card': 'Đây là mã vạch của thẻ căn cước cũ, chỉ có ít thông tin.',
    'bad-number': 'Mã quét có số định danh không đúng quy tắc.',
    unreadable: 'Mã quét không đọc được.',
    unknown: 'Không nhận ra mã vừa quét.',
  },
  reasonNext: {
    truncated: 'Vui lòng quét lại, giữ thẻ yên đến khi nghe tiếng bíp.',
    'health-insurance': 'Vui lòng quét mã QR trên căn cước, hoặc nhập tay.',
    payment: 'Vui lòng quét mã QR trên căn cước, hoặc nhập tay.',
    vneid: 'Vui lòng quét mã QR trên thẻ căn cước, hoặc nhập tay.',
    'legacy-card': 'Vui lòng nhập tay theo thẻ.',
    'bad-number': 'Vui lòng xem lại số trên thẻ và nhập tay.',
    unreadable: 'Vui lòng lau sạch thẻ và quét lại, hoặc nhập tay.',
    unknown: 'Vui lòng quét mã QR trên căn cước hoặc mã trên giấy tiếp nhận.',
  },
  kept: 'Những gì đã điền không thay đổi.',
  warning: {
    'number-sex-mismatch': 'Giới tính không khớp với số định danh.',
    'number-birth-mismatch': 'Năm sinh không khớp với số định danh.',
    'number-unknown-province': 'Mã tỉnh trong số định danh không có trong danh mục.',
    'birth-date-unreadable': 'Ngày sinh trên thẻ không đọc được.',
    'diacritics-lost': 'Họ tên có thể đã mất dấu, vui lòng so với thẻ.',
    truncated: 'Địa chỉ có thể bị thiếu đoạn cuối, vui lòng so với thẻ.',
    other: 'Có điểm cần so lại với thẻ.',
  },
} as const;
