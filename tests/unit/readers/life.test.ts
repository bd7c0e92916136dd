/** The life of a reader: opened, asked before anything else, lost, opened again later and later. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { delays, ReaderLife, type LifeParts } from '../../../native-bridge/readers/life.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Link {
  readonly number: number;
}

function rig(changes: Partial<LifeParts<Link>> = {}) {
  const did: string[] = [];
  let opened = 0;
  let lose: () => void = () => undefined;
  const life = new ReaderLife<Link>({
    open: () => {
      opened += 1;
      did.push('open');
      return Promise.resolve({ number: opened });
    },
    ask: () => {
      did.push('ask');
      return Promise.resolve(null);
    },
    listen: (_, lost) => {
      did.push('listen');
      lose = lost;
    },
    close: () => {
      did.push('close');
      return Promise.resolve();
    },
    onChange: () => undefined,
    ...changes,
  });
  return { life, did, opened: () => opened, lose: () => lose() };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('asked-before-heard: after every opening its state is asked before anything else', async () => {
  const { life, did, lose } = rig();
  life.start();
  await settle();
  expect(life.state).toBe('ready');
  lose();
  expect(life.state).toBe('waiting');
  expect(life.link).toBeNull();
  await vi.advanceTimersByTimeAsync(delays.retryFirstMs);
  expect(did).toEqual(['open', 'ask', 'listen', 'close', 'open', 'ask', 'listen']);
});

describe('a device that cannot be opened', () => {
  test('is tried later each time, and never given up', async () => {
    const tries: number[] = [];
    const { life } = rig({
      open: () => {
        tries.push(Date.now());
        return Promise.reject(new Error('busy'));
      },
    });
    life.start();
    await vi.advanceTimersByTimeAsync(120_000);
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(Math.max(...gaps)).toBe(delays.retryLongestMs);
    expect(life.reason).toBe('reader-failed');
    await life.end();
    const before = tries.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries.length).toBe(before);
  });

  test('not-permitted: the reason that the system gave is told, for a technician can help', async () => {
    const { life } = rig({ open: () => Promise.reject(new BridgeError('reader-not-permitted')) });
    life.start();
    await settle();
    expect([life.state, life.reason]).toEqual(['waiting', 'reader-not-permitted']);
    await life.end();
  });

  test('opening-hangs: given up after its time, and closed should it open after all', async () => {
    let openLate: (link: Link) => void = () => undefined;
    const { life, did } = rig({
      open: () =>
        new Promise<Link>((resolve) => {
          openLate = resolve;
        }),
    });
    life.start();
    await vi.advanceTimersByTimeAsync(delays.openMs);
    expect(life.state).toBe('waiting');
    openLate({ number: 1 });
    await settle();
    expect(did).toContain('close');
  });
});

test('no-answer-about-its-state: closed and tried again', async () => {
  const { life, did } = rig({ ask: () => new Promise<never>(() => undefined) });
  life.start();
  await vi.advanceTimersByTimeAsync(delays.askMs);
  expect(life.state).toBe('waiting');
  expect(did).toContain('close');
  expect(did).not.toContain('listen');
});

test('flapping-plug: a device that is lost again at once waits longer; a sound one begins anew', async () => {
  const { life, lose, opened } = rig();
  life.start();
  await settle();
  lose();
  await vi.advanceTimersByTimeAsync(delays.retryFirstMs);
  lose();
  await vi.advanceTimersByTimeAsync(delays.retryFirstMs);
  expect(opened()).toBe(2);
  await vi.advanceTimersByTimeAsync(delays.retryFirstMs);
  expect(opened()).toBe(3);
  await vi.advanceTimersByTimeAsync(delays.soundMs);
  lose();
  await vi.advanceTimersByTimeAsync(delays.retryFirstMs);
  expect(opened()).toBe(4);
});

test('ended-while-opening: what opens afterwards is closed', async () => {
  let openLate: (link: Link) => void = () => undefined;
  const { life, did } = rig({
    open: () =>
      new Promise<Link>((resolve) => {
        openLate = resolve;
      }),
  });
  life.start();
  await life.end();
  openLate({ number: 1 });
  await settle();
  expect(did).toEqual(['close']);
  expect(life.state).toBe('ended');
});
