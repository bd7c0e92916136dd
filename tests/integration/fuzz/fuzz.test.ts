/** A short sample of `npm run fuzz`, and the proof that it would tell. */
import { describe, expect, it } from 'vitest';
import { fuzzTargets } from '../../fuzz/targets.ts';
import { watchSearch } from '../../fuzz/watch.ts';
import { fuzzTargets as planted } from './planted.ts';

const sampleMs = 300;
const module = new URL('./planted.ts', import.meta.url).href;

describe('the search finds a planted fault and keeps an input that shows it', () => {
  it.each(planted.map((target) => [target.name, target] as const))('%s', async (name, target) => {
    const { finding } = await watchSearch(target, 20_000, 7, module);
    const kind = {
      'planted-hang': 'hang',
      'planted-allocation': 'over-allocation',
      'planted-heap': 'over-allocation',
    };
    expect(finding?.kind).toBe(name in kind ? kind[name as keyof typeof kind] : 'crash');
    expect(new TextDecoder().decode(finding?.input)).toMatch(/^PLANT/);
  });
});

describe('no parser of device bytes crashes, hangs or over-allocates in a short search', () => {
  it.each(fuzzTargets.map((target) => [target.name, target] as const))('%s', async (_name, target) => {
    const report = await watchSearch(target, sampleMs, 20_261_122);
    expect(report.finding).toBeNull();
    expect(report.guided + report.checked).toBeGreaterThan(target.seeds.length);
  });
});
