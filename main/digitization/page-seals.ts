import type { ErrorCode } from '../contract/errors.ts';
import type { Page, PagePicture } from '../domain/dossier.ts';
import { ok, type Result } from '../domain/result.ts';
import type { BlobStore } from '../store/ports.ts';

type Size = Pick<PagePicture, 'widthPx' | 'heightPx' | 'dpi'>;

/** Seals a page's picture and thumbnail; both are on disk when this resolves. */
export async function sealPage(
  blobs: BlobStore,
  about: Pick<Page, 'id' | 'source' | 'pdf' | 'capturedAt'>,
  size: Size,
  bodies: readonly Uint8Array[],
): Promise<Result<Page, ErrorCode>> {
  const sealed = await sealPictures(blobs, size, bodies);
  return sealed.ok ? ok({ ...about, ...sealed.value, rotation: 0 }) : sealed;
}

/** @param bodies [JPEG page, JPEG thumbnail] */
export async function sealPictures(
  blobs: BlobStore,
  { widthPx, heightPx, dpi }: Size,
  bodies: readonly Uint8Array[],
): Promise<Result<PagePicture, ErrorCode>> {
  const [picture, thumb] = bodies;
  if (!picture || !thumb) throw new Error('an imaging worker answered a page without its pictures');
  const imageBlob = await blobs.put(picture);
  if (!imageBlob.ok) return imageBlob;
  const thumbBlob = await blobs.put(thumb);
  if (!thumbBlob.ok) return thumbBlob;
  return ok({ imageBlob: imageBlob.value, thumbBlob: thumbBlob.value, widthPx, heightPx, dpi });
}
