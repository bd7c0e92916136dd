/** Something that is a photograph to every search: soft shapes, grain, no line of text. */
import { createCanvas } from '@napi-rs/canvas';
import { noteRegion, type Sheet } from './sheet.ts';
import type { Box } from './truth.ts';

export function drawPhoto(sheet: Sheet, at: Box): void {
  const { context, random } = sheet;
  const width = Math.max(8, Math.round(at.width / 4));
  const height = Math.max(8, Math.round(at.height / 4));
  const small = createCanvas(width, height);
  const picture = small.getContext('2d');
  const sky = picture.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, random.pick(['#9db7cf', '#7fa3c4', '#c2b49a']));
  sky.addColorStop(1, random.pick(['#5b6b58', '#6d5a4b', '#44546a']));
  picture.fillStyle = sky;
  picture.fillRect(0, 0, width, height);
  for (let blob = 0; blob < 14; blob += 1) {
    const x = random.between(0, width);
    const y = random.between(0, height);
    const reach = random.between(0.06, 0.3) * width;
    const glow = picture.createRadialGradient(x, y, 0, x, y, reach);
    const colour = `${random.whole(30, 220)},${random.whole(30, 200)},${random.whole(20, 180)}`;
    glow.addColorStop(0, `rgba(${colour},0.8)`);
    glow.addColorStop(random.between(0.5, 0.9), `rgba(${colour},0.5)`);
    glow.addColorStop(1, `rgba(${colour},0)`);
    picture.fillStyle = glow;
    picture.fillRect(0, 0, width, height);
  }
  const pixels = picture.getImageData(0, 0, width, height);
  for (let byte = 0; byte < pixels.data.length; byte += 4) {
    const grain = random.between(-14, 14);
    for (let channel = 0; channel < 3; channel += 1)
      pixels.data[byte + channel] = (pixels.data[byte + channel] ?? 0) + grain;
  }
  picture.putImageData(pixels, 0, 0);
  context.drawImage(small, at.x, at.y, at.width, at.height);
  noteRegion(sheet, 'photo', at);
}
