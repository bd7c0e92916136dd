/** Clocks that are off, set while people work, or set while the machine was off: what the station goes by. */
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { createCityHealth } from '../../../main/city/health.ts';
import { assessDeadline } from '../../../main/domain/deadline.ts';
import { localDateOf } from '../../../main/domain/local-time.ts';
import type { DeadlineRule } from '../../../main/domain/procedure.ts';
import { createStationClock, type ClockMemory } from '../../../main/domain/station-clock.ts';

const day = 86_400_000;
const minute = 60_000;
const { calendar } = loadCatalogue();
const inDay: DeadlineRule = {
  ...{ unit: 'in_day', value: 0, cutoffHour: 15, extended: null, note: null, confidence: 'high' },
};

/** A machine whose clock is `offMs` off the true time, which passes only as told. */
function machine(trueTime: string, offMs = 0) {
  let truth = Date.parse(`${trueTime}+07:00`);
  let off = offMs;
  let steady = 1_000_000;
  let kept: string | null = null;
  const memory: ClockMemory = { read: () => kept, write: (text) => (kept = text) };
  const boot = () => createStationClock({ machine: () => truth + off, steady: () => steady });
  return {
    memory,
    boot,
    truth: () => truth,
    pass: (ms: number) => {
      truth += ms;
      steady += ms;
    },
    /** Somebody sets the clock. */
    set: (ms: number) => (off += ms),
    off: () => off,
    /** Off and on again. */
    restart: (ms: number) => {
      truth += ms;
      steady = 5_000;
    },
  };
}

/** As the city's answers tell it: whole seconds, half a round trip ago. */
function hear(clock: ReturnType<typeof createStationClock>, truth: number): void {
  const health = createCityHealth(clock, () => undefined);
  health.heard({ roundTripMs: 40, cityTime: Math.floor(truth / 1000) * 1000, bulk: false });
}

const dueOf = (at: number) => assessDeadline(inDay, at, calendar).dueAt;

describe('a clock that is off', () => {
  it.each([
    ['a day ahead', day],
    ['a day behind', -day],
    ['90 seconds ahead', 90_000],
    ['90 seconds behind', -90_000],
  ])('%s: once compared, the time and the deadline are the city’s', (_, offMs) => {
    const station = machine('2026-11-23T14:59:10', offMs);
    const right = dueOf(station.truth());
    const clock = station.boot();
    expect(clock.now()).toBe(station.truth() + offMs);
    hear(clock, station.truth());
    expect(Math.abs(clock.now() - station.truth())).toBeLessThan(2_000);
    expect(clock.correction.offsetMs()).toBeGreaterThan(offMs - 2_000);
    expect(clock.correction.offsetMs()).toBeLessThan(offMs + 2_000);
    expect(dueOf(clock.now())).toBe(right);
  });

  it('90 seconds ahead, uncorrected, would miss the day: 15:00 is the boundary', () => {
    const station = machine('2026-11-23T14:59:10', 90_000);
    expect(dueOf(station.boot().now())).not.toBe(dueOf(station.truth()));
  });

  it('within two seconds is left as it is', () => {
    const station = machine('2026-11-23T10:00:00', 1_500);
    const clock = station.boot();
    hear(clock, station.truth());
    expect(clock.now()).toBe(station.truth() + 1_500);
    expect(clock.correction.offsetMs()).toBe(0);
  });
});

describe('a clock that is set while people work', () => {
  it.each([
    ['a day ahead', day],
    ['a day back', -day],
  ])('%s: the station’s time goes on, no deadline moves, and the difference is told', (_, ms) => {
    const station = machine('2026-11-23T14:30:00');
    const clock = station.boot();
    hear(clock, station.truth());
    const before = dueOf(clock.now());
    station.pass(5 * minute);
    station.set(ms);
    expect(Math.abs(clock.now() - station.truth())).toBeLessThan(2_000);
    expect(dueOf(clock.now())).toBe(before);
    expect(clock.correction.offsetMs()).toBe(ms);
    // Set right again: nothing is left of it, also without the city.
    station.set(-ms);
    expect(clock.now()).toBe(station.truth());
    expect(clock.correction.offsetMs()).toBe(0);
  });

  it('over midnight: the day of local numbers stays the city’s', () => {
    const station = machine('2026-11-23T23:50:00');
    const clock = station.boot();
    hear(clock, station.truth());
    station.set(20 * minute);
    expect(localDateOf(clock.now())).toBe('2026-11-23');
    station.pass(15 * minute);
    expect(localDateOf(clock.now())).toBe('2026-11-24');
  });
});

describe('the difference that was kept', () => {
  it('counts offline after a new start, however large, while the machine ran on', () => {
    const station = machine('2026-11-23T09:00:00', day);
    const first = station.boot();
    first.remember(station.memory);
    hear(first, station.truth());
    station.pass(40 * minute);
    const second = station.boot();
    expect(second.now()).toBe(station.truth() + day);
    second.remember(station.memory);
    expect(Math.abs(second.now() - station.truth())).toBeLessThan(2_000);
  });

  it('counts after the machine was off, if it was small', () => {
    const station = machine('2026-11-23T09:00:00', 90_000);
    const first = station.boot();
    first.remember(station.memory);
    hear(first, station.truth());
    station.restart(15 * 60 * minute);
    const second = station.boot();
    second.remember(station.memory);
    expect(Math.abs(second.now() - station.truth())).toBeLessThan(2_000);
  });

  it('does not count after the machine was off, if it was large: its clock may have been set right', () => {
    const station = machine('2026-11-23T09:00:00', day);
    const first = station.boot();
    first.remember(station.memory);
    hear(first, station.truth());
    station.restart(15 * 60 * minute);
    station.set(-day);
    const second = station.boot();
    second.remember(station.memory);
    expect(second.now()).toBe(station.truth());
    expect(second.correction.offsetMs()).toBeNull();
  });

  it.each(['', '{', '{"offsetMs":"a"}', 'null'])('%j is nothing to go by', (text) => {
    const station = machine('2026-11-23T09:00:00', day);
    const clock = station.boot();
    clock.remember({ read: () => text, write: () => undefined });
    expect(clock.correction.offsetMs()).toBeNull();
  });
});
