/**
 * A simulated chip as a real PC/SC card: speaks to `vpcd`, the reader driver of vsmartcard, over TCP. Messages are
 * a length (uint16 BE) and bytes; one byte alone is a control: 0 power off, 1 power on, 2 reset, 4 asks for the ATR.
 */
import { connect, type Socket } from 'node:net';
import type { ChipSimulator } from './chip.ts';

export interface InsertedCard {
  /** Takes the card out of the reader. */
  remove(): Promise<void>;
  /** Commands answered so far. */
  count(): number;
}

export interface InsertOptions {
  readonly host?: string;
  readonly port: number;
  /** The card is taken out instead of answering this command; the first is 1. */
  readonly removeAt?: number;
  /** From this command on the card never answers. */
  readonly silentFrom?: number;
}

const control = { off: 0, on: 1, reset: 2, atr: 4 } as const;
const maxMessageBytes = 0xffff;

/** Rejects when nothing listens there. */
export async function insertIntoVpcd(chip: ChipSimulator, options: InsertOptions): Promise<InsertedCard> {
  const socket = connect({ host: options.host ?? '127.0.0.1', port: options.port });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let held = Buffer.alloc(0);
  let count = 0;

  function answer(message: Buffer): void {
    if (message.byteLength === 1) {
      if (message[0] === control.atr) send(socket, chip.atr);
      else chip.reset();
      return;
    }
    count += 1;
    if (options.removeAt !== undefined && count >= options.removeAt) socket.destroy();
    else if (options.silentFrom === undefined || count < options.silentFrom)
      send(socket, chip.process(message));
  }

  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.byteLength >= 2 && held.byteLength >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      const message = held.subarray(2, end);
      held = held.subarray(end);
      if (message.byteLength > 0) answer(message);
    }
  });
  return {
    count: () => count,
    remove: () =>
      new Promise((resolve) => {
        if (socket.destroyed) resolve();
        socket.once('close', () => resolve());
        socket.destroy();
      }),
  };
}

function send(socket: Socket, bytes: Uint8Array): void {
  if (socket.destroyed || bytes.byteLength > maxMessageBytes) return;
  socket.write(Buffer.concat([Buffer.of(bytes.byteLength >> 8, bytes.byteLength & 0xff), bytes]));
}
