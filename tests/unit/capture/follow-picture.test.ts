/** What the live picture is taken for when it stands still, goes black or comes again; and when an unused camera is released. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Look } from '../../../renderer/counter/work/capture/camera/camera-messages.ts';
import type { Quad } from '../../../renderer/counter/work/capture/camera/edges/quad.ts';
import {
  blackMs,
  followPicture,
  frozenMs,
  type Outline,
} from '../../../renderer/counter/work/capture/camera/follow-picture.ts';
import { idleMs, restWhenIdle } from '../../../renderer/counter/work/capture/camera/rest-when-idle.ts';
import { nothingSeen } from '../../../renderer/counter/work/capture/camera/steadiness.ts';

/** Thirty pictures a second. */
const frameMs = 33;
const pageAt = (x: number): Quad => [
  { x, y: 0.1 },
  { x: x + 0.5, y: 0.1 },
  { x: x + 0.5, y: 0.8 },
  { x, y: 0.8 },
];

/** A live picture whose film the test holds in its hand. */
class Desk {
  /** What the next looks find. */
  next: Pick<Look, 'same' | 'black' | 'corners'> | null = { same: false, black: false, corners: pageAt(0.2) };
  running = true;
  readonly told: Outline[] = [];
  readonly end: () => void;
  #asked: (() => void) | null = null;

  constructor(tell: (outline: Outline) => void = () => undefined) {
    const video = {
      readyState: 4,
      srcObject: null,
      play: () => Promise.resolve(),
      requestVideoFrameCallback: (callback: () => void) => {
        this.#asked = callback;
        return 1;
      },
      cancelVideoFrameCallback: () => (this.#asked = null),
    };
    const film = setInterval(() => this.running && this.#asked?.(), frameMs);
    const stop = followPicture(
      video as unknown as HTMLVideoElement,
      {} as MediaStream,
      {
        look: () =>
          Promise.resolve(
            this.next && { type: 'look', n: 0, size: null, scaleMs: 1, findMs: 1, ...this.next },
          ),
      },
      { current: nothingSeen },
      (outline) => {
        this.told.push(outline);
        tell(outline);
      },
      () => undefined,
    );
    this.end = () => {
      clearInterval(film);
      stop();
    };
  }

  get trouble(): Outline['trouble'] | undefined {
    return this.told.at(-1)?.trouble;
  }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let desk: Desk;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('VideoFrame', function videoFrame() {});
});
afterEach(() => {
  desk.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('frozen, no picture comes any more: said after its time and not before, without an outline', async () => {
  desk = new Desk();
  await pass(10_000);
  expect(desk.trouble).toBeNull();
  desk.running = false;
  await pass(frozenMs - 300);
  expect(desk.trouble).toBeNull();
  await pass(600);
  expect(desk.told.at(-1)).toMatchObject({ trouble: 'camera-frozen', corners: null });
  // Never as black: the last picture was none.
  expect(desk.told.some(({ trouble }) => trouble === 'camera-black')).toBe(false);
});

it('frozen, pictures come and none differs from the one before', async () => {
  desk = new Desk();
  await pass(2_000);
  desk.next = { same: true, black: false, corners: pageAt(0.2) };
  await pass(frozenMs - 300);
  expect(desk.trouble).toBeNull();
  await pass(600);
  expect(desk.trouble).toBe('camera-frozen');
  // Each further look finds the same and must not take it back.
  const before = desk.told.length;
  await pass(2_000);
  expect(desk.told.slice(before).at(-1)?.trouble).toBe('camera-frozen');
});

it('frozen, then pictures come again: it goes on by itself', async () => {
  desk = new Desk();
  desk.running = false;
  await pass(frozenMs + 500);
  expect(desk.trouble).toBe('camera-frozen');
  desk.running = true;
  await pass(500);
  expect(desk.told.at(-1)).toMatchObject({ trouble: null, corners: pageAt(0.2) });
});

it('a page that lies still under a living sensor is not frozen', async () => {
  desk = new Desk();
  await pass(60_000);
  expect(desk.told.every(({ trouble }) => trouble === null)).toBe(true);
});

it('the worker that looks gives up on every picture: told as a picture that stands still', async () => {
  desk = new Desk();
  desk.next = null;
  await pass(frozenMs + 500);
  expect(desk.trouble).toBe('camera-frozen');
});

it('black is told as black, also when no picture differs from the one before, and is taken back with the first light', async () => {
  desk = new Desk();
  desk.next = { same: true, black: true, corners: null };
  await pass(blackMs + 300);
  expect(desk.trouble).toBe('camera-black');
  await pass(frozenMs);
  expect(new Set(desk.told.slice(-20).map(({ trouble }) => trouble))).not.toContain('camera-frozen');
  expect(desk.trouble).toBe('camera-black');
  desk.next = { same: false, black: false, corners: null };
  await pass(300);
  expect(desk.trouble).toBeNull();
});

it('its end stops the looking', async () => {
  desk = new Desk();
  await pass(1_000);
  desk.end();
  const { length } = desk.told;
  await pass(frozenMs * 2);
  expect(desk.told).toHaveLength(length);
});

/** As the camera's dialog does: each new use or movement begins the wait anew. */
function restingDesk(): { readonly rest: ReturnType<typeof vi.fn>; used(): void } {
  const rest = vi.fn();
  let lastUseAt = performance.now();
  let stop = restWhenIdle(lastUseAt, rest);
  const use = (at: number) => {
    if (at <= lastUseAt) return;
    lastUseAt = at;
    stop();
    stop = restWhenIdle(at, rest);
  };
  desk = new Desk(({ movedAt }) => use(movedAt));
  return { rest, used: () => use(performance.now()) };
}

it('unused for five minutes: released, once, and not a second before', async () => {
  const { rest } = restingDesk();
  // A page that just lies there is no use.
  await pass(idleMs - 1_000);
  expect(rest).not.toHaveBeenCalled();
  await pass(2_000);
  expect(rest).toHaveBeenCalledOnce();
});

it('a page is taken in the fourth minute: released five minutes after that', async () => {
  const { rest, used } = restingDesk();
  await pass(4 * 60_000);
  used();
  await pass(idleMs - 1_000);
  expect(rest).not.toHaveBeenCalled();
  await pass(2_000);
  expect(rest).toHaveBeenCalledOnce();
});

it('something moves under the camera in the fourth minute: that is use too', async () => {
  const { rest } = restingDesk();
  await pass(4 * 60_000);
  desk.next = { same: false, black: false, corners: pageAt(0.35) };
  await pass(idleMs - 2_000);
  expect(rest).not.toHaveBeenCalled();
  await pass(3_000);
  expect(rest).toHaveBeenCalledOnce();
});

it('a camera that hangs is released too', async () => {
  const { rest } = restingDesk();
  desk.running = false;
  await pass(idleMs + 1_000);
  expect(rest).toHaveBeenCalledOnce();
});
