import { expect, test } from 'vitest';
import { backoffMs, createCircuit } from '../../../main/city/circuit.ts';
import { createCityHealth } from '../../../main/city/health.ts';

const never = (): number => 0.999;

test('the pause between attempts doubles from one second up to five minutes', () => {
  expect([1, 2, 3, 4].map((attempts) => backoffMs(attempts, () => 1))).toEqual([1000, 2000, 4000, 8000]);
  expect(backoffMs(10_000, () => 1)).toBe(300_000);
  expect(backoffMs(1, () => 0)).toBe(500);
});

test('a dead city gets no items, and a probe at least every five seconds while things wait', () => {
  const circuit = createCircuit(never);
  circuit.failed(1_000);
  expect(circuit.allowed(3)).toBe(0);
  expect(circuit.wantsProbe(1_100, true)).toBe(false);
  expect(circuit.wantsProbe(1_600, true)).toBe(true);
  circuit.probed(1_600);
  expect(circuit.wantsProbe(2_600, true)).toBe(false);
  expect(circuit.wantsProbe(6_600, true)).toBe(true);
  expect(circuit.wantsProbe(6_600, false)).toBe(false);
});

test('after an outage one item tries alone before all go', () => {
  const circuit = createCircuit(never);
  circuit.failed(0);
  expect(circuit.answered(10)).toBe('back');
  expect(circuit.allowed(3)).toBe(1);
  circuit.succeeded();
  expect(circuit.allowed(3)).toBe(3);
});

test('a city that answers probes but no messages is tried ever more rarely', () => {
  const circuit = createCircuit(never);
  circuit.failed(0);
  let now = 0;
  const gaps: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const before = now;
    while (circuit.answered(now) === 'still-failing') now += 100;
    gaps.push(now - before);
    circuit.failed(now);
  }
  expect(gaps[1]).toBeGreaterThan(3_000);
  expect(gaps[5]).toBeGreaterThan(50_000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(60_100);
  circuit.hurry();
  expect(circuit.answered(now)).toBe('back');
});

test('a clock two hours off is measured, one within two seconds is not', () => {
  const city = Date.UTC(2026, 10, 23, 1, 30, 0);
  let now = city;
  const health = createCityHealth({ now: () => now }, () => undefined);
  now = city + 1_900;
  health.heard({ roundTripMs: 100, cityTime: city, bulk: false });
  expect(health.status().clockOffsetMs).toBe(0);
  now = city + 7_200_000;
  health.heard({ roundTripMs: 100, cityTime: city, bulk: false });
  expect(health.status().clockOffsetMs).toBe(7_200_000 - 50 - 500);
});

test('a slow answer makes the city slow, and a later quick one up again', () => {
  const health = createCityHealth({ now: () => 5 }, () => undefined);
  health.heard({ roundTripMs: 3_500, cityTime: null, bulk: false });
  health.reached();
  expect(health.status()).toMatchObject({ state: 'slow', since: 5 });
  health.heard({ roundTripMs: 9_000, cityTime: null, bulk: true });
  health.heard({ roundTripMs: 30, cityTime: null, bulk: false });
  health.reached();
  expect(health.status().state).toBe('up');
});
