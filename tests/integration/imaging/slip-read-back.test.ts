import { expect, test } from 'vitest';
import sharp from 'sharp';
import { ask } from '../../unit/imaging/ask.ts';
import { has, run } from './peers.ts';

const code = 'TAM-01-261122-0001';
const lines = [
  'Đăng ký khai sinh có yếu tố nước ngoài',
  'Người nộp: Nguyễn Văn An',
  'Thời gian hẹn trả kết quả: thứ Sáu',
  'Lệ phí được miễn; giữ phiếu đến khi nhận kết quả',
];

/** The printed dots, enlarged as a reader's camera sees them: a dot is 0.125 mm. */
async function slip(widthPx: number, enlarged = 3): Promise<Uint8Array> {
  const { bodies, result } = await ask(
    'drawSlip',
    {
      widthPx,
      items: [
        { type: 'text', text: 'PHIẾU HẸN', size: 36, weight: 'bold', align: 'center' },
        { type: 'rule' },
        ...lines.map((text) => ({ type: 'text', text, size: 26, weight: 'regular', align: 'left' }) as const),
        { type: 'qr', text: code, size: 220 },
        { type: 'space', height: 16 },
        { type: 'code128', text: code, height: 80 },
        { type: 'space', height: 16 },
      ],
    },
    [],
  );
  // from the printed dots, not from the preview, with the white paper that stands around them
  const [bitmap = new Uint8Array()] = bodies;
  const rowBytes = Math.ceil(widthPx / 8);
  const grey = new Uint8Array(widthPx * result.heightPx).map((_, at) => {
    const x = at % widthPx;
    const byte = bitmap[Math.floor(at / widthPx) * rowBytes + (x >> 3)] ?? 0;
    return (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
  });
  return await sharp(grey, { raw: { width: widthPx, height: result.heightPx, channels: 1 } })
    .resize(widthPx * enlarged, result.heightPx * enlarged, { kernel: 'cubic' })
    .extend({ top: 24, bottom: 24, left: 24, right: 24, background: '#fff' })
    .png()
    .toBuffer();
}

test.skipIf(!has('zbarimg'))(
  'zbarimg reads QR and Code 128 from the dots, on 58 mm and 80 mm paper',
  async () => {
    for (const widthPx of [384, 576]) {
      const { text } = run('zbarimg', ['-q', 'a.png'], { 'a.png': await slip(widthPx) });
      expect(text.trim().split('\n').sort()).toEqual([`CODE-128:${code}`, `QR-Code:${code}`]);
    }
  },
);

test.skipIf(!has('tesseract'))('tesseract reads every Vietnamese line from the dots', async () => {
  // its reading of single letters changes with the enlargement, so a line counts when one of three has it exactly
  const texts = [];
  for (const enlarged of [2, 3, 4]) {
    const args = ['a.png', '-', '-l', 'vie', '--psm', '6', '--dpi', String(203 * enlarged)];
    texts.push(run('tesseract', args, { 'a.png': await slip(640, enlarged) }).text.normalize('NFC'));
  }
  for (const line of ['PHIẾU HẸN', ...lines]) expect(texts).toContainEqual(expect.stringContaining(line));
});
