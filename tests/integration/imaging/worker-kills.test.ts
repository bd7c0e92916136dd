import { expect, test } from 'vitest';
import { killWorkers } from '../../hardware/imaging/worker-kills.ts';

/** `npm run hardware -- worker-kills` does the same for longer. */
test.skipIf(process.platform !== 'linux')(
  'imaging workers killed at random moments: no page lost, none doubled, each prepared once',
  async () => {
    const report = await killWorkers(10, 20_261_122);
    expect(report).toMatchObject({ kills: 10, lost: 0, doubled: 0, unprepared: 0 });
    expect(report.atWork).toBeGreaterThan(0);
    expect(report.pages).toBeGreaterThan(10);
  },
  120_000,
);
