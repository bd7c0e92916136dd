/** Device process of the readers. */
import { BridgeError } from '../bridge-error.ts';
import { systemNodesLike } from '../devices/wake.ts';
import { readSettings, serve } from '../host.ts';
import { foundHidReader } from './hid/hid-reader.ts';
import { findHidScanners } from './hid/system-hid.ts';
import { createHub, type Lookout } from './hub.ts';
import { foundSerialReader } from './serial/serial-reader.ts';
import { findSerialScanners } from './serial/system-serial.ts';
import { createVirtualScanner } from './simulator/virtual-scanner.ts';

const { training, slipPrinters, serialReaders = [] } = readSettings();
const virtual = training ? createVirtualScanner('virtual-cccd', 'Đầu đọc tập huấn') : null;

const ofHid = (found: Parameters<typeof foundHidReader>[0][]) =>
  found.map(foundHidReader).filter((each) => each !== null);
const hidBus: Lookout = {
  everyMs: 1_500,
  wake: systemNodesLike(/^hidraw\d/),
  find: async () => ofHid(await findHidScanners()),
};
// On Linux each look at the ports starts a process of udev's.
const serialPorts: Lookout = {
  everyMs: 5_000,
  wake: systemNodesLike(/^tty(USB|ACM)\d/),
  find: async () => {
    const taken = slipPrinters.map(({ path }) => path);
    return (await findSerialScanners(serialReaders, taken)).map(foundSerialReader);
  },
};
// Training knows no real device: a code of a real citizen has no place in it.
const lookouts = virtual
  ? [{ everyMs: 1_500, find: () => Promise.resolve(ofHid(virtual.found())) }]
  : [hidBus, serialPorts];

serve('readers', ({ emit, onEnd }) => {
  const hub = createHub(lookouts, emit);
  onEnd(() => hub.end());

  /** A reader that has just been plugged in takes a moment until somebody listens to it. */
  async function untilReady(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await hub.list()).every(({ state }) => state === 'ready')) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const done = { result: {}, bodies: [] };
  return {
    list: async () => ({ result: { readers: await hub.list() }, bodies: [] }),
    async trigger({ readerId, on }) {
      await hub.reader(readerId).trigger(on);
      return done;
    },
    async beep({ readerId, sound }) {
      await hub.reader(readerId).beep(sound);
      return done;
    },
    async simulate({ payload, aim, fault }) {
      if (!virtual) throw new BridgeError('reader-absent');
      if (virtual.plugIn()) await hub.look();
      await untilReady();
      const bytes = new TextEncoder().encode(payload);
      if (!(await virtual.hold(bytes, aim, fault))) throw new BridgeError('reader-absent');
      if (fault === 'unplug') await hub.look();
      return done;
    },
  };
});
