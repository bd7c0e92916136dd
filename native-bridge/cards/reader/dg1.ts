/** EF.COM and DG1 of ICAO 9303-10: what the chip holds, and its machine-readable zone. */
import { childrenOf, MalformedData, onlyTlv, withTag } from './tlv.ts';

const zoneLengths = new Set([90, 72, 88]);

/** The zone's lines, joined: 90 (cards), 72 or 88 characters. @throws MalformedData */
export function readDg1(file: Uint8Array): string {
  const { value } = withTag(childrenOf(onlyTlv(file, 0x61), 0x61), 0x5f1f);
  if (!zoneLengths.has(value.byteLength)) throw new MalformedData('a zone of a length that no document has');
  const zone = Buffer.from(value).toString('latin1');
  if (/[^A-Z0-9<]/.test(zone)) throw new MalformedData('a character that no zone has');
  return zone;
}

/** Tags of the data groups that EF.COM lists, e.g. 0x61 for DG1. @throws MalformedData */
export function readCom(file: Uint8Array): readonly number[] {
  return [...withTag(childrenOf(onlyTlv(file, 0x60), 0x60), 0x5c).value];
}
