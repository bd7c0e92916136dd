/** The whole reading of an identity card: access, data, and what can be proven about them. */
import { BridgeError } from '../bridge-error.ts';
import type { CardChannel } from './card-channel.ts';
import { openByBac } from './reader/basic-access.ts';
import { ChipLink } from './reader/chip-link.ts';
import { readDg1 } from './reader/dg1.ts';
import { readDg13, type SensitiveFields } from './reader/dg13.ts';
import { readDg2, type FacePicture } from './reader/dg2.ts';
import { ChipFiles, selectApplication, type FileName, type GroupName } from './reader/files.ts';
import { bestPace, openByPace } from './reader/pace.ts';
import type { ChipPassword, ChipPerson, ChipStep } from '../contract-cards.ts';
import { readDg14, readSecurityInfos, type SecurityInfos } from './reader/security-infos.ts';
import { MalformedData } from './reader/tlv.ts';
import { authenticateActively } from './trust/active-authentication.ts';
import { levelOf, type Check, type ChipLevel } from './trust/checks.ts';
import { authenticateChip } from './trust/chip-authentication.ts';
import { authenticatePassively, type TrustedIssuers } from './trust/passive-authentication.ts';
import { readSecurityObject, type SecurityObject } from './trust/security-object.ts';

export interface ReadOptions {
  readonly password: ChipPassword;
  readonly sensitive: SensitiveFields;
  readonly trusted: TrustedIssuers;
  /** Epoch ms, for the validity of certificates. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Longest wait for one answer, ms. */
  readonly answerMs: number;
  readonly onStep: (step: ChipStep) => void;
}

export interface ChipReading {
  readonly access: 'pace' | 'bac';
  readonly level: ChipLevel;
  readonly checks: readonly Check[];
  /** The machine-readable zone, lines joined. */
  readonly zone: string;
  readonly person: ChipPerson | null;
  readonly face: FacePicture | null;
}

const groupNumbers: Readonly<Record<GroupName, number>> = { DG1: 1, DG2: 2, DG13: 13, DG14: 14, DG15: 15 };
const noInfos: SecurityInfos = { pace: [], chipAuthentication: [], chipKeys: [], activeAuthentication: null };

/** @throws BridgeError with a code of the `readChip` operation */
export async function readChip(channel: CardChannel, options: ReadOptions): Promise<ChipReading> {
  const link = new ChipLink(channel, { timeoutMs: options.answerMs, signal: options.signal });
  const files = new ChipFiles(link, { extended: takesExtended(channel.atr) });
  const groups = new Map<number, Uint8Array>();
  const group = async (name: GroupName): Promise<Uint8Array | null> => {
    const file = await files.read(name);
    if (file) groups.set(groupNumbers[name], file);
    return file;
  };

  options.onStep('access');
  const access = await openChip(link, files, options.password);
  options.onStep('security');
  const sodFile = await files.read('SOD');
  const object = sodFile && parsed('SOD', () => readSecurityObject(sodFile));
  const dg14 = await group('DG14');
  const infos = dg14 ? parsed('DG14', () => readDg14(dg14)) : noInfos;
  const dg15 = await group('DG15');
  options.onStep('person');
  const dg13 = await group('DG13');
  const person = dg13 && parsed('DG13', () => readDg13(dg13, options.sensitive));
  options.onStep('zone');
  const dg1 = await group('DG1');
  if (!dg1) throw new BridgeError('card-damaged', { file: 'DG1' });
  const zone = parsed('DG1', () => readDg1(dg1));
  options.onStep('face');
  const dg2 = await group('DG2');
  const face = dg2 && parsed('DG2', () => readDg2(dg2));

  options.onStep('proof');
  const checks = [
    ...passiveChecks(object, groups, options),
    await activeCheck(link, { object, dg15, algorithm: infos.activeAuthentication }),
    await chipCheck(link, files, { object, dg14, infos }),
  ];
  return { access, level: levelOf(checks), checks, zone, person, face };
}

/**
 * What opens the card in the reader, asked without opening it: nothing of a person is read. @throws BridgeError
 * card-not-id and those of the link
 */
export async function probeChip(
  channel: CardChannel,
  options: Pick<ReadOptions, 'answerMs' | 'signal'>,
): Promise<ChipReading['access']> {
  const link = new ChipLink(channel, { timeoutMs: options.answerMs, signal: options.signal });
  const offer = bestPace(await cardAccessOf(new ChipFiles(link, { extended: false })));
  await selectApplication(link);
  return offer ? 'pace' : 'bac';
}

