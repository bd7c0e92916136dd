/** Follows the page in the live picture. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Cut } from './camera-messages.ts';
import type { Quad } from './edges/quad.ts';
import type { CutWish, Eyes } from './eyes.ts';
import { openEyes } from './eyes.ts';
import { followPicture, noOutline, type Outline } from './follow-picture.ts';
import type { Steadiness } from './steadiness.ts';
import { afterTaking, nothingSeen } from './steadiness.ts';

export interface OutlineWatch extends Outline {
  /** For the element that shows the picture. */
  readonly video: RefObject<HTMLVideoElement | null>;
  /** Cuts the page out of the picture of this moment; null when it cannot be done. */
  cut(wish: CutWish): Promise<Cut | null>;
}

/** `rested` hears, with each look, of a page that has lain still long enough, until it is taken. */
export function useOutline(
  stream: MediaStream | null,
  rested: RefObject<(corners: Quad) => void>,
): OutlineWatch {
  const video = useRef<HTMLVideoElement>(null);
  const [outline, setOutline] = useState<Outline>(noOutline);
  const eyes = useRef<Eyes | null>(null);
  const steadiness = useRef<Steadiness>(nothingSeen);

  useEffect(() => {
    const element = video.current;
    if (!stream || !element) return undefined;
    const opened = openEyes();
    eyes.current = opened;
    steadiness.current = nothingSeen;
    const end = followPicture(element, stream, opened, steadiness, setOutline, (corners) =>
      rested.current(corners),
    );
    return () => {
      end();
      opened.close();
      eyes.current = null;
      setOutline(noOutline);
    };
  }, [stream, rested]);

  const cut = useCallback(async (wish: CutWish) => {
    const element = video.current;
    if (!eyes.current || !element || element.readyState < 2) return null;
    steadiness.current = afterTaking(steadiness.current, performance.now());
    return await eyes.current.cut(new VideoFrame(element), wish);
  }, []);
  return { ...outline, video, cut };
}
