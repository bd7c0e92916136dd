/** SecurityInfos of ICAO 9303-11, 9.2: what EF.CardAccess and DG14 say about the protocols of a chip. */
import type { SessionCipher } from './session-crypto.ts';
import { childrenOf, MalformedData, oidOf, onlyTlv, smallIntegerOf, tlvsIn, type Tlv } from './tlv.ts';

/** PACE with elliptic curves and generic mapping (also where the chip adds chip authentication mapping). */
export interface PaceInfo {
  /** Value bytes of the object identifier, as the chip wrote them. */
  readonly protocol: Uint8Array;
  readonly cipher: SessionCipher;
  /** Number of the curve in 9303-11, table 10. */
  readonly parameterId: number;
}

export interface ChipAuthenticationInfo {
  readonly protocol: Uint8Array;
  readonly cipher: SessionCipher;
  readonly agreement: 'ecdh' | 'dh';
  readonly keyId: number | null;
}

export interface ChipAuthenticationKey {
  readonly agreement: 'ecdh' | 'dh';
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Uint8Array;
  readonly keyId: number | null;
}

export interface SecurityInfos {
  readonly pace: readonly PaceInfo[];
  readonly chipAuthentication: readonly ChipAuthenticationInfo[];
  readonly chipKeys: readonly ChipAuthenticationKey[];
  /** Signature algorithm (OID, of TR-03111) for active authentication with ECDSA; null when not told. */
  readonly activeAuthentication: string | null;
}

const ciphers: Readonly<Record<string, SessionCipher>> = { 1: '3des', 2: 'aes128', 3: 'aes192', 4: 'aes256' };
const bsi = '0.4.0.127.0.7.2.2';

/** The value of EF.CardAccess, or of DG14 inside its tag. Protocols that are not known are passed over. @throws MalformedData */
export function readSecurityInfos(bytes: Uint8Array): SecurityInfos {
  const found = {
    pace: [] as PaceInfo[],
    chipAuthentication: [] as ChipAuthenticationInfo[],
    chipKeys: [] as ChipAuthenticationKey[],
    activeAuthentication: null as string | null,
  };
  for (const info of childrenOf(onlyTlv(bytes, 0x31), 0x31)) {
    const [protocol, second, third] = childrenOf(info, 0x30);
    const oid = oidOf(protocol);
    const protocolBytes = protocol?.value ?? new Uint8Array(0);
    const pace = new RegExp(`^${bsi}\\.4\\.[26]\\.([1-4])$`).exec(oid);
    const cipher = ciphers[pace?.[1] ?? ''];
    if (pace && cipher && smallIntegerOf(second) === 2 && third) {
      found.pace.push({ protocol: protocolBytes, cipher, parameterId: smallIntegerOf(third) });
      continue;
    }
    const chip = new RegExp(`^${bsi}\\.3\\.([12])\\.([1-4])$`).exec(oid);
    const chipCipher = ciphers[chip?.[2] ?? ''];
    if (chip && chipCipher && smallIntegerOf(second) === 1) {
      found.chipAuthentication.push({
        protocol: protocolBytes,
        cipher: chipCipher,
        agreement: chip[1] === '1' ? 'dh' : 'ecdh',
        keyId: third ? smallIntegerOf(third) : null,
      });
      continue;
    }
    const key = new RegExp(`^${bsi}\\.1\\.([12])$`).exec(oid);
    if (key) {
      found.chipKeys.push({
        agreement: key[1] === '1' ? 'dh' : 'ecdh',
        publicKeyInfo: sequence(second).raw,
        keyId: third ? smallIntegerOf(third) : null,
      });
      continue;
    }
    // id-icao-mrtd-security-aaProtocolObject, 9303-11, 9.2.4
    if (oid === '2.23.136.1.1.5') found.activeAuthentication = oidOf(third);
  }
  return found;
}

/** DG14 as read from the chip. @throws MalformedData */
export function readDg14(file: Uint8Array): SecurityInfos {
  return readSecurityInfos(onlyTlv(file, 0x6e).value);
}

function sequence(element: Tlv | undefined): Tlv {
  if (!element || element.tag !== 0x30) throw new MalformedData('expected a sequence');
  tlvsIn(element.value);
  return element;
}
