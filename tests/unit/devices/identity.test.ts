import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { distinctIdentities, usbFactsOf, usbIdentity } from '../../../native-bridge/devices/identity.ts';

const printer = { vendorId: '0403', productId: '6001', serialNumber: 'A50285BI', usbPath: '1-1.4' };

test('other-socket: a device with a serial number is the same in every socket', () => {
  expect(usbIdentity(printer)).toBe('usb:0403:6001:sn:A50285BI');
  expect(usbIdentity({ ...printer, usbPath: '2-3' })).toBe(usbIdentity(printer));
});

test.each(['', '0', '000000', '0123456789ABCDEF', 'None'])(
  'worthless-serial %j: known by its socket',
  (serial) => {
    expect(usbIdentity({ ...printer, serialNumber: serial })).toBe('usb:0403:6001:at:1-1.4');
  },
);

test('same-serial-twice: two devices of one make are not taken for one', () => {
  const both = distinctIdentities([printer, { ...printer, usbPath: '1-1.3' }]);
  expect(both).toEqual(['usb:0403:6001:at:1-1.4', 'usb:0403:6001:at:1-1.3']);
});

test('usb-device-behind-a-node: read from sysfs; a port of the board has none', async () => {
  const sysfs = mkdtempSync(join(tmpdir(), 'sysfs-'));
  const usb = join(sysfs, 'devices', 'pci0', 'usb1', '1-1', '1-1.4');
  const node = join(usb, '1-1.4:1.0', 'ttyUSB3');
  const board = join(sysfs, 'devices', 'pnp0', '00:03');
  for (const folder of [
    node,
    board,
    join(sysfs, 'class', 'tty', 'ttyUSB3'),
    join(sysfs, 'class', 'tty', 'ttyS0'),
  ])
    mkdirSync(folder, { recursive: true });
  symlinkSync(node, join(sysfs, 'class', 'tty', 'ttyUSB3', 'device'));
  symlinkSync(board, join(sysfs, 'class', 'tty', 'ttyS0', 'device'));
  writeFileSync(join(usb, 'idVendor'), '0403\n');
  writeFileSync(join(usb, 'idProduct'), '6001\n');
  writeFileSync(join(usb, 'serial'), 'A50285BI\n');
  try {
    expect(await usbFactsOf('tty', '/dev/ttyUSB3', sysfs)).toEqual(printer);
    expect(await usbFactsOf('tty', 'ttyS0', sysfs)).toBeNull();
    expect(await usbFactsOf('tty', 'ttyACM9', sysfs)).toBeNull();
  } finally {
    rmSync(sysfs, { recursive: true });
  }
});
