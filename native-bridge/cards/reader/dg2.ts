/** DG2 of ICAO 9303-10: the face, in the record of ISO/IEC 19794-5. */
import { childrenOf, MalformedData, onlyTlv, smallIntegerOf, tlvsIn, withTag, type Tlv } from './tlv.ts';

export interface FacePicture {
  readonly mime: 'image/jpeg' | 'image/jp2';
  readonly bytes: Uint8Array;
}

/** "FAC" and a zero byte. */
const recordMark = [0x46, 0x41, 0x43, 0];
const recordHead = 14;
const facialHead = 20;
const featurePoint = 8;
const imageHead = 12;

/** The first face picture. @throws MalformedData */
export function readDg2(file: Uint8Array): FacePicture {
  const group = childrenOf(onlyTlv(file, 0x75), 0x75);
  const templates = childrenOf(withTag(group, 0x7f61), 0x7f61);
  if (smallIntegerOf(templates.find((each) => each.tag === 0x02)) < 1) throw new MalformedData('no face');
  const face = childrenOf(withTag(templates, 0x7f60), 0x7f60);
  return pictureIn(recordOf(face));
}

/** Plain (5F2E), or constructed (7F2E) around it. */
function recordOf(face: readonly Tlv[]): Uint8Array {
  const plain = face.find((each) => each.tag === 0x5f2e);
  if (plain) return plain.value;
  return withTag(tlvsIn(withTag(face, 0x7f2e).value), 0x5f2e).value;
}

function pictureIn(record: Uint8Array): FacePicture {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (record.byteLength < recordHead + facialHead + imageHead)
    throw new MalformedData('a face record breaks off');
  if (recordMark.some((byte, index) => record[index] !== byte)) throw new MalformedData('not a face record');
  if (view.getUint32(8) > record.byteLength) throw new MalformedData('a face record is longer than its file');
  const facialEnd = recordHead + view.getUint32(recordHead);
  const imageStart = recordHead + facialHead + view.getUint16(recordHead + 4) * featurePoint + imageHead;
  if (facialEnd > record.byteLength || imageStart >= facialEnd) {
    throw new MalformedData('a face picture lies outside its record');
  }
  const bytes = record.subarray(imageStart, facialEnd);
  const mime = pictureKind(bytes);
  if (!mime) throw new MalformedData('a picture of a kind that 9303 does not know');
  return { mime, bytes };
}

const signatures = [
  { mime: 'image/jpeg', start: [0xff, 0xd8, 0xff] },
  { mime: 'image/jp2', start: [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20] },
  { mime: 'image/jp2', start: [0xff, 0x4f, 0xff, 0x51] },
] as const;

/** By what the bytes are, not by what the record says they are. */
function pictureKind(bytes: Uint8Array): FacePicture['mime'] | null {
  return signatures.find(({ start }) => start.every((byte, index) => bytes[index] === byte))?.mime ?? null;
}
