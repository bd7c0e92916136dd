/** For each code of main/contract/errors.ts: what failed, what is kept, what to do now. */
import { backupErrors } from './backup-errors.ts';
import { cameraErrors } from './camera-errors.ts';
import { cardErrors } from './card-errors.ts';
import { scannerErrors } from './scanner-errors.ts';
import { readerErrors } from './reader-errors.ts';
import { storeErrors } from './store-errors.ts';

const drafts = 'Hồ sơ đang làm vẫn còn nguyên trên máy này.';
const nothing = 'Không có dữ liệu nào bị thay đổi.';
const pages = 'Các trang đã lưu trước đó vẫn còn nguyên.';
const waiting = 'Hồ sơ đã lưu an toàn trên máy và chờ gửi.';
const accepted = 'Hồ sơ vẫn được lưu an toàn, giấy tiếp nhận có thể in lại.';

export const errors = {
  'wrong-role': {
    failed: 'Cửa sổ này không được phép làm việc vừa yêu cầu.',
    kept: nothing,
    next: 'Vui lòng làm việc này tại cửa sổ của quầy.',
  },
  'wrong-shape': {
    failed: 'Có ô điền chưa đúng quy cách nên chưa lưu được.',
    kept: 'Những gì đã điền vẫn còn trên màn hình.',
    next: 'Vui lòng xem lại các ô vừa điền rồi thử lại.',
  },
  'foreign-frame': {
    failed: 'Yêu cầu đến từ một trang lạ nên đã bị từ chối.',
    kept: nothing,
    next: 'Vui lòng đóng và mở lại ứng dụng; nếu còn lặp lại, báo bộ phận kỹ thuật.',
  },
  'unknown-operation': {
    failed: 'Ứng dụng không nhận ra việc vừa yêu cầu.',
    kept: nothing,
    next: 'Vui lòng đóng và mở lại ứng dụng để dùng cùng một phiên bản.',
  },
  'not-signed-in': {
    failed: 'Ca làm việc đã kết thúc hoặc chưa đăng nhập.',
    kept: drafts,
    next: 'Vui lòng đăng nhập lại để làm tiếp.',
  },
  unexpected: {
    failed: 'Việc vừa làm gặp lỗi ngoài dự kiến.',
    kept: 'Những gì màn hình đã báo lưu vẫn an toàn.',
    next: 'Vui lòng thử lại; nếu còn lặp lại, báo bộ phận kỹ thuật kèm giờ xảy ra.',
  },
  'store-locked': {
    failed: 'Kho dữ liệu của máy đang khoá.',
    kept: 'Toàn bộ dữ liệu trong kho vẫn nguyên vẹn.',
    next: 'Vui lòng mở khoá kho bằng cụm mật khẩu.',
  },
  'wrong-passphrase': {
    failed: 'Cụm mật khẩu chưa đúng nên kho chưa mở.',
    kept: 'Toàn bộ dữ liệu trong kho vẫn nguyên vẹn.',
    next: 'Vui lòng gõ lại; xem phím Caps Lock và bộ gõ tiếng Việt. Nếu đã quên, bộ phận kỹ thuật có thể khôi phục.',
  },
  'passphrase-too-weak': {
    failed: 'Cụm mật khẩu còn quá dễ đoán.',
    kept: 'Kho chưa được tạo, chưa có gì bị thay đổi.',
    next: 'Vui lòng chọn ít nhất 12 ký tự, ví dụ bốn từ không liên quan.',
  },
  ...storeErrors,
  ...backupErrors,
  'not-found': {
    failed: 'Không tìm thấy mục vừa yêu cầu.',
    kept: nothing,
    next: 'Vui lòng quay lại danh sách và chọn lại.',
  },
  'staff-exists': {
    failed: 'Mã cán bộ này đã có trên máy.',
    kept: 'Tài khoản đang có không bị thay đổi.',
    next: 'Vui lòng dùng mã khác, hoặc đăng nhập bằng tài khoản đang có.',
  },
  'sign-in-failed': {
    failed: 'Mã cán bộ hoặc mã PIN chưa đúng.',
    kept: drafts,
    next: 'Vui lòng gõ lại. Sau nhiều lần sai, tài khoản tạm khoá ít phút.',
  },
  'locked-out': {
    failed: 'Tài khoản tạm khoá vì nhập sai nhiều lần.',
    kept: drafts,
    next: 'Vui lòng chờ {{minutes}} phút rồi đăng nhập lại.',
  },
  'pin-too-weak': {
    failed: 'Mã PIN còn quá dễ đoán.',
    kept: 'Tài khoản chưa được tạo.',
    next: 'Vui lòng chọn ít nhất 6 chữ số, không lặp lại và không liên tiếp như 123456.',
  },
  'draft-changed-elsewhere': {
    failed: 'Hồ sơ này vừa được sửa ở cửa sổ khác nên lần sửa này chưa lưu.',
    kept: 'Bản mới nhất đã được tải lại; chữ đang gõ vẫn còn trên màn hình.',
    next: 'Vui lòng xem lại rồi sửa tiếp nếu cần.',
  },
  'draft-closed': {
    failed: 'Hồ sơ này đã tiếp nhận hoặc đã huỷ nên không sửa được nữa.',
    kept: 'Hồ sơ đã tiếp nhận vẫn còn nguyên trong danh sách.',
    next: 'Vui lòng mở hồ sơ từ danh sách, hoặc bắt đầu hồ sơ mới.',
  },
  'review-incomplete': {
    failed: 'Hồ sơ còn thiếu nên chưa tiếp nhận được.',
    kept: drafts,
    next: 'Vui lòng bổ sung các mục được nêu ở bước kiểm tra.',
  },
  'clock-skewed': {
    failed: 'Đồng hồ của máy lệch quá 2 phút so với Thành phố nên chưa tính được ngày hẹn.',
    kept: drafts,
    next: 'Vui lòng chỉnh lại đồng hồ của máy, hoặc báo bộ phận kỹ thuật.',
  },
  'note-required': {
    failed: 'Việc này cần ghi lý do.',
    kept: nothing,
    next: 'Vui lòng ghi lý do ngắn gọn rồi làm lại.',
  },
  'procedure-not-in-force': {
    failed: 'Thủ tục này không còn hiệu lực vào ngày hôm nay.',
    kept: drafts,
    next: 'Vui lòng tìm thủ tục thay thế.',
  },
  'procedure-changed': {
    failed: 'Quy định của thủ tục vừa thay đổi trong lúc làm hồ sơ.',
    kept: 'Thông tin và các trang đã quét vẫn còn nguyên.',
    next: 'Vui lòng chọn lại thủ tục để xem giấy tờ và thời hạn mới.',
  },
  'file-empty': {
    failed: 'Tệp này không có nội dung (0 byte).',
    kept: pages,
    next: 'Vui lòng xin lại tệp hoặc quét từ giấy.',
  },
  'file-too-large': {
    failed: 'Tệp này lớn hơn 100 MB.',
    kept: pages,
    next: 'Vui lòng chia nhỏ tệp hoặc quét từ giấy.',
  },
  'file-type-unknown': {
    failed: 'Tệp này không phải PDF, JPEG, PNG hoặc TIFF, dù tên có thể ghi như vậy.',
    kept: pages,
    next: 'Vui lòng chọn tệp khác hoặc quét từ giấy.',
  },
  'file-damaged': {
    failed: 'Tệp này bị hỏng nên không đọc được hết.',
    kept: pages,
    next: 'Vui lòng xin lại tệp hoặc quét từ giấy.',
  },
  'file-encrypted': {
    failed: 'Tệp PDF này có mật khẩu nên không mở được.',
    kept: pages,
    next: 'Đề nghị ông/bà gửi bản không có mật khẩu, hoặc quét từ giấy.',
  },
  'file-signed': {
    failed: 'Tệp PDF này có chữ ký số nên không được làm lại.',
    kept: 'Tệp vẫn nguyên từng byte và chữ ký vẫn còn hiệu lực.',
    next: 'Ông/bà không cần làm gì: tệp sẽ được gửi đúng như đã nhận.',
  },
  'file-too-many-pages': {
    failed: 'Tệp này có quá nhiều trang cho một giấy tờ.',
    kept: pages,
    next: 'Vui lòng chia tệp thành nhiều phần.',
  },
  'image-too-large': {
    failed: 'Ảnh này quá lớn để xử lý trên máy này.',
    kept: pages,
    next: 'Vui lòng lưu ảnh nhỏ hơn hoặc quét ở 200 hay 300 dpi.',
  },
  'pdf-page-too-large': {
    failed: 'Trang {{page}} của tệp PDF này lớn hơn khổ A1 nên không dựng lại được ở 200 dpi.',
    kept: 'Không có gì thay đổi, tệp vẫn như đã nhận.',
    next: 'Cứ để tệp nguyên như đã nhận, hoặc tách trang này thành tệp riêng.',
  },
  'image-too-small': {
    failed: 'Ảnh này quá nhỏ nên chữ không đọc được.',
    kept: pages,
    next: 'Vui lòng chụp lại gần hơn hoặc quét từ giấy.',
  },
  'worker-lost': {
    failed: 'Bộ phận xử lý trang vừa dừng đột ngột và đang tự khởi động lại.',
    kept: pages,
    next: 'Vui lòng thử lại sau vài giây.',
  },
  cancelled: {
    failed: 'Việc này đã dừng theo yêu cầu.',
    kept: 'Những gì xong trước khi dừng vẫn được giữ.',
    next: 'Có thể bắt đầu lại bất cứ lúc nào.',
  },
  'timed-out': {
    failed: 'Chờ quá lâu mà không có trả lời.',
    kept: 'Mọi thứ đã lưu trước đó vẫn an toàn.',
    next: 'Vui lòng xem dây nối và nguồn của thiết bị, rồi thử lại.',
  },
  'driver-restarting': {
    failed: 'Trình điều khiển thiết bị vừa dừng và đang được mở lại.',
    kept: 'Mọi thứ đã xác nhận trên màn hình vẫn được lưu.',
    next: 'Vui lòng chờ vài giây; nếu đang in, xem tại máy in tờ giấy đã ra hay chưa.',
  },
  'driver-failing': {
    failed: 'Trình điều khiển thiết bị dừng nhiều lần liên tiếp.',
    kept: 'Mọi thứ đã xác nhận trên màn hình vẫn được lưu; các thiết bị khác vẫn làm việc.',
    next: 'Vui lòng rút thiết bị ra rồi cắm lại; nếu vẫn vậy, báo bộ phận kỹ thuật. Ứng dụng vẫn tự thử lại.',
  },
  ...cameraErrors,
  ...scannerErrors,
  ...readerErrors,
  ...cardErrors,
  'printer-absent': {
    failed: 'Không tìm thấy máy in.',
    kept: accepted,
    next: 'Vui lòng xem dây nối và nguồn của máy in, hoặc chọn máy in khác.',
  },
  'printer-busy': {
    failed: 'Máy in đang bận.',
    kept: accepted,
    next: 'Vui lòng chờ in xong rồi thử lại.',
  },
  'printer-paper-out': {
    failed: 'Máy in hết giấy.',
    kept: accepted,
    next: 'Vui lòng nạp giấy rồi in lại.',
  },
  'printer-paper-low': {
    failed: 'Máy in sắp hết giấy.',
    kept: 'Máy vẫn in bình thường.',
    next: 'Vui lòng để sẵn cuộn giấy mới, thay lúc vắng người.',
  },
  'printer-cover-open': {
    failed: 'Nắp máy in đang mở.',
    kept: accepted,
    next: 'Vui lòng đóng nắp rồi in lại.',
  },
  'printer-failed': {
    failed: 'Máy in báo lỗi.',
    kept: accepted,
    next: 'Vui lòng tắt rồi bật máy in, hoặc chọn máy in khác.',
  },
  'printer-cancelled': {
    failed: 'Lệnh in đã bị huỷ tại máy in hoặc trong hàng đợi in.',
    kept: accepted,
    next: 'Vui lòng in lại khi sẵn sàng.',
  },
  'print-unknown': {
    failed: 'Chưa biết giấy đã in ra hay chưa vì máy in không trả lời.',
    kept: accepted,
    next: 'Vui lòng xem tại máy in; nếu chưa có giấy, in lại và ghi lý do.',
  },
  'city-unreachable': {
    failed: 'Chưa nối được với hệ thống của Thành phố.',
    kept: waiting,
    next: 'Không cần làm gì; ứng dụng sẽ tự gửi khi nối lại được.',
  },
  'case-settled': {
    failed: 'Hồ sơ này không còn ở mục cần xử lý.',
    kept: 'Hồ sơ và những gì đã gửi vẫn nguyên vẹn.',
    next: 'Có thể đồng nghiệp vừa xử lý xong; vui lòng xem lại danh sách.',
  },
  'unit-not-in-force': {
    failed: 'Cơ quan vừa chọn không còn hiệu lực hôm nay.',
    kept: 'Hồ sơ vẫn giữ cơ quan cũ.',
    next: 'Vui lòng chọn cơ quan khác trong danh sách.',
  },
  'city-refused': {
    failed: 'Thành phố chưa nhận hồ sơ này.',
    kept: 'Hồ sơ vẫn được lưu an toàn trên máy.',
    next: 'Vui lòng xem lý do ở mục Chờ gửi và xử lý hồ sơ.',
  },
  'not-in-training': {
    failed: 'Việc này chỉ có trong chế độ tập huấn.',
    kept: nothing,
    next: 'Vui lòng dùng thiết bị thật ở quầy.',
  },
} as const;
