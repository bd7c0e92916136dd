import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import type { Rgb } from '../../../native-bridge/imaging/raster.ts';

const fontFile = '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf';
const lines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'TỜ KHAI ĐĂNG KÝ KHAI SINH',
  'Kính gửi: Ủy ban nhân dân phường Hoàn Kiếm, thành phố Hà Nội',
  'Đề nghị cơ quan đăng ký khai sinh cho người dưới đây, sự thật và đúng quy định',
];

/** Where something small was put on the page, px. */
export interface Planted {
  readonly what: string;
  readonly x: number;
  readonly y: number;
}

export interface FormPage {
  readonly page: Rgb;
  readonly dpi: number;
  readonly planted: readonly Planted[];
  /** Where the portrait is, or null. */
  readonly portrait: { left: number; top: number; width: number; height: number } | null;
}

/**
 * A form as a scanner sees it: print, a red stamp over it and over a blue signature, faint and tiny marks, uneven light,
 * grain. The same each time.
 */
export async function formPage(
  { portrait }: { portrait: boolean },
  widthPx = 1240,
  heightPx = 1754,
): Promise<FormPage> {
  GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(fontFile), 'Form');
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#181818';
  context.font = '46px Form';
  const planted: Planted[] = [];
  for (let line = 0; line < 18; line += 1)
    context.fillText(lines[line % lines.length] ?? '', 90, 500 + line * 64);
  context.fillStyle = context.strokeStyle = 'rgba(210, 30, 40, 0.85)';
  context.lineWidth = 8;
  context.beginPath();
  context.arc(800, 1300, 160, 0, 2 * Math.PI);
  context.stroke();
  context.font = '60px Form';
  context.fillText('ĐÃ DUYỆT', 660, 1320);
  context.strokeStyle = 'rgba(30, 50, 170, 0.9)';
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(820, 1420);
  context.bezierCurveTo(900, 1150, 980, 1600, 1120, 1280);
  context.stroke();
  context.fillStyle = 'rgba(80, 80, 80, 0.4)';
  context.font = '40px Form';
  context.fillText('Số 147/2026', 880, 120);
  planted.push({ what: 'pencilled number', x: 960, y: 108 });
  context.fillStyle = 'rgba(220, 60, 60, 0.3)';
  context.fillText('ĐÃ THU LỆ PHÍ', 110, 1690);
  planted.push({ what: 'faint stamp', x: 120, y: 1676 });
  context.fillStyle = '#202020';
  for (let dot = 0; dot < 12; dot += 1) {
    context.fillRect(120 + dot * 83, 1730, 2, 2);
    planted.push({ what: 'dot of 2 px', x: 121 + dot * 83, y: 1731 });
  }
  context.fillStyle = '#404040';
  context.fillRect(500, 200, 600, 1);
  for (const x of [520, 700, 1080]) planted.push({ what: 'line of 1 px', x, y: 200 });
  const picture = { left: 90, top: 60, width: 300, height: 380 };
  const raw = context.getImageData(0, 0, widthPx, heightPx).data;
  const data = new Uint8Array(widthPx * heightPx * 3);
  let seed = 1;
  for (let at = 0; at < widthPx * heightPx; at += 1) {
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    const light = 0.97 - 0.1 * (x / widthPx) * (y / heightPx);
    const inPicture =
      portrait &&
      x >= picture.left &&
      x < picture.left + picture.width &&
      y >= picture.top &&
      y < picture.top + picture.height;
    for (let channel = 0; channel < 3; channel += 1) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      const grain = ((seed >>> 16) / 65_535 - 0.5) * 10;
      const tone = 120 + 60 * Math.sin(x / 37 + y / 53) + 50 * Math.cos(y / 31) - channel * 12;
      const value = inPicture ? tone : (raw[at * 4 + channel] ?? 0) * light;
      data[at * 3 + channel] = Math.max(0, Math.min(255, Math.round(value + grain)));
    }
  }
  const softened = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .blur(0.6)
    .raw()
    .toBuffer();
  return {
    page: { widthPx, heightPx, data: softened },
    dpi: 300,
    planted,
    portrait: portrait ? picture : null,
  };
}

/** As a scanner's page is kept. */
export async function jpegOf({ widthPx, heightPx, data }: Rgb): Promise<Uint8Array> {
  return await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
