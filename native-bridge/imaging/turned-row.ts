/** The inner loop of `turned`, assembled from turned-row.wat: vector instructions do it in a fifth of the time. */
const binary =
  'AGFzbQEAAAABDAFgCH9/f39/f39/AAMCAQAFAwEAAQcUAgZtZW1vcnkCAAd0dXJuUm93AAAK2AEB1QECA38BewJAA0AgAiADTw0BIAAgBUEQdSABbCAEQRB1QQNsamohCCAEQQh1Qf8BcSEJIAVBCHVB/wFxIQogCP1dAwD9iQFBgAIgCmv9EP2VASAIIAFq/V0DAP2JASAK/RD9lQH9jgEhCyALQYACIAlr/RD9vgEgCyAL/Q0GBwgJCgsMDQ4PDg8ODw4PIAn9EP2+Af2uAUGAgAL9Ef2uAUEQ/a0BIQsgCyAL/YYBIQsgAiALIAv9Zv1aAgAAIAJBA2ohAiAEIAZqIQQgBSAHaiEFDAALCws=';

/** Bytes that a read of a pixel's right neighbour may go beyond it, and a write beyond the row's last pixel. */
const beyond = 16;
const wasmPage = 65_536;

/** As much of the engine's WebAssembly as is used here: Node's types leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Row {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  turnRow(
    source: number,
    stride: number,
    to: number,
    end: number,
    x: number,
    y: number,
    stepX: number,
    stepY: number,
  ): void;
}

let loaded: Row | null = null;

function row(): Row {
  // compiled when the first page is turned: 1 KB takes no time
  loaded ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(binary, 'base64'))).exports as Row;
  return loaded;
}

/** Rows of a source picture where the loop can read them, and room for one row of the target. */
export interface SourceBand {
  /** Copies source rows `from` – `to` (not with it) in; what was there is overwritten. */
  load(data: Uint8Array, from: number, to: number): void;
  /**
   * Writes `target` from byte `at` to `end`: pixels that come from (`x`, `y`) in 65,536ths of a pixel, and each next one
   * from a step further. All of their four neighbours must lie in the rows that were loaded.
   */
  turn(target: Uint8Array, at: number, end: number, x: number, y: number, stepX: number, stepY: number): void;
}

/** @param stride Bytes of a source row. @param rowBytes Of a target row. */
export function sourceBand(stride: number, rowBytes: number): SourceBand {
  const { memory, turnRow } = row();
  const source = Math.ceil((rowBytes + beyond) / 16) * 16;
  let first = 0;
  return {
    load(data, from, to) {
      first = from;
      const missing = source + (to - from) * stride + beyond - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / wasmPage));
      new Uint8Array(memory.buffer, source).set(data.subarray(from * stride, to * stride));
    },
    turn(target, at, end, x, y, stepX, stepY) {
      turnRow(source, stride, 0, end - at, x, y - first * 65_536, stepX, stepY);
      target.set(new Uint8Array(memory.buffer, 0, end - at), at);
    },
  };
}
