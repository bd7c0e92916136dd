import { expect, test } from 'vitest';
import sharp from 'sharp';
import type { SlipItem } from '../../../native-bridge/contract-slip.ts';
import { ask } from '../../unit/imaging/ask.ts';
import { linesOf, readLines } from './line-reader.ts';
import { has, run } from './peers.ts';

const code = 'TAM-01-261122-0001';
const title = 'PHIẾU HẸN TRẢ KẾT QUẢ';
const lines = [
  'Đăng ký khai sinh có yếu tố nước ngoài',
  'Người nộp: Nguyễn Văn An',
  'Thời gian hẹn trả kết quả: thứ Sáu',
  'Lệ phí được miễn; giữ phiếu đến khi nhận kết quả',
];

const words: SlipItem[] = [
  { type: 'text', text: title, size: 40, weight: 'bold', align: 'center' },
  { type: 'rule' },
  ...lines.map((text) => ({ type: 'text', text, size: 26, weight: 'regular', align: 'left' }) as const),
];
const codes: SlipItem[] = [
  { type: 'qr', text: code, size: 220 },
  { type: 'space', height: 16 },
  { type: 'code128', text: code, height: 80 },
];

/** The printed dots, enlarged as a reader's camera sees them: a dot is 0.125 mm. */
async function printed(widthPx: number, items: SlipItem[]): Promise<Uint8Array> {
  const enlarged = 3;
  const { bodies, result } = await ask('drawSlip', { widthPx, items }, []);
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
    .extend({ top: 60, bottom: 60, left: 60, right: 60, background: '#fff' })
    .png()
    .toBuffer();
}

test.skipIf(!has('zbarimg'))(
  'zbarimg reads QR and Code 128 from the dots, on 58 mm and 80 mm paper',
  async () => {
    for (const widthPx of [384, 576]) {
      const { text } = run('zbarimg', ['-q', 'a.png'], {
        'a.png': await printed(widthPx, [...words, ...codes]),
      });
      expect(text.trim().split('\n').sort()).toEqual([`CODE-128:${code}`, `QR-Code:${code}`]);
    }
  },
);

test.skipIf(!has('tesseract'))('tesseract reads every Vietnamese line from the dots', async () => {
  const { bodies, result } = await ask('drawSlip', { widthPx: 640, items: words }, []);
  const [bits = new Uint8Array()] = bodies;
  const read = await readLines(linesOf({ bits, widthPx: 640, heightPx: result.heightPx }));
  for (const line of [title, ...lines]) expect(read.join(' ')).toContain(line);
});
