/** Opens a configured serial port for a slip printer. */
import { SerialPort } from 'serialport';
import { BridgeError } from '../bridge-error.ts';
import type { SlipProfile } from '../contract-printers.ts';
import type { SlipPort } from './slip-link.ts';

const openLimitMs = 3_000;

/** @throws BridgeError printer-absent, printer-busy (another program holds the port), printer-failed */
export async function openSerialPort(
  path: string,
  baud: number,
  flow: SlipProfile['flow'],
): Promise<SlipPort> {
  const port = new SerialPort({
    path,
    baudRate: baud,
    autoOpen: false,
    lock: true,
    rtscts: flow === 'rts-cts',
    xon: flow === 'xon-xoff',
    xoff: flow === 'xon-xoff',
  });
  await within(
    openLimitMs,
    new Promise<void>((resolve, reject) => {
      port.open((error) => (error ? reject(openFailure(error)) : resolve()));
    }),
    () => new BridgeError('printer-failed', { reason: 'open-timed-out' }),
  );
  return {
    name: path,
    stream: port,
    baud,
    discard: () => quietly(openLimitMs, (done) => port.flush(done)),
    async close(limitMs) {
      if (!port.isOpen) return;
      // Closing while bytes are on their way would cut the slip short on some systems.
      await quietly(limitMs, (done) => port.drain(done));
      await quietly(openLimitMs, (done) => port.close(done));
    },
  };
}

function openFailure(error: Error): BridgeError {
  const { message } = error;
  if (/lock|busy|temporarily unavailable|access denied/i.test(message))
    return new BridgeError('printer-busy');
  if (/no such file|not found|cannot find|no such device|not supported/i.test(message))
    return new BridgeError('printer-absent');
  return new BridgeError('printer-failed', { reason: 'open-failed' });
}

async function within<Value>(limitMs: number, work: Promise<Value>, late: () => Error): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Putting a port away may fail in any way; there is nothing to do about it. */
function quietly(limitMs: number, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs);
    start(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
