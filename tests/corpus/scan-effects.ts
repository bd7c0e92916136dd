/** What light, lens and sensor do to a picture. */
import type { Rgb } from '../../native-bridge/imaging/raster.ts';
import type { Conditions } from './conditions.ts';
import { randomOf } from './random.ts';

const noiseTableSize = 65_536;
let bell: Float32Array | undefined;

/** Numbers of a normal distribution, deviation 1. */
function bellTable(): Float32Array {
  if (bell) return bell;
  const random = randomOf(77);
  bell = Float32Array.from({ length: noiseTableSize }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    return radius * Math.cos(2 * Math.PI * random.next());
  });
  return bell;
}

/** Light along one side: falls off, and a soft shadow crosses it. */
function lightAlong(
  length: number,
  fall: number,
  shadow: { at: number; wide: number; depth: number },
): Float32Array {
  return Float32Array.from({ length }, (_, at) => {
    const off = (at / length - shadow.at) / shadow.wide;
    return (1 - fall * (at / length)) * (1 - shadow.depth * Math.exp(-(off ** 4)));
  });
}

/** RGBA as painted becomes sRGB as captured. */
export function captured(
  rgba: Uint8ClampedArray,
  widthPx: number,
  heightPx: number,
  { seed, lightFall, shadow, noise, glare }: Conditions,
): Rgb {
  const random = randomOf(seed + 5);
  const table = bellTable();
  const across = random.chance(0.5);
  const band = { at: random.between(0.1, 0.9), wide: random.between(0.08, 0.2), depth: shadow };
  const none = { ...band, depth: 0 };
  const lightX = lightAlong(widthPx, lightFall, across ? band : none);
  const lightY = lightAlong(heightPx, lightFall * random.next(), across ? none : band);
  const tint = [1, random.between(0.985, 1), random.between(0.95, 1)];
  const spot = {
    x: random.between(0.25, 0.75) * widthPx,
    y: random.between(0.25, 0.75) * heightPx,
    reach: 0.16 * widthPx,
  };
  const data = new Uint8Array(widthPx * heightPx * 3);
  let draw = (seed * 2_654_435_761) >>> 0 || 1;
  for (let y = 0, from = 0, to = 0; y < heightPx; y += 1) {
    const lightRow = lightY[y] ?? 1;
    for (let x = 0; x < widthPx; x += 1, from += 4, to += 3) {
      const light = lightRow * (lightX[x] ?? 1);
      let blown = 0;
      if (glare > 0) {
        const off = ((x - spot.x) ** 2 + (y - spot.y) ** 2) / (spot.reach * spot.reach);
        blown = off < 4 ? glare * 420 * Math.exp(-off * off) : 0;
      }
      draw ^= draw << 13;
      draw ^= draw >>> 17;
      draw ^= draw << 5;
      const shared = (table[draw & 0xffff] ?? 0) * noise * 0.7;
      for (let channel = 0; channel < 3; channel += 1) {
        const own = (table[(draw >>> (5 + channel * 3)) & 0xffff] ?? 0) * noise * 0.7;
        const value = (rgba[from + channel] ?? 0) * light * (tint[channel] ?? 1) + blown + shared + own;
        data[to + channel] = value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
      }
    }
  }
  return { widthPx, heightPx, data };
}
