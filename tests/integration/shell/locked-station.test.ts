import { expect, it } from 'vitest';
import { startHeadless } from '../../station/headless-station.ts';
import { realStation } from '../../station/real-station.ts';

it('a locked station says how its devices are, not "starting" until somebody unlocks it', async () => {
  const missing = {
    path: '/dev/mot-cua-not-there',
    baud: 115200,
    widthPx: 576,
    name: 'Máy in phiếu',
    flow: 'none',
  } as const;
  const station = await startHeadless({ station: realStation([missing]) });
  expect((await station.call('status.get', {})).scanner.state).toBe('starting');
  await expect
    .poll(
      async () => {
        const { slipPrinter, scanner, paperPrinter, reader } = await station.call('status.get', {});
        return [slipPrinter, scanner, paperPrinter, reader].map(({ state }) => state);
      },
      { timeout: 30_000 },
    )
    .not.toContain('starting');
  // Nobody has unlocked it meanwhile, and the windows were told without asking.
  expect(await station.call('session.state', {})).toMatchObject({ store: 'new', staff: null });
  const status = await station.call('status.get', {});
  expect(status.slipPrinter).toMatchObject({ state: 'absent', name: 'Máy in phiếu', virtual: false });
  for (const device of [status.scanner, status.paperPrinter, status.reader]) {
    expect(device).toMatchObject({ virtual: false });
  }
  expect(status.city.state).toBe('unknown');
  expect(station.events).toContainEqual({
    type: 'status.changed',
    status: { ...status, disk: expect.anything() as unknown },
  });

  // Unlocking starts what needs the store, and does not look at the devices anew.
  await station.call('session.unlock', { passphrase: 'bốn từ rời rạc' });
  await expect
    .poll(async () => (await station.call('status.get', {})).city.state, { timeout: 30_000 })
    .toBe('down');
  await station.end();
});
