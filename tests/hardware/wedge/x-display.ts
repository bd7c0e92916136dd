/**
 * Just enough of the X11 protocol (X Window System Protocol, X11R7; XTEST Extension Protocol 2.2) to be a keyboard: one
 * connection that names keys once and then presses them with the server's own delays, so that no busy client disturbs
 * their pace.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const opcodes = {
  getInputFocus: 43,
  queryExtension: 98,
  changeKeyboardMapping: 100,
  getKeyboardMapping: 101,
  getModifierMapping: 119,
};

export interface KeyMapping {
  readonly firstCode: number;
  /** Key symbols of each code from `firstCode` on: plain, with Shift, … */
  readonly symbols: readonly (readonly number[])[];
}

/** One press or release; `delayMs` passes in the server before it happens. */
export interface FakeKey {
  readonly code: number;
  readonly down: boolean;
  readonly delayMs: number;
}

export class XDisplay {
  readonly #socket: Socket;
  readonly #xtest: number;
  readonly #codes: readonly [number, number];
  readonly #reply: () => Promise<Buffer>;

  private constructor(
    socket: Socket,
    parts: { xtest: number; codes: readonly [number, number]; reply: () => Promise<Buffer> },
  ) {
    this.#socket = socket;
    this.#xtest = parts.xtest;
    this.#codes = parts.codes;
    this.#reply = parts.reply;
  }

  /** `name` as in DISPLAY; only local displays, for a keyboard is at hand. */
  static async open(name = process.env['DISPLAY'] ?? ''): Promise<XDisplay> {
    const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(name)?.[1];
    if (number === undefined) throw new Error(`not a local display: ${name || '(none)'}`);
    const socket = connect(`/tmp/.X11-unix/X${number}`);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const reader = new ReplyReader(socket);
    socket.write(setup(cookieOf(number)));
    const greeting = await reader.greeting();
    const codes = [greeting.readUInt8(34), greeting.readUInt8(35)] as const;
    const asked = Buffer.from('XTEST');
    socket.write(request(opcodes.queryExtension, 0, [u16(asked.length), u16(0), asked, Buffer.alloc(3)]));
    const extension = await reader.reply();
    if (extension.readUInt8(8) !== 1) throw new Error('this display has no XTEST');
    return new XDisplay(socket, { xtest: extension.readUInt8(9), codes, reply: () => reader.reply() });
  }

  async mapping(): Promise<KeyMapping> {
    const [firstCode, lastCode] = this.#codes;
    const count = lastCode - firstCode + 1;
    this.#socket.write(request(opcodes.getKeyboardMapping, 0, [Buffer.from([firstCode, count]), u16(0)]));
    const reply = await this.#reply();
    const width = reply.readUInt8(1);
    const symbol = (index: number): number => reply.readUInt32LE(32 + 4 * index);
    const symbols = Array.from({ length: count }, (_, code) =>
      Array.from({ length: width }, (__, level) => symbol(code * width + level)),
    );
    return { firstCode, symbols };
  }

  /** Codes of Shift, Control and the like. */
  async modifierCodes(): Promise<readonly number[]> {
    this.#socket.write(request(opcodes.getModifierMapping, 0, []));
    const reply = await this.#reply();
    return [...reply.subarray(32)].filter((code) => code !== 0);
  }

  /** Gives one key a plain symbol and one with Shift; everybody on the display hears of it. */
  rename(code: number, plain: number, shifted: number): void {
    const parts = [Buffer.from([code, 2]), u16(0), u32(plain), u32(shifted)];
    this.#socket.write(request(opcodes.changeKeyboardMapping, 1, parts));
  }

  /** Presses keys; ends when the server has made the last of them. */
  async press(keys: readonly FakeKey[]): Promise<void> {
    const [press, release] = [2, 3];
    for (const { code, down, delayMs } of keys) {
      const event = Buffer.alloc(32);
      event.writeUInt8(down ? press : release, 0);
      event.writeUInt8(code, 1);
      event.writeUInt32LE(delayMs, 4);
      const fakeInput = 2;
      this.#socket.write(request(this.#xtest, fakeInput, [event]));
    }
    await this.settled();
  }

  /** Ends when the server has done everything that was asked before. */
  async settled(): Promise<void> {
    this.#socket.write(request(opcodes.getInputFocus, 0, []));
    await this.#reply();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Replies in order; events are passed over, an error is one of ours and thrown. */
class ReplyReader {
  readonly #waiting: { size(head: Buffer): number; take(bytes: Buffer): void; fail(error: Error): void }[] =
    [];
  #bytes = Buffer.alloc(0);

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#drain();
    });
    const gone = (): void => {
      for (const each of this.#waiting.splice(0)) each.fail(new Error('the display has gone'));
    };
    socket.on('close', gone).on('error', gone);
  }

  async greeting(): Promise<Buffer> {
    const bytes = await this.#next((head) => 8 + 4 * head.readUInt16LE(6), 8);
    if (bytes.readUInt8(0) !== 1) throw new Error(`refused by the display: ${bytes.subarray(8).toString()}`);
    return bytes;
  }

  reply(): Promise<Buffer> {
    return this.#next((head) => 32 + (head.readUInt8(0) === 1 ? 4 * head.readUInt32LE(4) : 0), 32);
  }

  #next(size: (head: Buffer) => number, headBytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const whole = (head: Buffer): number => (head.length < headBytes ? Infinity : size(head));
      this.#waiting.push({ size: whole, take: resolve, fail: reject });
      this.#drain();
    });
  }

  #drain(): void {
    for (;;) {
      const next = this.#waiting[0];
      const size = next?.size(this.#bytes) ?? Infinity;
      if (!next || this.#bytes.length < size) return;
      const bytes = this.#bytes.subarray(0, size);
      this.#bytes = this.#bytes.subarray(size);
      const isEvent = size === 32 && bytes.readUInt8(0) > 1;
      if (isEvent) continue;
      this.#waiting.shift();
      if (size === 32 && bytes.readUInt8(0) === 0) next.fail(new Error(`X error ${bytes.readUInt8(1)}`));
      else next.take(bytes);
    }
  }
}

function request(opcode: number, detail: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.from([opcode, detail, 0, 0]);
  head.writeUInt16LE((head.length + body.length) / 4, 2);
  return Buffer.concat([head, body]);
}

const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);

const cookieName = 'MIT-MAGIC-COOKIE-1';

function setup(cookie: Buffer | null): Buffer {
  const padded = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const name = Buffer.from(cookie ? cookieName : '');
  const data = cookie ?? Buffer.alloc(0);
  const [littleEndian, major] = [0x6c, 11];
  return Buffer.concat([
    ...[Buffer.from([littleEndian, 0]), u16(major), u16(0), u16(name.length), u16(data.length), u16(0)],
    ...[padded(name), padded(data)],
  ]);
}

/** The display's cookie in the file that XAUTHORITY names (libXau's format: big-endian counted strings). */
function cookieOf(display: string): Buffer | null {
  const path = process.env['XAUTHORITY'];
  if (!path) return null;
  const file = readFileSync(path);
  let at = 0;
  const counted = (): Buffer => {
    const length = file.readUInt16BE(at);
    at += 2 + length;
    return file.subarray(at - length, at);
  };
  while (at < file.length) {
    at += 2;
    counted();
    const number = counted().toString();
    const name = counted().toString();
    const data = counted();
    if ((number === display || number === '') && name === cookieName) return data;
  }
  return null;
}
