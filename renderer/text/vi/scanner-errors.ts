/** Scanners and the folder of the copiers: what failed, what was kept, what to do now. */
const pages = 'Các trang đã lưu trước đó vẫn còn nguyên.';

export const scannerErrors = {
  'scanner-absent': {
    failed: 'Không tìm thấy máy quét.',
    kept: pages,
    next: 'Vui lòng xem dây nối và nguồn của máy quét, hoặc thêm trang từ tệp.',
  },
  'scanner-busy': {
    failed: 'Máy quét đang bận việc khác.',
    kept: pages,
    next: 'Vui lòng chờ máy quét xong rồi thử lại.',
  },
  'scanner-jammed': {
    failed: 'Giấy bị kẹt trong máy quét.',
    kept: 'Các trang quét xong trước khi kẹt đã lưu an toàn.',
    next: 'Vui lòng mở nắp, lấy giấy kẹt ra, xếp lại các tờ chưa quét rồi quét tiếp.',
  },
  'scanner-empty': {
    failed: 'Khay nạp của máy quét không có giấy.',
    kept: pages,
    next: 'Vui lòng đặt giấy vào khay, hoặc chọn mặt kính.',
  },
  'scanner-cover-open': {
    failed: 'Nắp máy quét đang mở.',
    kept: pages,
    next: 'Vui lòng đóng nắp rồi quét lại.',
  },
  'scanner-failed': {
    failed: 'Máy quét báo lỗi.',
    kept: 'Các trang quét xong trước đó đã lưu an toàn.',
    next: 'Vui lòng tắt rồi bật máy quét; nếu vẫn lỗi, thêm trang từ tệp.',
  },
  'scanner-stopped': {
    failed: 'Việc quét đã bị dừng trên máy quét.',
    kept: 'Các trang quét xong trước đó đã lưu an toàn.',
    next: 'Vui lòng xếp lại các tờ chưa quét rồi quét tiếp.',
  },
  'scanner-silent': {
    failed: 'Máy quét ngừng trả lời giữa chừng.',
    kept: 'Các trang quét xong trước đó đã lưu an toàn.',
    next: 'Vui lòng xem mạng và nguồn của máy quét, rồi quét tiếp.',
  },
  'scanner-answer-bad': {
    failed: 'Máy quét trả lời không đúng (mã {{reason}}).',
    kept: 'Các trang nhận trọn vẹn trước đó đã lưu an toàn.',
    next: 'Vui lòng quét tiếp; nếu lặp lại, tắt rồi bật máy quét hoặc báo kỹ thuật kèm mã trên.',
  },
  'scanner-page-too-large': {
    failed: 'Máy quét gửi một trang lớn hơn {{limit}} MB nên không nhận.',
    kept: 'Các trang nhận trọn vẹn trước đó đã lưu an toàn.',
    next: 'Vui lòng quét ở 200 hoặc 300 dpi; nếu lặp lại, báo kỹ thuật.',
  },
  'scanner-certificate-changed': {
    failed: 'Máy quét “{{name}}” trên mạng không còn là máy đã biết: chứng thư của nó đã đổi.',
    kept: 'Không có gì được gửi tới máy đó; các trang đã có vẫn an toàn.',
    next: 'Hãy hỏi kỹ thuật. Chỉ khi máy vừa được thay hoặc cài lại: bỏ máy quét này khỏi danh sách rồi thêm lại.',
  },
  'incoming-gone': {
    failed: 'Tệp từ máy photocopy không còn ở đó hoặc vừa thay đổi.',
    kept: pages,
    next: 'Vui lòng xem lại danh sách tệp mới.',
  },
  'incoming-taken': {
    failed: 'Tệp này đã được nhận vào một hồ sơ.',
    kept: 'Các trang của tệp đang nằm trong hồ sơ đã nhận; tệp gốc ở thư mục “da-nhan”.',
    next: 'Nếu cần dùng lại, vui lòng thêm tệp từ thư mục “da-nhan”.',
  },
  'scanner-address-wrong': {
    failed: 'Đây không phải địa chỉ của một máy quét.',
    kept: 'Danh sách máy quét vẫn như cũ.',
    next: 'Nhập địa chỉ IP in trên máy quét, ví dụ 192.168.1.20.',
  },
};
