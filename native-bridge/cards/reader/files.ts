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
/** Fits a protected short answer with any cipher: 256 less checksum, status and padding. */
const shortChunk = 223;
const extendedChunk = 1_600;
/** From here on READ BINARY needs the odd instruction with an offset object. */
const evenLimit = 0x7fff;

/** @throws BridgeError card-not-id when the chip has no such application. */
export async function selectApplication(link: ChipLink): Promise<void> {
  const { status } = await link.send({ cla: 0, ins: 0xa4, p1: 0x04, p2: 0x0c, data: applicationId });
  if (status !== fine) throw new BridgeError('card-not-id');
}

/** Null when there is no such file. @throws BridgeError card-access-refused, card-damaged and those of the link */
export async function readFile(
  link: ChipLink,
  name: FileName,
  options: { readonly extended: boolean },
): Promise<Uint8Array | null> {
  const id = files[name];
  const selected = await link.send({
    cla: 0,
    ins: 0xa4,
    p1: 0x02,
    p2: 0x0c,
    data: Uint8Array.of(id >> 8, id & 0xff),
  });
  if (selected.status === 0x6a82) return null;
  if (selected.status !== fine) throw refusal(selected.status, name);
  const chunk = options.extended ? extendedChunk : shortChunk;
  const first = await readAt(link, name, 0, 8);
  const size = sizeOf(first, name);
  const file = new Uint8Array(size);
  let filled = 0;
  for (let part = first; ; part = await readAt(link, name, filled, Math.min(chunk, size - filled))) {
    // Eight bytes may be more than a tiny file has; what a card sends beyond its own length is not taken.
    const taken = part.subarray(0, size - filled);
    if (taken.byteLength === 0) throw new BridgeError('card-damaged', { file: name });
    file.set(taken, filled);
    filled += taken.byteLength;
    if (filled === size) return file;
  }
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

async function readAt(link: ChipLink, name: FileName, offset: number, wanted: number): Promise<Uint8Array> {
  const answer = await link.send(
    offset <= evenLimit
      ? { cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, expected: wanted }
      : { cla: 0, ins: 0xb1, p1: 0, p2: 0, data: offsetObject(offset), expected: wanted + 4 },
  );
  // 6282: the file ended before the wanted bytes; what there is may still be enough.
  if (answer.status !== fine && answer.status !== 0x6282) throw refusal(answer.status, name);
  const data = offset <= evenLimit ? answer.data : discretionary(answer.data, name);
  if (data.byteLength > wanted) throw new BridgeError('card-damaged', { file: name });
  return data;
}

function offsetObject(offset: number): Uint8Array {
  return tlv(0x54, Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff));
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
