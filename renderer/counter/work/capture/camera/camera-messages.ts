/** Between the window and the worker that looks at pictures. */
import type { PaperSize } from './edges/paper-size.ts';
import type { Quad } from './edges/quad.ts';

/** Long side of what the outline is looked for in, px. */
export const lookPx = 640;

export type ToWorker =
  | { readonly type: 'look'; readonly n: number; readonly frame: VideoFrame }
  | {
      readonly type: 'cut';
      readonly n: number;
      readonly frame: VideoFrame;
      /** In parts of the picture, 0–1; null: the whole picture. */
      readonly corners: Quad | null;
      /** Whether a person has set them: then they hold as they are. */
      readonly fixed: boolean;
      /** Null: recognised by the sides. */
      readonly size: PaperSize | null;
    };

export interface Look {
  readonly type: 'look';
  readonly n: number;
  /** In parts of the picture, 0–1. */
  readonly corners: Quad | null;
  readonly size: PaperSize | null;
  readonly black: boolean;
  /** Not one grey level differs from the picture before: no sensor is that quiet. */
  readonly same: boolean;
  /** Time for scaling and for finding, ms. */
  readonly scaleMs: number;
  readonly findMs: number;
}

export interface Cut {
  readonly type: 'cut';
  readonly n: number;
  /** JPEG; null when it could not be made. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly dpi: number;
}

export type FromWorker = Look | Cut;
