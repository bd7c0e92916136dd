import { useEffect, useState } from 'react';
import { call } from '../../../../app/api.ts';
import type { Page } from '../../../../app/shapes.ts';
import { revokeSoon } from '../page-image.tsx';

export interface FilePicture {
  readonly state: 'making' | 'there' | 'failed';
  readonly url: string | null;
  /** Dots per inch of the picture. */
  readonly dpi: number;
}

const making: FilePicture = { state: 'making', url: null, dpi: 1 };

/** The page as its file will show it, from when it is asked for until it is no longer shown. */
export function useFilePicture(ownerId: string, page: Page, wanted: 'wanted' | 'not-wanted'): FilePicture {
  const [had, setHad] = useState<FilePicture & { readonly key: string }>({ ...making, key: '' });
  const key = `${ownerId}/${page.id}/${wanted}`;
  const pageId = page.id;
  useEffect(() => {
    if (wanted === 'not-wanted') return undefined;
    let gone = false;
    let url: string | null = null;
    void call('gate.filePicture', { ownerId, pageId }).then((result) => {
      if (gone) return;
      if (!result.ok) {
        setHad({ state: 'failed', url: null, dpi: 1, key });
        return;
      }
      const { mime, bytes, dpi } = result.value;
      url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mime }));
      setHad({ state: 'there', url, dpi, key });
    });
    return () => {
      gone = true;
      if (url !== null) revokeSoon(url);
    };
  }, [ownerId, pageId, wanted, key]);
  return had.key === key ? had : making;
}
