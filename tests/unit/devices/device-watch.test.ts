import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import type { DeviceEvent } from '../../../native-bridge/contract-devices.ts';
import { DeviceWatch } from '../../../native-bridge/devices/device-watch.ts';
import type { DeviceDriver, FoundDevice, LinkNews } from '../../../native-bridge/devices/watched-device.ts';

const usb0: FoundDevice = { identity: 'usb:1:2:sn:A', name: 'P', port: '/dev/ttyUSB0', virtual: false };
const usb1: FoundDevice = { ...usb0, port: '/dev/ttyUSB1' };

/** A bus with one socket; counts what is open and writes down what the driver is asked. */
class Bus implements DeviceDriver<string> {
  here: readonly FoundDevice[] = [];
  fault: string | null = null;
  open_: (() => Promise<void>) | undefined;
  listFails = false;
  lists = 0;
  openNow = 0;
  readonly steps: string[] = [];
  news: LinkNews | undefined;
  list() {
    this.lists += 1;
    return this.listFails ? Promise.reject(new Error('bus')) : Promise.resolve(this.here);
  }
  async open(device: FoundDevice, news: LinkNews) {
    this.steps.push(`open ${device.port}`);
    await this.open_?.();
    this.openNow += 1;
    this.news = news;
    return device.port;
  }
  askState(port: string) {
    this.steps.push(`ask ${port}`);
    return Promise.resolve(this.fault);
  }
  close() {
    this.openNow -= 1;
    return Promise.resolve();
  }
}

let bus: Bus;
let events: DeviceEvent[];
let watch: DeviceWatch<string>;
let wake: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  bus = new Bus();
  events = [];
  watch = new DeviceWatch({
    driver: bus,
    codes: { absent: 'printer-absent', busy: 'printer-busy' },
    emit: (event) => events.push(event),
    wake: (heard) => {
      wake = heard;
      return () => undefined;
    },
  });
  watch.start();
});

afterEach(async () => {
  await watch.stop();
  expect(bus.openNow).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

async function plug(...devices: FoundDevice[]): Promise<void> {
  bus.here = devices;
  wake();
  await vi.advanceTimersByTimeAsync(1_000);
}
const told = () => events.map(({ type, device }) => `${type} ${device.phase} ${device.port ?? '-'}`);

test('port-name-changes: the same device, asked anew before its next job', async () => {
  await plug(usb0);
  await plug();
  await plug(usb1);
  expect(watch.devices()).toHaveLength(1);
  expect(await watch.use(usb0.identity, (link) => Promise.resolve(link))).toBe('/dev/ttyUSB1');
  expect(bus.steps).toEqual([
    'open /dev/ttyUSB0',
    'ask /dev/ttyUSB0',
    'open /dev/ttyUSB1',
    'ask /dev/ttyUSB1',
  ]);
  expect(told().filter((line) => /lost|ready/.test(line))).toEqual([
    'device.state ready /dev/ttyUSB0',
    'device.lost lost -',
    'device.state ready /dev/ttyUSB1',
    'device.state ready /dev/ttyUSB1',
  ]);
  expect(told()).toContain('device.state busy /dev/ttyUSB1');
});

test('replug-between-two-looks: seen by its new instance, link opened anew', async () => {
  await plug({ ...usb0, instance: '7' });
  await plug({ ...usb0, instance: '8' });
  expect(bus.steps).toHaveLength(4);
  expect(told()).toContain('device.lost lost -');
});

test('unplug-mid-job: the job is told, and the next one is refused', async () => {
  await plug(usb0);
  const job = watch.use(
    usb0.identity,
    (_link, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new BridgeError('printer-absent')));
      }),
  );
  const outcome = expect(job).rejects.toMatchObject({ code: 'printer-absent' });
  await plug();
  await outcome;
  await expect(watch.use(usb0.identity, () => Promise.resolve())).rejects.toMatchObject({
    code: 'printer-absent',
  });
});

