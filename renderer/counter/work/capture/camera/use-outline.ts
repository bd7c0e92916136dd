/** Follows the page in the live picture. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { PaperSize } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';
import type { CutWish, Eyes } from './eyes.ts';
import { openEyes } from './eyes.ts';
import type { Cut } from './camera-messages.ts';
import type { Steadiness } from './steadiness.ts';
import { afterTaking, looked, nothingSeen, restedPart } from './steadiness.ts';

/** Pictures are looked at no more often than this, ms: an outline needs no more, and the PC has other work. */
const everyMs = 80;
/** No new picture for this long, or none that differs: the camera hangs, ms. */
const frozenMs = 4_000;
const blackMs = 2_500;

export interface Outline {
  /** In parts of the picture, 0–1. */
  readonly corners: Quad | null;
  readonly size: PaperSize | null;
  readonly steadiness: Steadiness;
  readonly trouble: 'camera-black' | 'camera-frozen' | null;
  /** When something last moved under the camera, ms of `performance.now`. */
  readonly movedAt: number;
}

const nothing: Outline = { corners: null, size: null, steadiness: nothingSeen, trouble: null, movedAt: 0 };

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
  const [outline, setOutline] = useState<Outline>(nothing);
  const eyes = useRef<Eyes | null>(null);
  const steadiness = useRef<Steadiness>(nothingSeen);

  useEffect(() => {
    const element = video.current;
    if (!stream || !element) return undefined;
    const opened = openEyes();
    eyes.current = opened;
    steadiness.current = nothingSeen;
    const end = watch(element, stream, opened, steadiness, setOutline, (corners) => rested.current(corners));
    return () => {
      end();
      opened.close();
      eyes.current = null;
      setOutline(nothing);
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

function watch(
  video: HTMLVideoElement,
  stream: MediaStream,
  eyes: Eyes,
  steadiness: { current: Steadiness },
  tell: (outline: Outline) => void,
  onRested: (corners: Quad) => void,
): () => void {
  video.srcObject = stream;
  void video.play().catch(() => undefined);
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let freshAt = performance.now();
  let brightAt = performance.now();
  let movedAt = performance.now();
  let frame = 0;
  const told = () => {
    frame = video.requestVideoFrameCallback(told);
    arrived += 1;
  };
  let arrived = 0;
  let seen = 0;
  frame = video.requestVideoFrameCallback(told);

  async function turn(): Promise<void> {
    const begun = performance.now();
    if (arrived > seen && video.readyState >= 2) {
      seen = arrived;
      const look = await eyes.look(new VideoFrame(video));
      if (ended) return;
      if (look) {
        const now = performance.now();
        if (!look.same) freshAt = now;
        if (!look.black) brightAt = now;
        const before = steadiness.current;
        steadiness.current = looked(before, look.corners, now);
        if (steadiness.current.phase === 'looking' && look.corners) movedAt = now;
        tell({
          corners: look.corners,
          size: look.size,
          steadiness: steadiness.current,
          trouble: null,
          movedAt,
        });
        if (look.corners && restedPart(steadiness.current) >= 1) onRested(look.corners);
      }
    }
    const now = performance.now();
    const trouble =
      now - freshAt > frozenMs ? 'camera-frozen' : now - brightAt > blackMs ? 'camera-black' : null;
    if (trouble) {
      tell({ ...nothing, trouble, movedAt });
      steadiness.current = nothingSeen;
    }
    if (!ended) timer = setTimeout(() => void turn(), Math.max(10, everyMs - (now - begun)));
  }
  void turn();
  return () => {
    ended = true;
    clearTimeout(timer);
    video.cancelVideoFrameCallback(frame);
    video.srcObject = null;
  };
}
