/**
 * What papers are headed with (tiêu đề giấy tờ), folded: papers that come with many procedures, and whose component is
 * often called otherwise. Longer ones first where one begins with the other.
 */
export interface Heading {
  /** What it is called to a person. */
  readonly name: string;
  /** Folded; each is a whole heading or its beginning. */
  readonly headings: readonly string[];
}

export const commonHeadings: readonly Heading[] = [
  { name: 'Giấy chứng sinh', headings: ['giay chung sinh'] },
  {
    name: 'Thẻ căn cước',
    headings: ['can cuoc cong dan', 'the can cuoc', 'citizen identity card', 'can cuoc'],
  },
  { name: 'Giấy khai sinh', headings: ['giay khai sinh'] },
  { name: 'Trích lục khai sinh', headings: ['trich luc khai sinh'] },
  { name: 'Trích lục khai tử', headings: ['trich luc khai tu'] },
  { name: 'Giấy báo tử', headings: ['giay bao tu'] },
  { name: 'Giấy chứng nhận kết hôn', headings: ['giay chung nhan ket hon', 'trich luc ket hon'] },
  { name: 'Giấy xác nhận tình trạng hôn nhân', headings: ['giay xac nhan tinh trang hon nhan'] },
  {
    name: 'Giấy chứng nhận quyền sử dụng đất',
    headings: ['giay chung nhan quyen su dung dat', 'giay chung nhan quyen so huu nha o'],
  },
  { name: 'Tờ khai thay đổi thông tin cư trú', headings: ['to khai thay doi thong tin cu tru'] },
  { name: 'Giấy ủy quyền', headings: ['giay uy quyen', 'van ban uy quyen', 'hop dong uy quyen'] },
  { name: 'Giấy cam đoan', headings: ['giay cam doan', 'ban cam doan', 'van ban cam doan'] },
  { name: 'Giấy xác nhận khuyết tật', headings: ['giay xac nhan khuyet tat'] },
  { name: 'Hộ chiếu', headings: ['ho chieu'] },
  { name: 'Sổ hộ khẩu', headings: ['so ho khau'] },
  { name: 'Bản án', headings: ['ban an'] },
  { name: 'Quyết định', headings: ['quyet dinh'] },
  { name: 'Hợp đồng', headings: ['hop dong'] },
  { name: 'Biên bản', headings: ['bien ban'] },
  { name: 'Tờ khai', headings: ['to khai'] },
  { name: 'Đơn', headings: ['don de nghi', 'don dang ky', 'don xin'] },
];
