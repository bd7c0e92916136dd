/** A short sample of `npm run hardware -- replug`: a device that is plugged in and out again and again leaves nothing behind. */
import { afterEach, expect, test } from 'vitest';
import { replug } from '../../hardware/replug/measure.ts';
import type { Stage } from '../../hardware/replug/stage.ts';
import { stageKinds } from '../../hardware/replug/stages.ts';

let stage: Stage | undefined;

afterEach(async () => {
  await stage?.end();
  stage = undefined;
});

for (const kind of stageKinds.filter(({ name }) => name === 'serial' || name === 'scanner')) {
  const missing = kind.needs.length > 0 ? ` (needs ${kind.needs.join(', ')})` : '';
  test.skipIf(missing !== '')(
    `${kind.name} replugged 20 times: no handle kept, no restart${missing}`,
    async () => {
      stage = await kind.start();
      const { device, main, restarts } = await replug(stage, 20, () => undefined);
      expect(restarts).toBe(0);
      // A handle kept at each replug would be twenty more.
      expect(device.end.handles - device.start.handles).toBeLessThan(10);
      expect(main.end.handles - main.start.handles).toBeLessThan(10);
      // So few cycles say little of memory, but a picture kept at each would show.
      expect(device.memory).toBeLessThan(1.3);
    },
  );
}
