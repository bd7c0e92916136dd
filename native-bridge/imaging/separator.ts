import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import type * as Zxing from 'zxing-wasm/reader';
import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { maxPagePixels } from './limits.ts';
import { decodedPage } from './page-pixels.ts';
import { refusingDamage } from './picture.ts';
import { lieOfPage } from './understand/understand-page.ts';

/** Long side of the picture in which codes are looked for, px: a module of a separator is 4 px and more. */
const lookedAtPx = 1_400;
const mostCodes = 8;

/** Loaded with the first sheet of a batch: a worker that never sees one stays smaller. */
let reader: Promise<typeof Zxing> | undefined;

async function loadReader(): Promise<typeof Zxing> {
  const zxing = await import('zxing-wasm/reader');
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  // else it would ask a server for it
  zxing.prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  return zxing;
}

/** Whether a page may be a separator sheet: its codes with the wanted prefix, and whether nothing is on it when asked. */
export const separator: Handler<'imaging', 'separator'> = async ({ dpi, prefix, blank }, bodies) => {
  const jpeg = bodies[0];
  if (!jpeg || jpeg.byteLength === 0) throw new BridgeError('file-empty');
  const codes = (await codesOn(jpeg)).filter((code) => code.startsWith(prefix));
  return { result: { codes, blank: codes.length === 0 && blank && (await isBlank(jpeg, dpi)) }, bodies: [] };
};

async function codesOn(jpeg: Uint8Array): Promise<string[]> {
  const { data, info } = await refusingDamage(() =>
    sharp(jpeg, { failOn: 'truncated', limitInputPixels: maxPagePixels })
      .resize(lookedAtPx, lookedAtPx, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  reader ??= loadReader();
  const { readBarcodes } = await reader;
  const picture = {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
    ...{ width: info.width, height: info.height, colorSpace: 'srgb' as const },
  };
  const found = await readBarcodes(picture as never, {
    formats: ['QRCode'],
    tryHarder: false,
    tryInvert: false,
    maxNumberOfSymbols: mostCodes,
  });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text.slice(0, 300));
}

async function isBlank(jpeg: Uint8Array, dpi: number): Promise<boolean> {
  const { page, resolution } = await decodedPage(jpeg, dpi);
  return lieOfPage(page, resolution).blank;
}
