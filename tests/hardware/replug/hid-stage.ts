/** A HID-POS scanner on umockdev's bus, plugged in and out: a code is read, and a beep written, after each plugging in. */
import { reportsOf } from '../../../native-bridge/readers/simulator/descriptor-bytes.ts';
import { findProgram } from '../programs.ts';
import { mockBusNeeds, openMockBus } from '../readers/umockdev-scanner.ts';
import { startClass, until, type StageKind } from './stage.ts';

const patience = { timeoutMs: 30_000 };
const beepReport = '0404';

export const hidScanner: StageKind = {
  name: 'hid',
  needs: mockBusNeeds.filter((name) => findProgram(name) === undefined),
  start() {
    const bus = openMockBus();
    let lastCode = '';
    const device = startClass(
      'readers',
      {},
      {
        nodePath: bus.launcherOf(process.execPath),
        onEvent: (event) => {
          if (event.type === 'scanned') lastCode = event.payload;
        },
      },
    );
    let codes = 0;
    const ready = async (): Promise<string | undefined> => {
      const listed = await device.bridge.call('list', {}, [], patience);
      return listed.ok ? listed.value.readers.find(({ state }) => state === 'ready')?.id : undefined;
    };
    return Promise.resolve({
      ...device,
      async plug() {
        bus.plug();
        let readerId: string | undefined;
        await until(async () => (readerId = await ready()) !== undefined, 'the scanner is ready');
        const code = `MA-${(codes += 1)}`;
        for (const report of reportsOf(new TextEncoder().encode(code), ']Q3')) bus.report(report);
        await until(() => lastCode === code, 'a code');
        const before = bus.written.length;
        const beep = { readerId: readerId ?? '', sound: 'error' as const };
        await device.bridge.call('beep', beep, [], patience);
        await until(() => bus.written.slice(before).join('') === beepReport, 'a beep');
      },
      async unplug() {
        bus.unplug();
        await until(async () => {
          const listed = await device.bridge.call('list', {}, [], patience);
          return listed.ok && listed.value.readers.length === 0;
        }, 'no scanner');
      },
      async end() {
        bus.hangUp();
        await device.end();
        bus.end();
      },
    });
  },
};
