/** Serial scanners: ports that the technician named, and USB devices of makers that make scanners only. */
import { existsSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { SerialPort } from 'serialport';
import type { SerialReaderSettings } from '../../contract-readers.ts';

export interface FoundSerial {
  readonly id: string;
  readonly name: string;
  /** Path of the port now. */
  readonly path: string;
  readonly baud: number;
}

/**
 * USB vendors whose serial devices are scanners (usb.ids): Symbol/Zebra, Metrologic/Honeywell, Hand Held Products,
 * Datalogic, Opticon, Newland. A port of any other maker may be a printer and is opened only when named.
 */
const scannerMakers: ReadonlySet<string> = new Set(['05e0', '0c2e', '0536', '05f9', '065a', '1eab']);
/** USB-CDC ignores it; scanners with a converter in their plug come with this from the factory. */
const usualBaud = 9_600;

/** `taken`: ports that belong to printers. */
export async function findSerialScanners(
  named: readonly SerialReaderSettings[],
  taken: readonly string[],
): Promise<FoundSerial[]> {
  const listed = await SerialPort.list();
  const found = new Map<string, FoundSerial>();
  for (const port of listed) {
    const path = port.path;
    const vendor = port.vendorId?.toLowerCase().padStart(4, '0');
    const settings = named.find(({ port: name }) => name === path || name === port.serialNumber);
    if (vendor === undefined || taken.includes(path)) continue;
    if (!settings && !scannerMakers.has(vendor)) continue;
    const model = `serial:${vendor}:${port.productId?.toLowerCase() ?? ''}`;
    found.set(path, {
      id: port.serialNumber ? `${model}:${port.serialNumber}` : `${model}@${await usbPlace(path)}`,
      name: settings?.name ?? port.manufacturer ?? path,
      path,
      baud: settings?.baud ?? usualBaud,
    });
  }
  // A board's own port, or one that the system does not list.
  for (const { port, name, baud } of named)
    if (!found.has(port) && isPort(port, listed) && !taken.includes(port))
      found.set(port, { id: `serial:${port}`, name, path: port, baud });
  return [...found.values()];
}

function isPort(name: string, listed: readonly { readonly path: string }[]): boolean {
  return listed.some(({ path }) => path === name) || (name.startsWith('/') && existsSync(name));
}

async function usbPlace(path: string): Promise<string> {
  const device = await readlink(`/sys/class/tty/${basename(path)}/device`).catch(() => null);
  return /(\d+-[\d.]+:\d+\.\d+)/.exec(device ?? '')?.[1] ?? path;
}
