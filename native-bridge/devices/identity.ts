/** Names a USB device by what stays the same when it is unplugged and comes back under another port name. */
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface UsbFacts {
  /** Four hex digits. */
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber: string | null;
  /** The socket it is in: bus and ports, e.g. `1-1.4`. */
  readonly usbPath: string | null;
}

/** Serial numbers that makers leave in by the thousand: they tell nothing. */
const worthless = /^(0+|f+|1234567890?|0123456789(abcdef)?|none|n\/a|serial|default|not ?specified)$/i;

/** The serial number where it tells the device from its like, else the socket that it is plugged into. */
export function usbIdentity(facts: UsbFacts): string {
  const serial =
    facts.serialNumber
      ?.trim()
      .replaceAll(/[^\x21-\x7e]/g, '_')
      .slice(0, 100) ?? '';
  const kind = `usb:${facts.vendorId.toLowerCase()}:${facts.productId.toLowerCase()}`;
  return serial.length < 3 || worthless.test(serial)
    ? `${kind}:at:${facts.usbPath ?? 'unknown'}`
    : `${kind}:sn:${serial}`;
}

/** Two devices of one make with the same serial number are told apart by their sockets. */
export function distinctIdentities(facts: readonly UsbFacts[]): string[] {
  const identities = facts.map(usbIdentity);
  return identities.map((identity, index) => {
    const mine = facts[index];
    const shared = identities.filter((other) => other === identity).length > 1;
    return shared && mine ? usbIdentity({ ...mine, serialNumber: null }) : identity;
  });
}

/** `/sys` reaches the USB device above a node at most this many folders up. */
const farthest = 10;

/**
 * Linux: the USB device behind a node, e.g. (`tty`, `ttyUSB0`) or (`hidraw`, `hidraw3`). Null when there is none: a
 * board's own port, a pseudo terminal, another system.
 */
export async function usbFactsOf(subsystem: string, node: string, sysfs = '/sys'): Promise<UsbFacts | null> {
  let folder = await realpath(join(sysfs, 'class', subsystem, basename(node), 'device')).catch(() => null);
  for (let up = 0; folder !== null && up < farthest && folder.length > 1; up += 1) {
    const vendorId = await firstLine(join(folder, 'idVendor'));
    if (vendorId !== null) {
      return {
        vendorId,
        productId: (await firstLine(join(folder, 'idProduct'))) ?? '0000',
        serialNumber: await firstLine(join(folder, 'serial')),
        usbPath: basename(folder),
      };
    }
    folder = dirname(folder);
  }
  return null;
}

async function firstLine(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (text.split('\n')[0]?.trim() ?? null);
}
