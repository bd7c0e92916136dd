import { BridgeError } from '../bridge-error.ts';
import type { Handler } from '../host.ts';
import { fileKind } from './file-kind.ts';
import { dpiOfDevice } from './page-size.ts';
import { pageOfPicture, pageOfSamples, type PagePicture } from './picture.ts';
import { readPnm } from './pnm.ts';

/** Makes a page of what a scanner gave. Its resolution is what was asked of the scanner, not what the picture says. */
export const scannedPage: Handler<'imaging', 'scannedPage'> = async ({ dpi }, bodies) => {
  const bytes = bodies[0];
  if (!bytes || bytes.byteLength === 0) throw new BridgeError('file-empty');
  const { jpeg, thumb, ...size } = await pageOfScan(bytes, dpi);
  return { result: size, bodies: [jpeg, thumb] };
};

async function pageOfScan(bytes: Uint8Array, dpi: number): Promise<PagePicture> {
  switch (fileKind(bytes)) {
    case 'image/x-portable-anymap': {
      const samples = readPnm(bytes);
      return await pageOfSamples(samples, dpiOfDevice(dpi, samples.widthPx, samples.heightPx), 90);
    }
    case 'image/jpeg':
    case 'image/png':
    case 'image/tiff':
      return await pageOfPicture(bytes, 0, dpi, 90);
    default:
      throw new BridgeError('file-type-unknown', { name: '' });
  }
}
