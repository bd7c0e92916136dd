import { expect, test } from 'vitest';
import { DevicePhase } from '../../../native-bridge/contract-devices.ts';
import {
  delayOf,
  nextPhase,
  usualDelays,
  type DeviceHappening,
} from '../../../native-bridge/devices/phases.ts';

const phases = DevicePhase.options;
const happenings: readonly DeviceHappening[] = [
  'seen',
  'gone',
  'delay-over',
  'opened',
  'failed',
  'told-ready',
  'told-fault',
  'job-began',
  'job-ended',
  'cut',
];

test('job-before-answer: only a device that has just answered becomes ready, only a ready one works', () => {
  for (const phase of phases)
    for (const happening of happenings) {
      const next = nextPhase(phase, happening);
      if (next === 'ready' && phase !== 'ready')
        expect([`${phase} ${happening}`]).toEqual(
          expect.arrayContaining([phase === 'busy' ? 'busy job-ended' : 'asking-state told-ready']),
        );
      if (next === 'busy' && phase !== 'busy') expect([phase, happening]).toEqual(['ready', 'job-began']);
    }
});

test('unplugged-in-any-phase: lost, and only when plugged in again does it come back', () => {
  for (const phase of phases) {
    const after = nextPhase(phase, 'gone');
    expect(after).toBe(phase === 'absent' ? 'absent' : 'lost');
    for (const happening of happenings)
      if (happening !== 'seen') expect(['lost', 'absent']).toContain(nextPhase(after, happening));
    expect(nextPhase(after, 'seen')).toBe('appeared');
  }
});

test('device-that-never-answers: every phase that waits for it has a delay, and each delay leads on', () => {
  for (const phase of ['appeared', 'opening', 'asking-state', 'fault', 'backoff', 'lost'] as const) {
    expect(delayOf(phase, usualDelays, 1)).toBeGreaterThan(0);
    expect(nextPhase(phase, 'delay-over')).not.toBe(phase);
  }
});

test('device-that-keeps-failing: tried less and less often, never beyond the longest wait', () => {
  const waits = Array.from({ length: 40 }, (_, index) => delayOf('backoff', usualDelays, index + 1) ?? 0);
  expect(waits.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(Math.max(...waits)).toBe(usualDelays.longestBackoffMs);
});
