/** A HID scanner made in the kernel through /dev/uhid (Linux, include/uapi/linux/uhid.h): to everybody else it is plugged in. */
import { close, open, read, write } from 'node:fs';
import { promisify } from 'node:util';

const events = {
  destroy: 1,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
};
const eventBytes = 4380;
const dataAt = 4;
const dataBytes = 4096;
const usb = 3;

export interface UhidScanner {
  /** Sends one input report, its id first. */
  report(bytes: Uint8Array): Promise<void>;
  /** Hex of each output report that the kernel passed on. */
  readonly written: readonly string[];
  unplug(): Promise<void>;
}

export async function plugInUhidScanner(
  descriptor: Uint8Array,
  identity: {
    readonly name: string;
    readonly serial: string;
    readonly vendor: number;
    readonly product: number;
  },
): Promise<UhidScanner> {
  const device = await promisify(open)('/dev/uhid', 'r+');
  const send = async (bytes: Buffer): Promise<void> => void (await promisify(write)(device, bytes));
  const event = (type: number, ...parts: Buffer[]): Buffer => Buffer.concat([u32(type), ...parts]);
  const text = (value: string, bytes: number): Buffer =>
    Buffer.concat([Buffer.from(value), Buffer.alloc(bytes)]).subarray(0, bytes);
  const written: string[] = [];
  let plugged = true;

  async function listen(): Promise<void> {
    while (plugged) {
      const heard = Buffer.alloc(eventBytes);
      // Ends when the device is closed.
      const { bytesRead } = await promisify(read)(device, heard, 0, eventBytes, null).catch(() => ({
        bytesRead: 0,
      }));
      if (bytesRead < dataAt) return;
      const type = heard.readUInt32LE(0);
      if (type === events.output) {
        const size = heard.readUInt16LE(dataAt + dataBytes);
        written.push(heard.subarray(dataAt, dataAt + size).toString('hex'));
      }
      // It has no feature reports; whoever asks hears so at once instead of waiting.
      const id = heard.subarray(dataAt, dataAt + 4);
      const notThere = u16(5);
      if (type === events.getReport) await send(event(events.getReportReply, id, notThere, u16(0)));
      if (type === events.setReport) await send(event(events.setReportReply, id, notThere));
    }
  }

  await send(
    event(
      events.create2,
      ...[text(identity.name, 128), text('uhid/0', 64), text(identity.serial, 64)],
      ...[u16(descriptor.length), u16(usb), u32(identity.vendor), u32(identity.product), u32(0x100), u32(0)],
      Buffer.concat([descriptor, Buffer.alloc(dataBytes - descriptor.length)]),
    ),
  );
  void listen();
  return {
    report: (bytes) => send(event(events.input2, u16(bytes.length), Buffer.from(bytes))),
    written,
    async unplug() {
      plugged = false;
      await send(event(events.destroy));
      // The listener may wait in the kernel for good; closing does not wait for it.
      close(device, () => undefined);
    },
  };
}

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
