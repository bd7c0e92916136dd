/**
 * A line of so many bits a second and so long a way, between a client and a server on this machine: bytes wait for their
 * turn on the line, all connections together, and then for the way. Each direction has a line of its own. No packet is
 * lost: what the kernel does about loss is not ours to measure.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface ThinLine {
  readonly port: number;
  /** Bytes of both directions. */
  carried(): { readonly up: number; readonly down: number };
  end(): void;
}

/** Bytes that one direction of one connection may have waiting before its sender is held back. */
const mostWaiting = 64 * 1024;
/** A packet's worth, so that connections take turns. */
const pieceBytes = 1_460;

export async function startThinLine(options: {
  readonly port: number;
  readonly bitsPerSecond: number;
  /** There and back, ms. */
  readonly roundTripMs: number;
}): Promise<ThinLine> {
  const carried = { up: 0, down: 0 };
  const freeAt = { up: 0, down: 0 };
  const sockets = new Set<Socket>();

  const carry = (from: Socket, to: Socket, way: 'up' | 'down'): void => {
    let waiting = 0;
    let lastAt = 0;
    const arrive = (at: number, work: () => void): void => {
      lastAt = Math.max(lastAt, at);
      setTimeout(work, Math.max(0, lastAt - performance.now()));
    };
    from.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        const now = performance.now();
        freeAt[way] = Math.max(freeAt[way], now) + (piece.length * 8_000) / options.bitsPerSecond;
        carried[way] += piece.length;
        waiting += piece.length;
        if (waiting > mostWaiting) from.pause();
        arrive(freeAt[way] + options.roundTripMs / 2, () => {
          to.write(piece);
          waiting -= piece.length;
          if (waiting <= mostWaiting) from.resume();
        });
      }
    });
    from.on('end', () => arrive(performance.now() + options.roundTripMs / 2, () => to.end()));
    from.on('error', () => to.destroy());
  };

  const server = createServer((near) => {
    const far = connect(options.port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('close', () => sockets.delete(socket));
    }
    carry(near, far, 'up');
    carry(far, near, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    carried: () => ({ ...carried }),
    end: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
