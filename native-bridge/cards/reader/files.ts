/** Files of the application of ICAO 9303-10, and reading them without believing what they say about their length. */
import { BridgeError } from '../../bridge-error.ts';
import { fine } from './apdu.ts';
import { refusal, type ChipLink } from './chip-link.ts';
import { headAt, MalformedData, tlv, tlvAt } from './tlv.ts';

/** Application identifier of the travel document application. */
export const applicationId = Uint8Array.of(0xa0, 0, 0, 2, 0x47, 0x10, 1);

/** File identifiers; EF.CardAccess lies in the master file. */
export const files = {
  CardAccess: 0x011c,
  COM: 0x011e,
  SOD: 0x011d,
  DG1: 0x0101,
  DG2: 0x0102,
  DG13: 0x010d,
  DG14: 0x010e,
  DG15: 0x010f,
} as const;
export type FileName = keyof typeof files;
export type GroupName = 'DG1' | 'DG2' | 'DG13' | 'DG14' | 'DG15';

/** A face picture is some tens of kilobytes; more than this is not read, whatever a length says. */
export const maxFileBytes = 256 * 1024;
const extendedChunk = 1_600;
/** From here on READ BINARY needs the odd instruction with an offset object. */
const evenLimit = 0x7fff;
/** Tag and length of the object that wraps its answers (up to 255 bytes, up to 64 KiB). */
const wrapBytes = (wanted: number) => (wanted < 0x80 ? 2 : wanted < 0x100 ? 3 : 4);
/** Enough for a tag and a length. */
const headBytes = 8;
/**
 * So many bytes the file has at any rate: asked for at once, they spare a command, and no chip is asked for bytes
 * behind its end, which some refuse. DG1 of a card (TD1) has exactly this length.
 */
const surely: Readonly<Record<FileName, number>> = {
  CardAccess: headBytes,
  COM: headBytes,
  SOD: 512,
  DG1: 95,
  DG2: 2_048,
  DG13: 223,
  DG14: 48,
  DG15: 80,
};

/** @throws BridgeError card-not-id when the chip has no such application. */
export async function selectApplication(link: ChipLink): Promise<void> {
  const { status } = await link.send({ cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: applicationId });
  if (status !== fine) throw new BridgeError('card-not-id');
}

type Fetched = { readonly head: Uint8Array } | { readonly refused: number };

/** The files of one chip; remembers what this chip has shown that it can do. */
export class ChipFiles {
  readonly #link: ChipLink;
  /** By short identifier (ISO/IEC 7816-4, 11.3.1) selecting costs no command of its own; not every chip takes them. */
  #shortIdentifiers: 'untried' | 'taken' | 'refused' = 'untried';
  #extended: boolean;

  constructor(link: ChipLink, options: { readonly extended: boolean }) {
    this.#link = link;
    this.#extended = options.extended;
  }

  /** Null when there is no such file. @throws BridgeError card-access-refused, card-damaged and those of the link */
  async read(name: FileName): Promise<Uint8Array | null> {
    const first = await this.#first(name);
    if (!first) return null;
    const size = sizeOf(first, name);
    const file = new Uint8Array(size);
    let filled = 0;
    for (let part = first; ; part = await this.#part(name, filled, size - filled)) {
      // The head may be more than a tiny file has; what a card sends beyond its own length is not taken.
      const taken = part.subarray(0, size - filled);
      if (taken.byteLength === 0) throw new BridgeError('card-damaged', { file: name });
      file.set(taken, filled);
      filled += taken.byteLength;
      if (filled === size) return file;
    }
  }

  /** Selects the file and gives its first bytes; null when there is none. */
  async #first(name: FileName): Promise<Uint8Array | null> {
    const wanted = Math.min(this.#room(0), surely[name]);
    if (name !== 'CardAccess' && this.#shortIdentifiers !== 'refused') {
      const found = await this.#fetch(0x8000 | ((files[name] & 0x1f) << 8), wanted, name);
      if ('head' in found) {
        this.#shortIdentifiers = 'taken';
        return found.head;
      }
      if (this.#shortIdentifiers === 'taken' && found.refused === 0x6a82) return null;
      if (this.#shortIdentifiers === 'untried') this.#shortIdentifiers = 'refused';
    }
    const id = files[name];
    const data = Uint8Array.of(id >> 8, id & 0xff);
    const selected = await this.#link.send({ cla: 0, ins: 0xa4, p1: 0x02, p2: 0x0c, data });
    if (selected.status === 0x6a82) return null;
    if (selected.status !== fine) throw refusal(selected.status, name);
    const found = await this.#fetch(0, wanted, name);
    if ('head' in found) return found.head;
    const again = await this.#fetch(0, headBytes, name);
    if ('head' in again) return again.head;
    throw refusal(again.refused, name);
  }

  async #part(name: FileName, offset: number, left: number): Promise<Uint8Array> {
    const found = await this.#partOf(name, offset, Math.min(left, this.#room(offset)));
    if ('head' in found) return found.head;
    if (found.refused !== 0x6700 || !this.#extended) throw refusal(found.refused, name);
    // Long answers were more than this chip or its reader can carry.
    this.#extended = false;
    return this.#part(name, offset, left);
  }

  #partOf(name: FileName, offset: number, wanted: number): Promise<Fetched> {
    if (offset <= evenLimit) return this.#fetch(offset, wanted, name);
    return this.#fetchByObject(offset, wanted, name);
  }

  /** Bytes of a file that one answer can carry. */
  #room(offset: number): number {
    if (this.#extended && this.#link.protected) return extendedChunk;
    const room = this.#link.shortRoom;
    return offset <= evenLimit ? room : room - wrapBytes(room);
  }

  async #fetch(place: number, wanted: number, name: FileName): Promise<Fetched> {
    const command = { cla: 0, ins: 0xb0, p1: place >> 8, p2: place & 0xff, expected: wanted };
    const { status, data } = await this.#link.send(command);
    return readable(status) ? { head: within(data, wanted, name) } : { refused: status };
  }

  async #fetchByObject(offset: number, wanted: number, name: FileName): Promise<Fetched> {
    const place = tlv(0x54, Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff));
    const expected = wanted + wrapBytes(wanted);
    const { status, data } = await this.#link.send({
      cla: 0,
      ins: 0xb1,
      p1: 0,
      p2: 0,
      data: place,
      expected,
    });
    if (!readable(status)) return { refused: status };
    return { head: within(discretionary(data, name), wanted, name) };
  }
}

/** 6282: the file ended before the wanted bytes; what there is may still be enough. */
const readable = (status: number) => status === fine || status === 0x6282;

function within(data: Uint8Array, wanted: number, name: FileName): Uint8Array {
  if (data.byteLength > wanted) throw new BridgeError('card-damaged', { file: name });
  return data;
}

function sizeOf(head: Uint8Array, name: FileName): number {
  try {
    const { valueOffset, length } = headAt(head, 0);
    const size = valueOffset + length;
    if (size > maxFileBytes) throw new BridgeError('card-damaged', { file: name });
    return size;
  } catch (error) {
    if (error instanceof MalformedData) throw new BridgeError('card-damaged', { file: name });
    throw error;
  }
}

function discretionary(data: Uint8Array, name: FileName): Uint8Array {
  try {
    const object = tlvAt(data, 0);
    if (object.tag === 0x53) return object.value;
  } catch (error) {
    if (!(error instanceof MalformedData)) throw error;
  }
  throw new BridgeError('card-damaged', { file: name });
}
