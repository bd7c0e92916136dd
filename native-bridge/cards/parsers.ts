/** Everything that takes apart bytes from a card, by name: what a fuzzer feeds. Each answers or throws MalformedData. */
import { readCom, readDg1 } from './reader/dg1.ts';
import { readDg13 } from './reader/dg13.ts';
import { readDg2 } from './reader/dg2.ts';
import { readDg14, readSecurityInfos } from './reader/security-infos.ts';
import { tlvsIn } from './reader/tlv.ts';
import { readPublicKeyInfo } from './trust/public-key-info.ts';
import { readSecurityObject } from './trust/security-object.ts';

export const cardParsers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  tlv: tlvsIn,
  cardAccess: readSecurityInfos,
  com: readCom,
  sod: readSecurityObject,
  dg1: readDg1,
  dg2: readDg2,
  dg13: (bytes) => readDg13(bytes, 'with-ethnicity-and-religion'),
  dg14: readDg14,
  publicKeyInfo: readPublicKeyInfo,
};
