/** Document cameras: what failed, what was kept, what to do now. */
const pages = 'Các trang đã lưu trước đó vẫn còn nguyên.';

export const cameraErrors = {
  'camera-absent': {
    failed: 'Không tìm thấy máy ảnh tài liệu.',
    kept: pages,
    next: 'Vui lòng xem dây USB của máy ảnh; cắm lại là máy tự mở. Hoặc dùng máy quét, thêm tệp.',
  },
  'camera-busy': {
    failed: 'Máy ảnh đang được chương trình khác dùng nên không mở được.',
    kept: pages,
    next: 'Vui lòng đóng chương trình đang dùng máy ảnh (họp trực tuyến, phần mềm của máy ảnh) rồi thử lại.',
  },
  'camera-denied': {
    failed: 'Máy tính không cho ứng dụng dùng máy ảnh.',
    kept: pages,
    next: 'Vui lòng nhờ bộ phận kỹ thuật cho phép máy ảnh trong cài đặt quyền riêng tư của máy, rồi thử lại.',
  },
  'camera-lost': {
    failed: 'Máy ảnh vừa mất kết nối.',
    kept: pages,
    next: 'Vui lòng cắm lại dây USB; máy ảnh tự mở lại, hoặc bấm Thử lại.',
  },
  'camera-black': {
    failed: 'Máy ảnh chỉ cho hình đen.',
    kept: pages,
    next: 'Vui lòng mở nắp ống kính, bật đèn của máy ảnh; nếu vẫn đen, rút dây rồi cắm lại.',
  },
  'camera-frozen': {
    failed: 'Hình của máy ảnh đứng yên, có thể máy đã treo.',
    kept: pages,
    next: 'Vui lòng bấm Thử lại; nếu hình vẫn đứng, rút dây USB rồi cắm lại.',
  },
  'camera-failed': {
    failed: 'Máy ảnh không trả lời hoặc không cho được ảnh.',
    kept: pages,
    next: 'Vui lòng thử lại; nếu vẫn lỗi, rút dây USB rồi cắm lại, hoặc dùng máy quét.',
  },
};
