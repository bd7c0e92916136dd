/** Cards of made-up people for the tests, and a state that signs them. */
import { X509Certificate } from 'node:crypto';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { readChip, type ChipReading, type ReadOptions } from '../../../native-bridge/cards/read-chip.ts';
import type { ChipFaults } from '../../../native-bridge/cards/simulator/chip.ts';
import { ChipSimulator } from '../../../native-bridge/cards/simulator/chip.ts';
import { connectTo, type ChannelFaults } from '../../../native-bridge/cards/simulator/channel.ts';
import { drawnFace, faceSize } from '../../../native-bridge/cards/simulator/face.ts';
import { makeAuthority, makeSigner } from '../../../native-bridge/cards/simulator/issuer.ts';
import { makeCard, type CardPlan } from '../../../native-bridge/cards/simulator/make-card.ts';
import {
  exampleHolder,
  type SyntheticHolder,
} from '../../../native-bridge/cards/simulator/personal-files.ts';

export const now = Date.UTC(2026, 10, 22);
const year = 365 * 86_400_000;
export const valid = { from: now - year, to: now + 9 * year };

export const holder: SyntheticHolder = { ...exampleHolder, oldIdNumber: '012345678' };
export const can = { kind: 'can', can: '012345' } as const;
export const mrz = {
  kind: 'mrz',
  documentNumber: '099012345',
  dateOfBirth: '990115',
  dateOfExpiry: '390115',
} as const;

export const authority = makeAuthority('Training CSCA', { from: now - 3 * year, to: now + 12 * year });
export const signer = makeSigner(authority, valid);
export const trusted = [new X509Certificate(authority.certificate)];
export const face = { jpeg: await drawnFace(210), ...faceSize };

export function planOf(change: Partial<CardPlan> = {}): CardPlan {
  return {
    holder,
    signer,
    face,
    now,
    pace: { cipher: 'aes128', parameterId: 13 },
    chipAuthentication: 'aes128',
    activeAuthentication: 'ecdsa',
    extendedLength: false,
    ...change,
  };
}

export function chipOf(change: Partial<CardPlan> = {}, faults: ChipFaults = {}): ChipSimulator {
  return new ChipSimulator(makeCard(planOf(change)), faults);
}

export function readOptions(change: Partial<ReadOptions> = {}): ReadOptions {
  return {
    password: can,
    sensitive: 'without-ethnicity-and-religion',
    trusted,
    now,
    signal: new AbortController().signal,
    answerMs: 2_000,
    onStep: () => undefined,
    ...change,
  };
}

export function read(
  chip: ChipSimulator,
  change: Partial<ReadOptions> = {},
  faults: ChannelFaults = {},
): Promise<ChipReading> {
  return readChip(connectTo(chip, faults), readOptions(change));
}

/** The code that a reading ended with, or what it gave. */
export async function codeOf(reading: Promise<ChipReading>): Promise<string | ChipReading> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof BridgeError) return error.code;
    throw error;
  }
}

/** `name: state (reason)` of every check that is not simply passed. */
export function unpassed(reading: ChipReading): string[] {
  return reading.checks
    .filter((check) => check.state !== 'passed')
    .map(({ name, state, reason, groups }) =>
      [name, state, reason, groups?.join('+')].filter((each) => each !== undefined).join(' '),
    );
}
