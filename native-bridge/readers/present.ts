/** Code and card readers that are plugged in. Wedge readers are keyboards and type into the window; they are not here. */
import { devicesAsync } from 'node-hid';
import { SerialPort } from 'serialport';
import type { ResultOf } from '../contract.ts';
import { traceStep } from '../trace.ts';

type Reader = ResultOf<'readers', 'list'>['readers'][number];

/** HID Point of Sale usage tables 1.02: bar code scanner page. */
const scannerUsagePage = 0x8c;
const lookLimitMs = 3_000;
let lastPresent: ReadonlySet<string> = new Set();

export async function presentReaders(): Promise<Reader[]> {
  const [hid, serial] = await Promise.all([withinLimit(hidReaders()), withinLimit(serialReaders())]);
  const present = [...hid, ...serial].map(({ id }) => id);
  for (const id of present) if (!lastPresent.has(id)) traceStep(id, 'plugged in');
  for (const id of lastPresent) if (!present.includes(id)) traceStep(id, 'unplugged');
  lastPresent = new Set(present);
  return [...hid, ...serial];
}

async function hidReaders(): Promise<Reader[]> {
  const devices = await devicesAsync();
  return devices
    .filter((device) => device.usagePage === scannerUsagePage && device.path)
    .map((device) => ({
      id: `hid:${device.path ?? ''}`,
      name: device.product ?? 'HID',
      kind: 'hid',
      virtual: false,
    }));
}

/** Only ports with a USB device behind them: a board's own port says nothing about a reader. */
async function serialReaders(): Promise<Reader[]> {
  const ports = await SerialPort.list();
  return ports
    .filter((port) => port.vendorId !== undefined)
    .map((port) => ({
      id: `serial:${port.path}`,
      name: port.manufacturer ?? port.path,
      kind: 'serial',
      virtual: false,
    }));
}

/** A bus that cannot be looked at (no udev, no permission, no answer) has no readers. */
async function withinLimit(look: Promise<Reader[]>): Promise<Reader[]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Reader[]>((resolve) => {
    timer = setTimeout(() => resolve([]), lookLimitMs);
  });
  try {
    return await Promise.race([look.catch(() => []), limit]);
  } finally {
    clearTimeout(timer);
  }
}
