/** The near end of a simulated printer's line, as a port; see slip-simulator.ts. */
import { Duplex } from 'node:stream';
import type { SlipPort } from './slip-link.ts';

export interface SimulatedLine {
  readonly port: SlipPort;
  /** What the printer says; nobody hears it once the port is closed. */
  tell(bytes: Uint8Array): void;
}

export function simulatedLine(receive: (bytes: Uint8Array) => void, baud: number): SimulatedLine {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Uint8Array, _encoding, done) => {
      receive(chunk);
      setImmediate(done);
    },
  });
  let closed = false;
  return {
    tell(bytes) {
      if (!closed) stream.push(bytes);
    },
    port: {
      name: 'virtual-slip',
      stream,
      baud,
      discard: () => Promise.resolve(),
      close: () => {
        closed = true;
        stream.destroy();
        return Promise.resolve();
      },
    },
  };
}
