/** Draws the papers that the virtual scanner feeds: invented, the same for the same number, and marked as invented. */
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { encodedJpeg } from '../encode-canvas.ts';

/** The mark that every invented page carries. */
export const trainingMark = 'MẪU TẬP HUẤN – DỮ LIỆU GIẢ';

/** A4 portrait, mm (ISO 216). */
const a4 = { width: 210, height: 297 };
const family = 'Virtual Scanner';
const ink = {
  text: '#22262b',
  rule: '#4a4f57',
  stamp: 'rgba(200, 30, 40, 0.78)',
  pen: 'rgba(30, 60, 160, 0.85)',
};

const titles = [
  'TỜ KHAI ĐĂNG KÝ KHAI SINH',
  'ĐƠN ĐỀ NGHỊ CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH',
  'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
  'ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI',
  'TỜ KHAI CẤP PHÉP XÂY DỰNG NHÀ Ở RIÊNG LẺ',
  'GIẤY ỦY QUYỀN',
] as const;
const rows = [
  ['Họ, chữ đệm, tên', 'Nguyễn Văn An'],
  ['Ngày, tháng, năm sinh', '01/01/1999'],
  ['Số định danh cá nhân', '001099012345'],
  ['Nơi cư trú', 'Số 00, phố Tập Huấn, Hà Nội'],
  ['Nội dung đề nghị', 'Cấp giấy tờ theo quy định'],
  ['Giấy tờ kèm theo', 'Bản chính, bản sao có chứng thực'],
  ['Số điện thoại', '0000 000 000'],
  ['Ghi chú', 'Không có giá trị sử dụng'],
] as const;

