import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import { ok, type Result } from '../domain/result.ts';
import type { BlobStore } from '../store/ports.ts';

/** Seals a page's picture and thumbnail; both are on disk when this resolves. */
export async function sealPage(
  blobs: BlobStore,
  about: Pick<Page, 'id' | 'source' | 'pdf' | 'capturedAt'>,
  size: Pick<Page, 'widthPx' | 'heightPx' | 'dpi'>,
  bodies: readonly Uint8Array[],
): Promise<Result<Page, ErrorCode>> {
  const [picture, thumb] = bodies;
  if (!picture || !thumb) throw new Error('an imaging worker answered a page without its pictures');
  const imageBlob = await blobs.put(picture);
  if (!imageBlob.ok) return imageBlob;
  const thumbBlob = await blobs.put(thumb);
  if (!thumbBlob.ok) return thumbBlob;
  const { widthPx, heightPx, dpi } = size;
  return ok({
    ...about,
    imageBlob: imageBlob.value,
    thumbBlob: thumbBlob.value,
    widthPx,
    heightPx,
    dpi,
    rotation: 0,
  });
}
