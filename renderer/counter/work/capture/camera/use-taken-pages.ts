/** Pages on their way from the camera to the disk, in the order in which they were taken. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../../../app/api.ts';
import type { AnyFailure } from '../../../../app/shapes.ts';

export interface TakenPicture {
  readonly pageId: string;
  readonly dpi: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface TakenPages {
  /** Pictures not yet on disk. */
  readonly waiting: number;
  /** The last page that is safe. */
  readonly last: { readonly pageId: string; readonly n: number } | null;
  /** Pages safe since the camera was opened. */
  readonly kept: number;
  /** The oldest picture could not be kept; it waits here for another try. */
  readonly error: AnyFailure | null;
  add(picture: TakenPicture): void;
  again(): void;
  /** Gives the picture up that could not be kept. */
  drop(): void;
}

/** So many pictures wait at most: at 4 MB each they are no burden, and more would be a page lost unseen. */
export const mostWaiting = 4;

export function useTakenPages(draftId: string, componentId: string): TakenPages {
  const [queue, setQueue] = useState<readonly TakenPicture[]>([]);
  const [last, setLast] = useState<TakenPages['last']>(null);
  const [kept, setKept] = useState(0);
  const [error, setError] = useState<AnyFailure | null>(null);
  const sending = useRef<string | null>(null);
  const first = queue[0] ?? null;

  useEffect(() => {
    if (!first || error || sending.current === first.pageId) return;
    sending.current = first.pageId;
    // With the same id another time: a page whose answer was lost does not come twice.
    void call('capture.cameraPage', { draftId, componentId, ...first }).then((result) => {
      sending.current = null;
      if (!result.ok) return setError(result.error);
      setLast(result.value);
      setKept((before) => before + 1);
      setQueue((before) => before.filter((one) => one.pageId !== first.pageId));
    });
  }, [draftId, componentId, first, error]);

  const add = useCallback((picture: TakenPicture) => setQueue((before) => [...before, picture]), []);
  const again = useCallback(() => setError(null), []);
  const drop = useCallback(() => {
    setQueue((before) => before.slice(1));
    setError(null);
  }, []);
  return { waiting: queue.length, last, kept, error, add, again, drop };
}