function registerFonts(): void {
  if (GlobalFonts.has(family)) return;
  const { resolve } = createRequire(import.meta.url);
  for (const face of ['400Regular/BeVietnamPro_400Regular.ttf', '700Bold/BeVietnamPro_700Bold.ttf'])
    GlobalFonts.registerFromPath(resolve(`@expo-google-fonts/be-vietnam-pro/${face}`), family);
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * One A4 colour page as a JPEG. `sheet` ≥ 1 chooses the paper, `dpi` 75…600 the size.
 * @param softMm how far the picture is out of focus: a standard deviation on paper, mm
 */
export async function drawVirtualPage(sheet: number, dpi: number, softMm = 0): Promise<Uint8Array> {
  registerFonts();
  const random = seeded(sheet);
  const scale = dpi / 25.4;
  const { canvas, context } = bareSheet(scale);
  // From here on, one unit is one millimetre; no sheet lies quite straight.
  context.scale(scale, scale);
  context.translate(a4.width / 2, a4.height / 2);
  context.rotate((random() - 0.5) * 0.012);
  context.translate(-a4.width / 2, -a4.height / 2);
  drawHead(context, sheet);
  drawTable(context, random);
  drawPen(context, random);
  drawStamp(context);
  drawMark(context);
  context.resetTransform();
  if (softMm > 0) soften(context, canvas, softMm * scale);
  drawGrain(context, canvas, random);
  return await encodedJpeg(canvas, 88);
}

/** A sheet of the same paper with nothing on it, not even the mark. */
export async function drawBlankSide(sheet: number, dpi: number): Promise<Uint8Array> {
  const { canvas, context } = bareSheet(dpi / 25.4);
  drawGrain(context, canvas, seeded(sheet));
  return await encodedJpeg(canvas, 88);
}

/** @param scale px a millimetre */
function bareSheet(scale: number): { canvas: Canvas; context: SKRSContext2D } {
  const canvas = createCanvas(Math.round(a4.width * scale), Math.round(a4.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdfcf7';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, context };
}

function write(context: SKRSContext2D, text: string, x: number, y: number, font: string): void {
  context.font = font;
  context.fillText(text, x, y);
}

function drawHead(context: SKRSContext2D, sheet: number): void {
  context.fillStyle = ink.text;
  context.textAlign = 'center';
  write(context, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 105, 24, `bold 4.6px "${family}"`);
  write(context, 'Độc lập – Tự do – Hạnh phúc', 105, 31, `bold 4.4px "${family}"`);
  context.fillRect(80, 33, 50, 0.3);
  write(context, titles[sheet % titles.length] ?? titles[0], 105, 52, `bold 6px "${family}"`);
  write(context, `Tờ số ${sheet}`, 105, 60, `4.2px "${family}"`);
  context.textAlign = 'left';
}

function drawTable(context: SKRSContext2D, random: () => number): void {
  const top = 72;
  const height = 13;
  context.strokeStyle = ink.rule;
  context.lineWidth = 0.3;
  rows.forEach(([label, value], row) => {
    const y = top + row * height;
    context.strokeRect(20, y, 62, height);
    context.strokeRect(82, y, 108, height);
    write(context, label, 23, y + 8.2, `4.2px "${family}"`);
    write(context, value, 85, y + 8.2 + (random() - 0.5) * 0.4, `bold 4.4px "${family}"`);
  });
  write(context, 'Tôi cam đoan những nội dung khai trên đây là đúng sự thật.', 20, 190, `4.2px "${family}"`);
  write(context, 'Hà Nội, ngày 01 tháng 01 năm 2026', 118, 208, `4.2px "${family}"`);
  write(context, 'Người nộp đơn', 134, 216, `bold 4.4px "${family}"`);
  write(context, 'Cán bộ tiếp nhận', 32, 216, `bold 4.4px "${family}"`);
}

function drawPen(context: SKRSContext2D, random: () => number): void {
  context.strokeStyle = ink.pen;
  context.lineWidth = 0.6;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(132, 236);
  for (let stroke = 0; stroke < 7; stroke += 1) {
    const x = 132 + stroke * 5;
    context.bezierCurveTo(x, 226 + random() * 8, x + 4, 238 + random() * 8, x + 5, 231 + random() * 6);
  }
  context.stroke();
}

function drawStamp(context: SKRSContext2D): void {
  context.strokeStyle = ink.stamp;
  context.fillStyle = ink.stamp;
  context.lineWidth = 1;
  for (const radius of [17, 15]) {
    context.beginPath();
    context.arc(52, 236, radius, 0, Math.PI * 2);
    context.stroke();
    context.lineWidth = 0.4;
  }
  context.textAlign = 'center';
  write(context, 'TẬP HUẤN', 52, 235, `bold 4.6px "${family}"`);
  write(context, 'KHÔNG GIÁ TRỊ', 52, 240.5, `bold 3px "${family}"`);
  context.textAlign = 'left';
}

function drawMark(context: SKRSContext2D): void {
  context.textAlign = 'center';
  context.fillStyle = '#8a1c22';
  write(context, trainingMark, 105, 278, `bold 5.4px "${family}"`);
  context.save();
  context.translate(105, 150);
  context.rotate(-Math.PI / 5);
  context.fillStyle = 'rgba(120, 120, 130, 0.14)';
  write(context, trainingMark, 0, 0, `bold 14px "${family}"`);
  context.restore();
  context.textAlign = 'left';
}

/** Before the grain, which is the sensor's and stays sharp. */
function soften(context: SKRSContext2D, canvas: Canvas, deviationPx: number): void {
  const sharp = createCanvas(canvas.width, canvas.height);
  sharp.getContext('2d').drawImage(canvas, 0, 0);
  context.save();
  context.filter = `blur(${String(deviationPx)}px)`;
  context.drawImage(sharp, 0, 0);
  context.restore();
}

/** A little unevenness, so that pages compress and clean like real ones. */
function drawGrain(context: SKRSContext2D, canvas: Canvas, random: () => number): void {
  const tile = createCanvas(256, 256);
  const tileContext = tile.getContext('2d');
  const grain = tileContext.createImageData(256, 256);
  for (let at = 0; at < grain.data.length; at += 4) {
    grain.data.fill(Math.floor(random() * 256), at, at + 3);
    grain.data[at + 3] = 9;
  }
  tileContext.putImageData(grain, 0, 0);
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) return;
  context.fillStyle = pattern;
  context.fillRect(0, 0, canvas.width, canvas.height);
}
