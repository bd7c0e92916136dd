/** The papers of an accepted dossier, read by programs that are not ours: zbarimg, poppler, npos, tesseract. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dossier } from '../../../main/domain/dossier.ts';
import { readSlip, type ReadSlip } from '../../hardware/npos-reader.ts';
import { samplePerson } from '../../sample-people.ts';
import { startHeadless, type HeadlessStation } from '../../station/headless-station.ts';
import { readyDraft } from '../../station/take-in.ts';
import { linesOf, readLines } from '../imaging/line-reader.ts';
import { has, run } from '../imaging/peers.ts';
import { readCodes, readPaper } from '../printing/poppler.ts';

let station: HeadlessStation;
let dossier: Dossier;

beforeAll(async () => {
  station = await startHeadless();
  await station.signIn();
  const draft = await readyDraft(station, 1);
  dossier = await station.call('intake.accept', { draftId: draft.id, revision: draft.revision });
});

afterAll(async () => {
  await station.end();
});

test.skipIf(!has('pdftotext', 'pdffonts', 'zbarimg'))(
  'the receipt: every line is text, every font embedded, QR and Code 128 read',
  async () => {
    const { pdf } = await station.call('dossier.paper', { dossierId: dossier.id, paper: 'form01' });
    if (!pdf) throw new Error('no receipt');
    const paper = await readPaper(pdf);
    const text = paper.pages.join('\n');
    const person = samplePerson(1);
    for (const line of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      `Mã hồ sơ: ${dossier.cityCode}`,
      '(Liên: Lưu)',
      '(Liên: Giao người nộp)',
      `Tiếp nhận hồ sơ của: ${person.fullName}`,
      person.idNumber ?? '',
      person.phone ?? '',
      'Đăng ký tạm trú',
      '1. Thành phần hồ sơ nộp gồm:',
      '2. Số lượng hồ sơ: 01 (bộ)',
      '3. Thời gian giải quyết hồ sơ theo quy định là: 03 (ba) ngày làm việc',
      '4. Thời gian nhận hồ sơ:',
      '5. Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày',
      '6. Đăng ký nhận kết quả tại:',
      'NGƯỜI NỘP HỒ SƠ',
      'NGƯỜI TIẾP NHẬN HỒ SƠ',
      '(Ký và ghi rõ họ tên)',
    ]) {
      expect(text, line).toContain(line);
    }
    expect(paper.fonts.length).toBeGreaterThan(0);
    expect(paper.fonts.filter((font) => !font.embedded || !font.unicode)).toEqual([]);
    const codes = (await readCodes(pdf, 150)).flat();
    expect(codes.filter((code) => code === `CODE-128:${dossier.cityCode}`)).toHaveLength(2);
    expect(codes.filter((code) => code.startsWith(`QR-Code:MC1|${dossier.cityCode}|1.004194|`))).toHaveLength(
      2,
    );
  },
);

/** The dots as a camera sees them. */
async function picture(slip: ReadSlip, enlarged: number): Promise<Uint8Array> {
  const { widthPx, heightPx, bits } = slip;
  const rowBytes = Math.ceil(widthPx / 8);
  const grey = new Uint8Array(widthPx * heightPx).map((_, at) => {
    const x = at % widthPx;
    const byte = bits[Math.floor(at / widthPx) * rowBytes + (x >> 3)] ?? 0;
    return (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  });
  return await sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .resize(widthPx * enlarged, heightPx * enlarged, { kernel: 'cubic' })
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#fff' })
    .png()
    .toBuffer();
}

test.skipIf(!has('zbarimg', 'tesseract'))(
  'the slip: from the bytes that were sent, npos gives the dots, zbarimg the code, tesseract the words',
  async () => {
    const printed = await station.call('printing.print', {
      dossierId: dossier.id,
      paper: 'slip',
      printerId: null,
      reprintReason: null,
    });
    expect(printed.outcome).toBe('confirmed');
    const { raw } = await station.call('training.lastSlip', {});
    if (!raw) throw new Error('nothing was sent to the printer');
    const slip = await readSlip(raw);
    expect(slip.widthPx).toBe(576);
    const code = run('zbarimg', ['-q', 'slip.png'], { 'slip.png': await picture(slip, 3) });
    expect(code.text.normalize('NFC')).toContain(`QR-Code:MC1|${dossier.cityCode}|1.004194|`);

    const read = await readLines(linesOf(slip));
    const lines = [
      'Trung tâm Phục vụ hành chính công thành phố Hà Nội',
      'GIẤY HẸN TRẢ KẾT QUẢ',
      '(phiếu nhỏ)',
      'Mã hồ sơ',
      'Đăng ký tạm trú',
      'Phí, lệ phí 15.000 đồng',
      'Mang phiếu này hoặc giấy tiếp nhận và thẻ',
      'Tra cứu: dichvucong.gov.vn',
    ];
    expect(read).toEqual(expect.arrayContaining(lines));
    // No name, number or phone on a slip that anybody may pick up.
    const everything = read.join(' ');
    expect(everything).not.toContain(samplePerson(1).fullName);
    expect(everything.replaceAll(' ', '')).not.toContain(samplePerson(1).idNumber);
  },
);
