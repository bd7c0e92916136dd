/**
 * The byte form of the messages named in contract.ts; pure, so that both ends use the same code.
 * Neither side trusts the other: lengths are bounded, headers are schema-checked, and a broken frame ends the stream.
 */
import { FrameHeader, maxFrameBytes } from './contract.ts';

/** Largest header accepted, bytes: params and results are small, all that is large travels as a body. */
export const maxHeaderBytes = 8 * 1024 * 1024;
const maxBodies = 10_000;
const prefixBytes = 8;
/** Room made at once for what a frame claims to bring, bytes; for more, when so much has really come. */
const believedBytes = 64 * 1024 * 1024;

export interface Frame {
  readonly header: FrameHeader;
  readonly bodies: readonly Uint8Array[];
}

/** The stream cannot be read any further; the message says what was wrong and never quotes what was received. */
export class BrokenFrame extends Error {
  override readonly name = 'BrokenFrame';
}

type WithoutBodies<Header> = Header extends unknown ? Omit<Header, 'bodies'> : never;
export type FrameHead = WithoutBodies<FrameHeader>;

/**
 * The pieces to write, in order, without copying the bodies.
 * @throws BrokenFrame when the frame is larger than the other side accepts.
 */
export function encodeFrame(head: FrameHead, bodies: readonly Uint8Array[]): Uint8Array[] {
  const header = new TextEncoder().encode(
    JSON.stringify({ ...head, bodies: bodies.map((b) => b.byteLength) }),
  );
  const bodyBytes = bodies.reduce((sum, body) => sum + body.byteLength, 0);
  if (header.byteLength > maxHeaderBytes)
    throw new BrokenFrame(`header of ${header.byteLength} bytes is too large`);
  if (bodies.length > maxBodies) throw new BrokenFrame(`${bodies.length} bodies are too many`);
  if (prefixBytes + header.byteLength + bodyBytes > maxFrameBytes)
    throw new BrokenFrame(`frame with ${bodyBytes} bytes of bodies is too large`);
  const start = new Uint8Array(prefixBytes + header.byteLength);
  const view = new DataView(start.buffer);
  view.setUint32(0, header.byteLength);
  view.setUint32(4, bodyBytes);
  start.set(header, prefixBytes);
  return [start, ...bodies];
}

/** Takes the stream in pieces of any size, gives whole frames; each body has its own buffer. */
export class FrameDecoder {
  #target = new Uint8Array(prefixBytes);
  /** Length that the target must reach. */
  #wanted = prefixBytes;
  #filled = 0;
  #stage: 'prefix' | 'header' | 'bodies' = 'prefix';
  #bodyBytes = 0;
  #header: FrameHeader | undefined;
  #bodies: Uint8Array[] = [];
  #broken = false;

  /** Something of a frame has arrived, but not all. */
  get midFrame(): boolean {
    return this.#stage !== 'prefix' || this.#filled > 0;
  }

  /** @throws BrokenFrame, and for every call after that. */
  push(chunk: Uint8Array): Frame[] {
    if (this.#broken) throw new BrokenFrame('the stream is already broken');
    try {
      return this.#consume(chunk);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  #consume(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let offset = 0;
    for (;;) {
      const missing = this.#target.byteLength - this.#filled;
      const taken = Math.min(missing, chunk.byteLength - offset);
      this.#target.set(chunk.subarray(offset, offset + taken), this.#filled);
      this.#filled += taken;
      offset += taken;
      if (taken < missing) return frames;
      if (this.#filled < this.#wanted) {
        this.#grow();
        continue;
      }
      const frame = this.#advance();
      if (frame) frames.push(frame);
      if (offset === chunk.byteLength && this.#target.byteLength > 0) return frames;
    }
  }

  /** The current target is full: go on to the next. */
  #advance(): Frame | undefined {
    if (this.#stage === 'prefix') {
      const view = new DataView(this.#target.buffer);
      const headerBytes = view.getUint32(0);
      this.#bodyBytes = view.getUint32(4);
      if (headerBytes === 0 || headerBytes > maxHeaderBytes)
        throw new BrokenFrame('header length out of range');
      if (prefixBytes + headerBytes + this.#bodyBytes > maxFrameBytes)
        throw new BrokenFrame('frame too large');
      this.#aim('header', headerBytes);
      return undefined;
    }
    if (this.#stage === 'header') {
      this.#header = parseHeader(this.#target, this.#bodyBytes);
      this.#bodies = [];
    } else {
      this.#bodies.push(this.#target);
    }
    const header = this.#header as FrameHeader;
    const next = header.bodies[this.#bodies.length];
    if (next !== undefined) {
      this.#aim('bodies', next);
      return undefined;
    }
    const frame = { header, bodies: this.#bodies };
    this.#bodies = [];
    this.#header = undefined;
    this.#aim('prefix', prefixBytes);
    return frame;
  }

  #aim(stage: 'prefix' | 'header' | 'bodies', bytes: number): void {
    this.#stage = stage;
    this.#target = new Uint8Array(Math.min(bytes, believedBytes));
    this.#wanted = bytes;
    this.#filled = 0;
  }

  #grow(): void {
    const larger = new Uint8Array(Math.min(this.#wanted, this.#target.byteLength * 2));
    larger.set(this.#target);
    this.#target = larger;
  }
}

function parseHeader(bytes: Uint8Array, bodyBytes: number): FrameHeader {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BrokenFrame('header is not JSON');
  }
  const parsed = FrameHeader.safeParse(value);
  if (!parsed.success) throw new BrokenFrame('header has the wrong shape');
  const { bodies } = parsed.data;
  if (bodies.length > maxBodies) throw new BrokenFrame('too many bodies');
  if (bodies.some((length) => !Number.isSafeInteger(length) || length < 0))
    throw new BrokenFrame('body length out of range');
  if (bodies.reduce((sum, length) => sum + length, 0) !== bodyBytes)
    throw new BrokenFrame('body lengths do not add up');
  return parsed.data;
}
