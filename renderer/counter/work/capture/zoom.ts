/** Zoom of the page viewer: 1 = one image pixel per screen pixel, or `fit` = the whole page in view. */
export type Zoom = number | 'fit';

export const zoomLevels = [0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4] as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size on screen of a page at a scale, with its rotation (clockwise degrees) applied. */
export function shownSize(page: Size, rotation: number, scale: number): Size {
  const turned = rotation % 180 !== 0;
  return {
    width: Math.round((turned ? page.height : page.width) * scale),
    height: Math.round((turned ? page.width : page.height) * scale),
  };
}

/** Scale at which the whole rotated page fits into the view; never enlarges, never 0. */
export function fitScale(page: Size, rotation: number, view: Size): number {
  const whole = shownSize(page, rotation, 1);
  if (view.width <= 0 || view.height <= 0) return 0.1;
  return Math.min(1, view.width / whole.width, view.height / whole.height);
}

/** The next larger (+1) or smaller (−1) step from a scale. */
export function steppedZoom(scale: number, direction: 1 | -1): number {
  const close = 0.001;
  const next =
    direction === 1
      ? zoomLevels.find((level) => level > scale + close)
      : zoomLevels.findLast((level) => level < scale - close);
  return next ?? (direction === 1 ? 4 : 0.1);
}

/** Rotation after a quarter turn. */
export function turned(rotation: 0 | 90 | 180 | 270, direction: 1 | -1): 0 | 90 | 180 | 270 {
  return ((rotation + direction * 90 + 360) % 360) as 0 | 90 | 180 | 270;
}
