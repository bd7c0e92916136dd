/** What opening, reading and saving fail with; see errors.ts. */
export const storeErrors = {
  'wrong-key': {
    failed: 'Khoá của máy không mở được kho dữ liệu.',
    kept: 'Kho dữ liệu không bị thay đổi.',
    next: 'Vui lòng báo bộ phận kỹ thuật để khôi phục bằng khoá dự phòng của Thành phố.',
  },
  'store-newer': {
    failed: 'Kho dữ liệu thuộc phiên bản mới hơn của ứng dụng.',
    kept: 'Toàn bộ dữ liệu trong kho vẫn nguyên vẹn, chưa được mở.',
    next: 'Vui lòng cập nhật ứng dụng trên máy này rồi mở lại.',
  },
  'store-damaged': {
    failed: 'Kho dữ liệu trên máy này bị hỏng một phần.',
    kept: 'Không có gì bị xoá: phần còn đọc được và các bản sao lưu vẫn nguyên; hồ sơ đã gửi vẫn có ở Thành phố.',
    next: 'Vui lòng không tắt máy và báo bộ phận kỹ thuật phục hồi từ bản sao lưu; nếu chưa mở được, tiếp nhận ở quầy khác.',
  },
  'log-damaged': {
    failed:
      'Nhật ký ghi của kho dữ liệu bị hỏng: việc lưu sau {{time}} có thể đã mất, ít nhất {{writes}} lần lưu.',
    kept: 'Mọi thứ lưu trước đó vẫn đọc được; phần hỏng được giữ riêng cho kỹ thuật.',
    next: 'Vui lòng đối chiếu giấy tiếp nhận từ lúc đó với danh sách, nhập lại hồ sơ còn thiếu, và báo kỹ thuật ngay: ổ đĩa có thể đang hỏng.',
  },
  'page-damaged': {
    failed: 'Một trang đã lưu không đọc được nữa.',
    kept: 'Các trang khác của hồ sơ vẫn còn nguyên.',
    next: 'Vui lòng quét lại trang đó từ giấy.',
  },
  'disk-read-only': {
    failed: 'Ổ đĩa không cho ghi nên chưa mở được kho dữ liệu.',
    kept: 'Mọi thứ đã lưu trước đó vẫn nguyên.',
    next: 'Vui lòng báo bộ phận kỹ thuật xem ổ đĩa, rồi mở lại ứng dụng.',
  },
  'disk-full': {
    failed: 'Ổ đĩa đã đầy hoặc không cho ghi, nên chưa lưu được.',
    kept: 'Mọi thứ đã lưu trước đó vẫn an toàn.',
    next: 'Vui lòng giải phóng ổ đĩa hoặc báo bộ phận kỹ thuật, rồi thử lại.',
  },
} as const;