test('two-jobs-at-once: the second is told that the device is busy', async () => {
  await plug(usb0);
  let end = (): void => undefined;
  const first = watch.use(usb0.identity, () => new Promise<void>((resolve) => (end = resolve)));
  await vi.advanceTimersByTimeAsync(1);
  await expect(watch.use(usb0.identity, () => Promise.resolve())).rejects.toMatchObject({
    code: 'printer-busy',
  });
  end();
  await first;
  expect(watch.devices()[0]?.phase).toBe('ready');
});

test('paper-out: told, asked again every few seconds, and ready by itself once a person has helped', async () => {
  bus.fault = 'printer-paper-out';
  await plug(usb0);
  expect(watch.devices()[0]).toMatchObject({ phase: 'fault', reason: 'printer-paper-out' });
  const count = events.length;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(events.length).toBe(count);
  bus.fault = null;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(watch.devices()[0]).toMatchObject({ phase: 'ready', reason: null });
});

test('job-after-paper-came: asks at once instead of refusing by the old answer', async () => {
  bus.fault = 'printer-paper-out';
  await plug(usb0);
  await expect(watch.use(usb0.identity, () => Promise.resolve())).rejects.toMatchObject({
    code: 'printer-paper-out',
  });
  bus.fault = null;
  expect(await watch.use(usb0.identity, () => Promise.resolve('printed'))).toBe('printed');
});

test('job-tells-a-fault: the device is in fault until it says otherwise', async () => {
  await plug(usb0);
  bus.fault = 'printer-cover-open';
  const job = watch.use(usb0.identity, () => Promise.reject(new BridgeError('printer-cover-open')));
  await expect(job).rejects.toMatchObject({ code: 'printer-cover-open' });
  expect(watch.devices()[0]).toMatchObject({ phase: 'fault', reason: 'printer-cover-open' });
});

test('open-fails: tried again with growing waits, the reason is told', async () => {
  bus.open_ = () => Promise.reject(new BridgeError('printer-busy'));
  await plug(usb0);
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = bus.steps.length;
  expect(tries).toBeGreaterThan(5);
  expect(tries).toBeLessThan(10);
  expect(watch.devices()[0]).toMatchObject({ phase: 'backoff', reason: 'printer-busy' });
  bus.open_ = undefined;
  await vi.advanceTimersByTimeAsync(40_000);
  expect(watch.devices()[0]?.phase).toBe('ready');
});

test('open-hangs: given up, but never opened twice at the same time; a late link is closed again', async () => {
  let letGo = (): void => undefined;
  bus.open_ = () => new Promise((resolve) => (letGo = resolve));
  await plug(usb0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(bus.steps).toEqual(['open /dev/ttyUSB0']);
  bus.open_ = undefined;
  letGo();
  await vi.advanceTimersByTimeAsync(40_000);
  expect(watch.devices()[0]?.phase).toBe('ready');
  expect(bus.openNow).toBe(1);
});

test('link-breaks: opened and asked again although nothing was unplugged', async () => {
  await plug(usb0);
  bus.news?.cut();
  expect(watch.devices()[0]?.phase).toBe('backoff');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.devices()[0]?.phase).toBe('ready');
  expect(bus.steps).toHaveLength(4);
});

test('bus-does-not-answer: no device is given up for it', async () => {
  await plug(usb0);
  bus.listFails = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(watch.devices()[0]?.phase).toBe('ready');
});

test('wake-storm: a thousand wake-ups in a second are at most a handful of looks', async () => {
  await plug(usb0);
  const before = bus.lists;
  for (let times = 0; times < 1_000; times += 1) {
    wake();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(bus.lists - before).toBeLessThanOrEqual(6);
});

test('thousand-different-devices: the memory of those that are away is bounded', async () => {
  for (let round = 0; round < 1_000; round += 1) {
    bus.here = [{ ...usb0, identity: `usb:${round}` }];
    await watch.lookNow();
    await vi.advanceTimersByTimeAsync(round % 100 === 99 ? 10_000 : 10);
  }
  bus.here = [];
  await vi.advanceTimersByTimeAsync(20_000);
  expect(watch.devices().length).toBeLessThanOrEqual(64);
});
