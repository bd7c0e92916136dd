/** Upright rectangle, y downwards; px of the page as captured where nothing else is said. */
export interface PageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
