import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { loadFaces, type Faces } from '../../../main/printing/faces.ts';
import { renderForm01, type Form01Input } from '../../../main/printing/form01.ts';
import { notes, paperRows, qrText } from '../../../main/printing/form01-text.ts';
import { applicant, dossier, manyPapers, receipt } from '../../unit/printing/samples.ts';
import { faultsOf, greyPages, readCodes, readPaper } from './poppler.ts';

let faces: Faces;

beforeAll(async () => {
  faces = await loadFaces(
    fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url)),
  );
});

function oneLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ');
}

const lines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Độc lập - Tự do - Hạnh phúc',
  'Hà Nội, ngày 22 tháng 11 năm 2026',
  'CHI NHÁNH SỐ 2',
  'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
  'Mã hồ sơ: 000.00.01.H26-261122-0012',
  'Trung tâm Phục vụ hành chính công thành phố Hà Nội: Chi nhánh số 2 – Quầy 05',
  'Tiếp nhận hồ sơ của: Nguyễn Văn An',
  'Số định danh cá nhân/CCCD: 001099012345',
  'Địa chỉ: Số 1, Phố Ví Dụ, phường Láng, thành phố Hà Nội',
  'Số điện thoại: 0900000000 Email: nguyenvanan@example.vn',
  'Nội dung yêu cầu giải quyết: Đăng ký khai sinh (mã thủ tục 1.001193)',
  'Cơ quan giải quyết: Ủy ban nhân dân phường Láng',
  '1. Thành phần hồ sơ nộp gồm:',
  'STT Tên giấy tờ Hình thức Số lượng',
  '1 Tờ khai đăng ký khai sinh theo mẫu Tờ khai 1',
  '2 Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp Bản chính 1',
  'Ghi chú: Bản có dấu giáp lai',
  '3 Thẻ căn cước của người đi đăng ký khai sinh Xuất trình, đã trả lại –',
  '4 Giấy chứng nhận kết hôn của cha, mẹ trẻ Dữ liệu có sẵn –',
  '2. Số lượng hồ sơ: 01 (bộ)',
  '3. Thời gian giải quyết hồ sơ theo quy định là: 03 (ba) ngày làm việc',
  '4. Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 22 tháng 11 năm 2026',
  '5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 27 tháng 11 năm 2026',
  '6. Đăng ký nhận kết quả tại: Chi nhánh số 2',
  '7. Phí, lệ phí: 16.000 đồng (Mười sáu nghìn đồng)',
  '– Bản sao trích lục khai sinh (số lượng 2): 16.000 đồng',
  'Vào Sổ theo dõi hồ sơ, Quyển số: ....',
  'NGƯỜI NỘP HỒ SƠ NGƯỜI TIẾP NHẬN HỒ SƠ',
  '(Ký và ghi rõ họ tên) (Ký và ghi rõ họ tên)',
  'Nguyễn Văn An Trần Thị Bình',
  'Ghi chú:',
  'Trang 1/1',
];

const sizes = { a4: [595.276, 841.89], a5: [419.528, 595.276] } as const;

it.each(['a4', 'a5'] as const)('line-lost: every line of both copies is found on %s', async (paper) => {
  const read = await readPaper(await renderForm01({ ...receipt, paper }, faces));
  expect(read.pages).toHaveLength(2);
  for (const [place, copy] of ['(Liên: Lưu)', '(Liên: Giao người nộp)'].entries()) {
    const page = oneLine(read.pages[place] ?? '');
    for (const line of [...lines, copy, ...notes(receipt)]) expect(page).toContain(line);
    expect(page).not.toMatch(/IN LẠI|TẬP HUẤN|TAM-|nội bộ/);
  }
  expect(read.size[0]).toBeCloseTo(sizes[paper][0], 1);
  expect(read.size[1]).toBeCloseTo(sizes[paper][1], 1);
});

