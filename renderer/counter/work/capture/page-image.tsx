import { useEffect, useState } from 'react';
import { call } from '../../../app/api.ts';
import { createImageQueue } from './image-queue.ts';

const thumbs = createImageQueue(4);
const fulls = createImageQueue(2);

export interface PageImage {
  /** Object URL of the JPEG, unrotated; null while it is on its way or when it cannot be read. */
  readonly url: string | null;
  readonly failed: boolean;
}

const none: PageImage = { url: null, failed: false };

/** Not at once: the browser may still be reading a picture that was on the screen a moment ago. */
export function revokeSoon(url: string): void {
  setTimeout(() => URL.revokeObjectURL(url), 2_000);
}

/** The picture of a page of a draft or dossier, for as long as it is on the screen; its memory is given back after. */
export function usePageImage(ownerId: string, pageId: string, size: 'thumb' | 'full'): PageImage {
  const [loaded, setLoaded] = useState<PageImage & { readonly key: string }>({ ...none, key: '' });
  const key = `${ownerId}/${pageId}/${size}`;

  useEffect(() => {
    let gone = false;
    let url: string | null = null;
    const giveUp = (size === 'thumb' ? thumbs : fulls).add(async () => {
      const result = await call('capture.pageImage', { ownerId, pageId, size });
      if (gone) return;
      if (!result.ok) {
        setLoaded({ url: null, failed: true, key });
        return;
      }
      const { mime, bytes } = result.value;
      url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mime }));
      setLoaded({ url, failed: false, key });
    });
    return () => {
      gone = true;
      giveUp();
      if (url !== null) revokeSoon(url);
    };
  }, [ownerId, pageId, size, key]);

  return loaded.key === key ? loaded : none;
}
