/** The portrait of a synthetic person: drawn, so that it shows nobody. */
import sharp from 'sharp';

export const faceSize = { width: 480, height: 640 } as const;

/** JPEG in the size of a chip's picture. `shade` tells the people apart: a hue of 0 to 359 degrees. */
export async function drawnFace(shade: number): Promise<Uint8Array> {
  const { width, height } = faceSize;
  const hair = `hsl(${shade}, 30%, 14%)`;
  const shirt = `hsl(${(shade + 160) % 360}, 35%, 42%)`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 480 640">
    <rect width="480" height="640" fill="#e9eef5"/>
    <path d="M60 640 Q80 500 240 490 Q400 500 420 640 Z" fill="${shirt}"/>
    <rect x="200" y="410" width="80" height="110" rx="36" fill="#d9a27e"/>
    <ellipse cx="240" cy="300" rx="128" ry="162" fill="#e8b792"/>
    <path d="M108 300 Q96 110 240 108 Q384 110 372 300 Q350 200 240 196 Q130 200 108 300 Z" fill="${hair}"/>
    <ellipse cx="192" cy="296" rx="15" ry="9" fill="#2b2320"/><ellipse cx="288" cy="296" rx="15" ry="9" fill="#2b2320"/>
    <path d="M168 266 q24 -14 48 0 M264 266 q24 -14 48 0" stroke="${hair}" stroke-width="8" fill="none"/>
    <path d="M240 306 q-16 52 4 58" stroke="#c58f6c" stroke-width="6" fill="none"/>
    <path d="M200 400 q40 22 80 0" stroke="#a9554c" stroke-width="8" fill="none"/>
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer());
}
