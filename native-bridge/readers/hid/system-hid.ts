/** The system's HID scanners, through node-hid. */
import { constants } from 'node:fs';
import { access, readFile, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { devicesAsync, HIDAsync, type Device } from 'node-hid';
import { BridgeError } from '../../bridge-error.ts';
import { usualDescriptor } from '../simulator/descriptor-bytes.ts';
import type { FoundHid, HidPort } from './hid-port.ts';
import { readerUsages, scannerPage } from './usages.ts';

export async function findHidScanners(): Promise<FoundHid[]> {
  const devices = await devicesAsync();
  const scanners = devices.filter(
    (device) =>
      device.usagePage === scannerPage && readerUsages.has(device.usage ?? 0) && device.path !== undefined,
  );
  const found = await Promise.all(scanners.map(foundOf));
  return distinct(found);
}

async function foundOf(device: Device): Promise<FoundHid> {
  const path = device.path ?? '';
  const place = await usbPlace(path);
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const model = `hid:${hex(device.vendorId)}:${hex(device.productId)}`;
  return {
    id: device.serialNumber ? `${model}:${device.serialNumber}` : `${model}@${place}`,
    name: [device.manufacturer, device.product].filter(Boolean).join(' ') || 'HID',
    // A replugged device may get its old USB path and a new node, or the other way round.
    place: `${place} ${path}`,
    virtual: false,
    descriptor: await descriptorOf(path),
    open: () => openPort(path),
  };
}

/** Makers that give every device the same serial number: then the USB path tells them apart. */
function distinct(found: readonly FoundHid[]): FoundHid[] {
  return found.map((each) =>
    found.some((other) => other !== each && other.id === each.id)
      ? { ...each, id: `${each.id}@${each.place.split(' ')[0] ?? ''}` }
      : each,
  );
}

/** On Linux the interface's place in the tree of buses, e.g. `1-1:1.0`; elsewhere the system's own path. */
async function usbPlace(path: string): Promise<string> {
  if (process.platform !== 'linux') return path;
  const device = await realpath(`/sys/class/hidraw/${basename(path)}/device`).catch(() => null);
  return /\/(\d+-[\d.]+:\d+\.\d+)\//.exec(`${device ?? ''}/`)?.[1] ?? path;
}

/**
 * Only Linux shows the descriptor as the device sent it. Elsewhere the reports are taken to be those that the usage tables
 * give as their example, which the common makers follow.
 */
async function descriptorOf(path: string): Promise<Uint8Array> {
  if (process.platform !== 'linux') return usualDescriptor;
  const file = `/sys/class/hidraw/${basename(path)}/device/report_descriptor`;
  return readFile(file).catch(() => usualDescriptor);
}

async function openPort(path: string): Promise<HidPort> {
  if (process.platform === 'linux') {
    await access(path, constants.R_OK | constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      throw new BridgeError(error.code === 'EACCES' ? 'reader-not-permitted' : 'reader-failed');
    });
  }
  const device = await HIDAsync.open(path);
  return {
    onReport: (listener) => void device.on('data', (report: Buffer) => listener(report)),
    onLost: (listener) => void device.once('error', () => listener()),
    async write(report) {
      await device.write(Buffer.from(report));
    },
    async sendFeature(report) {
      await device.sendFeatureReport(Buffer.from(report));
    },
    async getFeature(reportId, bytes) {
      const answer = await device.getFeatureReport(reportId, bytes + 1);
      return answer.subarray(1);
    },
    async close() {
      // A reading that is cut off by the closing reports its own end as an error.
      device.removeAllListeners();
      device.on('error', () => undefined);
      await device.close();
    },
  };
}
