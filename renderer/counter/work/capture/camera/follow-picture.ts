/** Looks at the live picture again and again: where the page lies, and whether the camera still gives pictures. */
import type { PaperSize } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';
import type { Eyes } from './eyes.ts';
import type { Steadiness } from './steadiness.ts';
import { looked, nothingSeen, restedPart } from './steadiness.ts';

/** Pictures are looked at no more often than this, ms: an outline needs no more, and the PC has other work. */
const everyMs = 80;
/** No new picture for this long, or none that differs: the camera hangs, ms. */
export const frozenMs = 4_000;
/** Nothing but black for this long: a cover, or no light, ms. */
export const blackMs = 2_500;

export interface Outline {
  /** In parts of the picture, 0–1. */
  readonly corners: Quad | null;
  readonly size: PaperSize | null;
  readonly steadiness: Steadiness;
  readonly trouble: 'camera-black' | 'camera-frozen' | null;
  /** When something last moved under the camera, ms of `performance.now`. */
  readonly movedAt: number;
}

export const noOutline: Outline = {
  corners: null,
  size: null,
  steadiness: nothingSeen,
  trouble: null,
  movedAt: 0,
};

/** `onRested` hears, with each look, of a page that has lain still long enough. Returns what ends it. */
export function followPicture(
  video: HTMLVideoElement,
  stream: MediaStream,
  eyes: Pick<Eyes, 'look'>,
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
  /** The last picture was; one that never came is not. */
  let black = false;
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
        black = look.black;
        if (!black) brightAt = now;
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
    // A cover over the lens gives pictures of nothing that do not differ either: it is the cover that a person can open.
    const dark = black && now - brightAt > blackMs;
    const trouble = dark ? 'camera-black' : now - freshAt > frozenMs ? 'camera-frozen' : null;
    if (trouble) {
      tell({ ...noOutline, trouble, movedAt });
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