/** EF.CardAccess first: a chip that has PACE is opened by it; BAC is for those that have none. */
async function openChip(link: ChipLink, files: ChipFiles, password: ChipPassword): Promise<'pace' | 'bac'> {
  const cardAccess = await cardAccessOf(files);
  const offer = bestPace(cardAccess);
  if (offer) {
    await openByPace(link, offer, password);
    await selectApplication(link);
    return 'pace';
  }
  await selectApplication(link);
  if (password.kind === 'can') throw new BridgeError('card-mrz-needed');
  await openByBac(link, password);
  return 'bac';
}

async function cardAccessOf(files: ChipFiles): Promise<SecurityInfos> {
  let file: Uint8Array | null;
  try {
    file = await files.read('CardAccess');
  } catch (error) {
    // Chips without PACE refuse the file in ways of their own; the application tells whether it is an ID at all.
    const refused =
      error instanceof BridgeError && ['card-damaged', 'card-access-refused'].includes(error.code);
    if (!refused || typeof error.details['status'] !== 'string') throw error;
    return noInfos;
  }
  return file ? parsed('CardAccess', () => readSecurityInfos(file)) : noInfos;
}

function passiveChecks(
  object: SecurityObject | null,
  groups: ReadonlyMap<number, Uint8Array>,
  { trusted, now }: ReadOptions,
): readonly Check[] {
  if (object) return authenticatePassively({ object, groups, trusted, now });
  const names = ['data-groups', 'document-signature', 'signer-trusted', 'signer-valid'] as const;
  return names.map((name) => ({ name, state: 'not-possible', reason: 'no-security-object' }));
}

interface ActiveInput {
  readonly object: SecurityObject | null;
  readonly dg15: Uint8Array | null;
  readonly algorithm: string | null;
}

async function activeCheck(link: ChipLink, { object, dg15, algorithm }: ActiveInput): Promise<Check> {
  const name = 'active-authentication';
  if (!dg15) return missing(name, object, 15);
  if (!object?.hashes.has(15)) return { name, state: 'not-possible', reason: 'key-unsigned' };
  return authenticateActively(link, dg15, algorithm);
}

interface ChipInput {
  readonly object: SecurityObject | null;
  readonly dg14: Uint8Array | null;
  readonly infos: SecurityInfos;
}

async function chipCheck(
  link: ChipLink,
  files: ChipFiles,
  { object, dg14, infos }: ChipInput,
): Promise<Check> {
  const name = 'chip-authentication';
  if (!dg14) return missing(name, object, 14);
  if (!object?.hashes.has(14)) return { name, state: 'not-possible', reason: 'key-unsigned' };
  return authenticateChip(link, files, infos);
}

/** A file that the security object lists but the chip does not give is a proof withheld, not one that was never there. */
function missing(name: Check['name'], object: SecurityObject | null, number: number): Check {
  return object?.hashes.has(number)
    ? { name, state: 'failed', reason: 'chip-refused' }
    : { name, state: 'not-offered' };
}

/** @throws BridgeError card-damaged, naming the file */
function parsed<Value>(file: FileName, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedData) throw new BridgeError('card-damaged', { file });
    throw error;
  }
}

/** Card capabilities in the historical bytes, third byte, bit 7 (ISO/IEC 7816-4, 12.1.1.9): extended lengths. */
export function takesExtended(atr: Uint8Array): boolean {
  const count = (atr[1] ?? 0) & 0x0f;
  const historical = historicalBytes(atr, count);
  if (historical[0] !== 0x80 && historical[0] !== 0x00) return false;
  for (let at = 1; at < historical.byteLength;) {
    const [tag, length] = [(historical[at] ?? 0) >> 4, (historical[at] ?? 0) & 0x0f];
    if (tag === 7 && length === 3) return ((historical[at + 3] ?? 0) & 0x40) !== 0;
    at += 1 + length;
  }
  return false;
}

function historicalBytes(atr: Uint8Array, count: number): Uint8Array {
  let at = 2;
  for (let present = (atr[1] ?? 0) >> 4; present !== 0 && at < atr.byteLength;) {
    for (let bit = 1; bit < 8; bit <<= 1) if (present & bit) at += 1;
    if (!(present & 8)) break;
    present = (atr[at] ?? 0) >> 4;
    at += 1;
  }
  return atr.subarray(at, at + count);
}