it.each(['a4', 'a5'] as const)('font-not-embedded: %s carries its three faces', async (paper) => {
  const pdf = await renderForm01({ ...receipt, paper }, faces);
  const { fonts } = await readPaper(pdf);
  expect(fonts.map((font) => font.name).sort()).toEqual([
    'MOTCUA+Tinos-Bold',
    'MOTCUA+Tinos-Italic',
    'MOTCUA+Tinos-Regular',
  ]);
  expect(fonts.every((font) => font.embedded && font.unicode)).toBe(true);
  expect(await faultsOf(pdf)).toBe('');
});

const marked: Partial<Form01Input> = { training: true, reprint: { number: 3, reason: 'giấy bị kẹt' } };
const localOnly = { ...dossier, cityCode: null };

it.each([
  ['a4', {}],
  ['a5', {}],
  ['a4', marked],
  ['a5', marked],
  ['a5', { dossier: localOnly }],
] as const)(
  'code-unreadable: QR and Code 128 of both copies are read at 150 dpi on %s %j',
  async (paper, change) => {
    const input: Form01Input = { ...receipt, ...change, paper };
    const code = input.dossier.cityCode ?? input.dossier.localCode;
    const expected = [`CODE-128:${code}`, `QR-Code:${qrText(input)}`];
    expect(await readCodes(await renderForm01(input, faces), 150)).toEqual([expected, expected]);
  },
);

it('code-unreadable: the longest code that the form allows is read on A5', async () => {
  const longest = { ...dossier, cityCode: 'H26.123.123.123-261122-0000012', procedureCode: '1.013831.H26' };
  const input: Form01Input = {
    ...receipt,
    paper: 'a5',
    dossier: longest,
    officerCode: 'H26.123.123.123-CB00001',
  };
  const codes = await readCodes(await renderForm01(input, faces), 150);
  expect(codes[0]).toEqual(['CODE-128:H26.123.123.123-261122-0000012', `QR-Code:${qrText(input)}`]);
});

it('code-invented: a dossier without the city’s code says that its number is temporary', async () => {
  const { pages } = await readPaper(await renderForm01({ ...receipt, dossier: localOnly }, faces));
  for (const page of pages) {
    expect(oneLine(page)).toContain('Số tạm (chờ mã hồ sơ của Thành phố): TAM-Q05-261122-0012');
    expect(oneLine(page)).not.toContain('Mã hồ sơ:');
    expect(oneLine(page)).toContain('mã hồ sơ chính thức sẽ được thông báo sau');
  }
});

