export const kit = {
  loading: 'Đang tải…',
  cancel: 'Dừng lại',
  close: 'Đóng',
  clear: 'Xoá chữ tìm',
  required: 'bắt buộc',
  error: { failed: 'Chưa làm được', kept: 'Đã giữ', next: 'Việc nên làm' },
  progress: '{{done}} trên {{total}}',
  progressOpen: 'đã xong {{done}}',
  retry: 'Thử lại',
} as const;
