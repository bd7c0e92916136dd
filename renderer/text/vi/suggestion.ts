export const suggestion = {
  region: 'Gợi ý từ chữ trên trang',
  kind: 'Trang {{n}} giống “{{name}}”',
  plain: 'Trang {{n}}',
  number: 'số {{number}}',
  date: 'ngày {{date}}',
  confirmMove: 'Xếp vào giấy này',
  confirmNote: 'Ghi vào ghi chú',
  confirmKind: 'Đúng',
  dismiss: 'Bỏ qua',
  waiting: 'Đang đọc chữ trên trang {{n}}…',
  failed: 'Không đọc được chữ trên trang {{n}}. Trang vẫn được lưu; xem lại hoặc quét lại nếu chữ mờ.',
  other: 'không thuộc hồ sơ này',
} as const;
