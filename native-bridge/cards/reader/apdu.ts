/** Commands to a card and its answers, ISO/IEC 7816-4. */
import { BridgeError } from '../../bridge-error.ts';
import { joined } from '../bytes.ts';

export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Most bytes that the answer may have (Ne), 1 to 65536; absent: none are expected. */
  readonly expected?: number;
}

export interface Answer {
  readonly data: Uint8Array;
  /** Status bytes, e.g. 0x9000. */
  readonly status: number;
}

export const fine = 0x9000;

/** In the short form where that suffices, else in the extended one. */
export function encodedCommand(command: Command): Uint8Array {
  const { data = new Uint8Array(0), expected } = command;
  const head = Uint8Array.of(command.cla, command.ins, command.p1, command.p2);
  if (data.byteLength > 255 || (expected ?? 0) > 256) return extended(head, data, expected);
  const length = data.byteLength > 0 ? [data.byteLength] : [];
  const le = expected === undefined ? [] : [expected % 256];
  return joined(head, Uint8Array.from(length), data, Uint8Array.from(le));
}

function extended(head: Uint8Array, data: Uint8Array, expected: number | undefined): Uint8Array {
  const length = data.byteLength > 0 ? [0, data.byteLength >> 8, data.byteLength & 0xff] : [];
  const le = expected === undefined ? [] : [(expected >> 8) & 0xff, expected & 0xff];
  const mark = length.length === 0 && le.length > 0 ? [0] : [];
  return joined(head, Uint8Array.from(length), data, Uint8Array.from(mark), Uint8Array.from(le));
}

/** @throws BridgeError card-damaged when there are no status bytes. */
export function decodedAnswer(bytes: Uint8Array): Answer {
  if (bytes.byteLength < 2) throw new BridgeError('card-damaged', { file: 'answer' });
  const [high = 0, low = 0] = bytes.subarray(-2);
  return { data: bytes.subarray(0, -2), status: (high << 8) | low };
}

export function statusText(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0');
}
