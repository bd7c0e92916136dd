/** What a backup fails with; see errors.ts. */
export const backupErrors = {
  'backup-gone': {
    failed: 'Không thấy ổ hoặc thư mục sao lưu.',
    kept: 'Dữ liệu trên máy và các bản sao lưu trước vẫn nguyên.',
    next: 'Cứ tiếp nhận bình thường; máy tự thử lại. Báo kỹ thuật xem ổ sao lưu.',
  },
  'backup-same-disk': {
    failed: 'Chỗ sao lưu nằm trên chính ổ đĩa dữ liệu, nên chưa sao lưu.',
    kept: 'Dữ liệu trên máy vẫn nguyên.',
    next: 'Cứ tiếp nhận bình thường. Báo kỹ thuật gắn lại ổ hoặc thư mục sao lưu.',
  },
  'backup-no-room': {
    failed: 'Không đủ chỗ để sao lưu.',
    kept: 'Các bản sao lưu trước vẫn nguyên.',
    next: 'Cứ tiếp nhận bình thường; máy tự thử lại. Báo kỹ thuật dọn chỗ.',
  },
  'backup-failed': {
    failed: 'Lần sao lưu vừa rồi không thành.',
    kept: 'Dữ liệu trên máy và các bản sao lưu trước vẫn nguyên.',
    next: 'Cứ tiếp nhận bình thường; máy tự thử lại. Vẫn vậy thì báo kỹ thuật.',
  },
} as const;