it.each(['a4', 'a5'] as const)(
  'long-list-cut: 60 papers run over several %s pages, none lost',
  async (paper) => {
    const input: Form01Input = { ...manyPapers(60), ...marked, paper };
    const { pages } = await readPaper(await renderForm01(input, faces));
    const count = pages.length / 2;
    expect(count).toBeGreaterThan(2);
    for (const [copy, first] of [
      ['Lưu', 0],
      ['Giao người nộp', count],
    ] as const) {
      const own = pages.slice(first, first + count).map(oneLine);
      for (const [place, page] of own.entries()) {
        expect(page).toContain(`Trang ${String(place + 1)}/${String(count)}`);
        expect(page).toContain(`(Liên: ${copy})`);
        expect(page).toContain('000.00.01.H26-261122-0012');
        expect(page).toContain('BẢN IN LẠI lần 3 – lý do: giấy bị kẹt');
        expect(page).toContain('TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
      }
      const text = own.join(' ');
      for (const [index] of paperRows(input).entries()) {
        expect(text).toMatch(new RegExp(`Giấy tờ số ${String(index + 1)}(:| kèm)`));
      }
      expect(own.at(-1)).toContain('NGƯỜI TIẾP NHẬN HỒ SƠ');
    }
  },
);

it('row-longer-than-a-page: a paper’s name of 6,000 letters goes on over pages', async () => {
  const name = Array.from({ length: 1000 }, (_, index) => `chữ${String(index)}`).join(' ');
  const componentNames = [{ componentId: '1.001193-01', name }];
  const { pages } = await readPaper(await renderForm01({ ...receipt, paper: 'a5', componentNames }, faces));
  const text = oneLine(pages.slice(0, pages.length / 2).join(' '));
  for (let index = 0; index < 1000; index += 1) expect(text).toMatch(new RegExp(`chữ${String(index)}\\b`));
});

it('long-name-overflows: nothing is drawn outside the margins', async () => {
  const long = {
    ...applicant,
    fullName: 'Công Tằng Tôn Nữ Huyền Trân Nguyễn Phúc Thị Phương Thảo Bảo Ngọc Quỳnh Anh Ánh Nguyệt',
    email: `${'dia.chi.thu.'.repeat(8)}@example.vn`,
  };
  const input: Form01Input = {
    ...receipt,
    paper: 'a5',
    dossier: {
      ...dossier,
      officerName: long.fullName,
      people: { ...dossier.people, applicant: long, owner: long },
    },
  };
  const pdf = await renderForm01(input, faces);
  const { pages } = await readPaper(pdf);
  const text = oneLine(pages.join(' '));
  expect(text).toContain('Quỳnh Anh Ánh Nguyệt');
  expect(text.replaceAll(' ', '')).toContain(long.email);
  expect(await inkBeyond(pdf, 34 - 2)).toBe(false);
});

it('blank-field-collapses: a citizen without phone, e-mail and address gets dotted lines', async () => {
  const bare = { ...applicant, phone: null, email: null, address: '', idNumber: null };
  const people = { ...dossier.people, applicant: bare };
  const { pages } = await readPaper(
    await renderForm01({ ...receipt, dossier: { ...dossier, people } }, faces),
  );
  expect(oneLine(pages[0] ?? '')).toMatch(/Địa chỉ: \.{40,} Số điện thoại: \.{10,} Email: \.{10,}/);
});

it('unknown-shown-as-free: unknown fee and deadline print their words', async () => {
  const unknown: Form01Input = {
    ...receipt,
    dossier: {
      ...dossier,
      deadline: {
        state: 'unknown',
        dueAt: null,
        unit: 'unknown',
        value: null,
        provisional: false,
        note: null,
      },
      fee: { state: 'unknown', lines: [], total: null, note: null },
    },
  };
  const page = oneLine((await readPaper(await renderForm01(unknown, faces))).pages[0] ?? '');
  expect(page).toContain('7. Phí, lệ phí: Chưa xác định (chờ thông báo)');
  expect(page).toContain(
    '5. Thời gian trả kết quả giải quyết hồ sơ: chưa xác định, cơ quan giải quyết sẽ thông báo',
  );
  expect(page).not.toContain('27 tháng 11');
});

it('letter-missing: decomposed, Cyrillic and unheard-of letters neither fail nor vanish silently', async () => {
  const odd = { ...applicant, fullName: 'Nguyễn Văn An'.normalize('NFD'), address: 'Москва 北京 😀' };
  const input: Form01Input = {
    ...receipt,
    dossier: { ...dossier, people: { ...dossier.people, applicant: odd } },
  };
  const page = oneLine((await readPaper(await renderForm01(input, faces))).pages[0] ?? '');
  expect(page).toContain('Tiếp nhận hồ sơ của: Nguyễn Văn An');
  expect(page).toContain('Địa chỉ: Москва □□ □');
});

it('bytes-differ: the same input gives the same bytes, another one other bytes', async () => {
  const again = await loadFaces(
    fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url)),
  );
  const first = await renderForm01(receipt, faces);
  expect(Buffer.compare(first, await renderForm01(structuredClone(receipt), again))).toBe(0);
  expect(
    Buffer.compare(first, await renderForm01({ ...receipt, issuedAt: receipt.issuedAt + 1000 }, faces)),
  ).not.toBe(0);
});

/** True when a page has ink within `margin` points of its left or right edge. */
async function inkBeyond(pdf: Uint8Array, margin: number): Promise<boolean> {
  const pictures = await greyPages(pdf, 72);
  return pictures.some(({ width, pixels }) =>
    pixels.some((ink, place) => {
      const x = place % width;
      return ink < 128 && (x < margin || x >= width - margin);
    }),
  );
}
