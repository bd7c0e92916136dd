import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der, integer, oid, sequence, setOf } from '../../../native-bridge/cards/simulator/der.ts';
import { makeAuthority, makeSigner } from '../../../native-bridge/cards/simulator/issuer.ts';
import { zoneOf } from '../../../native-bridge/cards/simulator/personal-files.ts';
import { ChipSimulator } from '../../../native-bridge/cards/simulator/chip.ts';
import { makeCard, type CardPlan } from '../../../native-bridge/cards/simulator/make-card.ts';
import {
  authority,
  can,
  chipOf,
  codeOf,
  face,
  holder,
  mrz,
  now,
  planOf,
  read,
  signer,
  unpassed,
  valid,
} from './sample-cards.ts';

const day = 86_400_000;
/** Few and quick commands, for tests that go through all of them: a tiny picture, and no PACE. */
const small: Partial<CardPlan> = {
  pace: null,
  face: { jpeg: new Uint8Array(300).fill(0xff, 0, 1).fill(0xd8, 1, 2).fill(0xff, 2, 3), width: 8, height: 8 },
};
const flipped = (at: number) => (file: Uint8Array) => {
  const changed = new Uint8Array(file);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

describe('a card that is in order', () => {
  it('is read by PACE with its access number, and everything is proven', async () => {
    const steps: string[] = [];
    const reading = await read(chipOf(), { onStep: (step) => steps.push(step) });
    expect(unpassed(reading)).toEqual([]);
    expect(reading).toMatchObject({ access: 'pace', level: 'chip-verified', zone: zoneOf(holder) });
    expect(reading.checks).toHaveLength(6);
    expect(reading.person).toMatchObject({
      idNumber: holder.idNumber,
      fullName: 'Nguyễn Văn An',
      birthDate: '15/01/1999',
      sex: 'Nam',
      residence: holder.residence,
      father: holder.father,
      mother: holder.mother,
      oldIdNumber: '012345678',
    });
    expect(reading.face?.mime).toBe('image/jpeg');
    expect(reading.face?.bytes).toEqual(face.jpeg);
    expect(steps).toEqual(['access', 'security', 'person', 'zone', 'face', 'proof']);
  });

  it('is read by PACE with its zone', async () => {
    expect(await read(chipOf(), { password: mrz })).toMatchObject({ access: 'pace', level: 'chip-verified' });
  });

  it.each([
    ['3des', 12],
    ['aes128', 12],
    ['aes192', 15],
    ['aes256', 16],
    ['aes256', 17],
    ['aes256', 18],
  ] as const)('PACE with %s on curve %d', async (cipher, parameterId) => {
    const reading = await read(chipOf({ pace: { cipher, parameterId }, chipAuthentication: cipher }));
    expect(unpassed(reading)).toEqual([]);
    expect(reading.access).toBe('pace');
  });

  it('without PACE is read by BAC with its zone', async () => {
    const reading = await read(chipOf({ pace: null }), { password: mrz });
    expect(unpassed(reading)).toEqual([]);
    expect(reading).toMatchObject({ access: 'bac', level: 'chip-verified' });
  });

  it('with extended lengths needs fewer commands and gives the same', async () => {
    const reading = await read(chipOf({ extendedLength: true }));
    expect(reading.face?.bytes).toEqual(face.jpeg);
  });

  it('with a face beyond 32 KiB is read to the end, by offset objects', async () => {
    const large = new Uint8Array(90_000).map((_, index) => (index * 7) % 251);
    large.set([0xff, 0xd8, 0xff]);
    const reading = await read(chipOf({ face: { ...face, jpeg: large } }));
    expect(reading.face?.bytes).toEqual(large);
    expect(reading.level).toBe('chip-verified');
  });

  it('that takes no short identifiers is read by SELECT', async () => {
    const faults = { noShortIdentifiers: true };
    expect(unpassed(await read(chipOf({}, faults)))).toEqual([]);
    expect(unpassed(await read(chipOf({ pace: null }, faults), { password: mrz }))).toEqual([]);
  });

  it('is never asked for bytes behind the end of a file', async () => {
    expect(unpassed(await read(chipOf({}, { strictEnd: true })))).toEqual([]);
  });

  it('with a file shorter than it usually is, on a chip that refuses bytes behind its end', async () => {
    const change = () => der(0x6e, setOf(sequence(oid('1.2.3'), integer(1))));
    const reading = await read(chipOf({ tamper: { group: 14, change } }, { strictEnd: true }));
    expect(unpassed(reading)).toEqual([
      'data-groups failed data-altered DG14',
      'chip-authentication not-offered',
    ]);
  });

  it('that promises extended lengths but cannot carry them is read by short ones', async () => {
    const reading = await read(chipOf({ extendedLength: true }, { answerLimit: 1_000 }));
    expect(unpassed(reading)).toEqual([]);
    expect(reading.face?.bytes).toEqual(face.jpeg);
  });

  it('that offers neither proof of the chip itself still passes passive authentication', async () => {
    const reading = await read(chipOf({ activeAuthentication: null, chipAuthentication: null }));
    expect(unpassed(reading)).toEqual([
      'active-authentication not-offered',
      'chip-authentication not-offered',
    ]);
    expect(reading.level).toBe('chip-verified');
  });

  it.each(['rsa', 'rsa-pss'] as const)('signed with %s', async (scheme) => {
    const state = makeAuthority('Training CSCA', valid, scheme);
    const reading = await read(chipOf({ signer: makeSigner(state, valid, scheme) }), {
      trusted: [new X509Certificate(state.certificate)],
    });
    expect(unpassed(reading)).toEqual([]);
  });
});

describe('ethnicity and religion', () => {
  it('stay in the chip unless they are asked for', async () => {
    const { person } = await read(chipOf());
    expect(person).toMatchObject({ ethnicity: null, religion: null });
    const asked = await read(chipOf(), { sensitive: 'with-ethnicity-and-religion' });
    expect(asked.person).toMatchObject({ ethnicity: 'Kinh', religion: 'Không' });
  });
});

describe('what passive authentication finds', () => {
  it.each([
    [1, (file: Uint8Array) => swapped(file, 'A', 'B')],
    [2, flipped(9_000)],
    [13, (file: Uint8Array) => swapped(file, 'M', 'L')],
  ])('tampered DG%d', async (group, change) => {
    const reading = await read(chipOf({ tamper: { group, change } }));
    expect(unpassed(reading)).toEqual([`data-groups failed data-altered DG${group}`]);
    expect(reading.level).toBe('chip-read');
  });

  it('a foreign signing authority', async () => {
    const foreign = makeAuthority('Training CSCA', valid);
    const reading = await read(chipOf({ signer: makeSigner(foreign, valid) }));
    expect(unpassed(reading)).toEqual(['signer-trusted failed issuer-unknown']);
    expect(reading.level).toBe('chip-read');
  });

  it('an expired signer', async () => {
    const old = makeSigner(authority, { from: now - 300 * day, to: now - day });
    const reading = await read(chipOf({ signer: old }));
    expect(unpassed(reading)).toEqual(['signer-valid failed signer-expired']);
    expect(reading.level).toBe('chip-read');
  });

  it('a signer that is not valid yet', async () => {
    const early = makeSigner(authority, { from: now + day, to: now + 300 * day });
    expect(unpassed(await read(chipOf({ signer: early })))).toEqual([
      'signer-valid failed signer-not-yet-valid',
    ]);
  });

  it('an expired signing authority', async () => {
    const state = makeAuthority('Training CSCA', { from: now - 900 * day, to: now - day });
    const reading = await read(chipOf({ signer: makeSigner(state, valid) }), {
      trusted: [new X509Certificate(state.certificate)],
    });
    expect(unpassed(reading)).toEqual(['signer-valid failed issuer-expired']);
  });

  it('no authority configured: read, never verified', async () => {
    const reading = await read(chipOf(), { trusted: [] });
    expect(unpassed(reading)).toEqual(['signer-trusted not-possible no-issuers-configured']);
    expect(reading.level).toBe('chip-read');
  });

  it('a signer key that did not sign', async () => {
    const other = { ...signer, key: makeSigner(authority, valid).key };
    const reading = await read(chipOf({ signer: other }));
    expect(unpassed(reading)).toContain('document-signature failed signature-wrong');
    expect(reading.level).toBe('chip-read');
  });
});

describe('a copied card', () => {
  it('fails both proofs of the chip, though every file is genuine', async () => {
    const reading = await read(chipOf({ copied: true }));
    expect(unpassed(reading)).toEqual([
      'active-authentication failed proof-wrong',
      'chip-authentication failed proof-wrong',
    ]);
    expect(reading.level).toBe('chip-read');
  });

  it('that hides DG15 does not pass for a card that never had one', async () => {
    const image = makeCard(planOf());
    const files = new Map([...image.files].filter(([id]) => id !== 0x010f));
    const reading = await read(new ChipSimulator({ ...image, files }));
    expect(unpassed(reading)).toEqual(['active-authentication failed chip-refused']);
    expect(reading.level).toBe('chip-read');
  });
});

describe('access', () => {
  it('wrong access number', async () => {
    expect(await codeOf(read(chipOf(), { password: { kind: 'can', can: '999999' } }))).toBe(
      'card-password-wrong',
    );
  });
  it('wrong zone, by PACE and by BAC', async () => {
    const password = { ...mrz, dateOfExpiry: '380115' };
    expect(await codeOf(read(chipOf(), { password }))).toBe('card-password-wrong');
    expect(await codeOf(read(chipOf({ pace: null }), { password }))).toBe('card-password-wrong');
  });
  it('an access number for a chip that knows only the zone', async () => {
    expect(await codeOf(read(chipOf({ pace: null }), { password: can }))).toBe('card-mrz-needed');
  });
});

describe('a chip that misbehaves', () => {
  it('wrong checksum, from every command on', async () => {
    const whole = await commandsOf(small);
    for (let from = 6; from <= whole; from += 1) {
      const outcome = await codeOf(read(chipOf(small, { wrongMacFrom: from }), { password: mrz }));
      // Under chip authentication a wrong checksum is the answer to the question that it asks.
      if (typeof outcome !== 'string') expect(outcome.level).toBe('chip-read');
      else expect(outcome, `command ${from}`).toBe('card-mac-wrong');
    }
  });

  it.each([
    ['BAC', small],
    ['PACE', { ...small, pace: { cipher: 'aes128', parameterId: 12 }, chipAuthentication: null } as const],
  ])('taken away at every command, %s', async (_, plan) => {
    const whole = await commandsOf(plan);
    expect(whole).toBeGreaterThan(20);
    const chip = chipOf(plan);
    for (let removedAt = 1; removedAt <= whole; removedAt += 1) {
      const outcome = await codeOf(read(chip, { password: mrz }, { removedAt }));
      expect(outcome, `command ${removedAt}`).toBe('card-removed');
    }
  });

  it('slow beyond the limit', async () => {
    expect(await codeOf(read(chipOf(), { answerMs: 20 }, { delayMs: 500 }))).toBe('card-timeout');
  });

  it('cancelled while it thinks', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const outcome = await codeOf(
      read(chipOf(), { signal: controller.signal, answerMs: 60_000 }, { delayMs: 30_000 }),
    );
    expect(outcome).toBe('cancelled');
  });

  it('more bytes than asked for', async () => {
    expect(await codeOf(read(chipOf({}, { tooLong: true })))).toBe('card-damaged');
  });

  it('success without bytes does not loop', async () => {
    expect(await codeOf(read(chipOf({}, { empty: true })))).toBe('card-damaged');
  });

  it.each([0x6982, 0x6a82, 0x6f00, 0x6700, 0x9000])('bare status %d from every command on', async (sw) => {
    const chip = makeCard(planOf(small));
    const whole = await commandsOf(small);
    for (let from = 1; from <= whole; from += 1) {
      const simulator = new ChipSimulator(chip, { bare: { from, sw } });
      const outcome = await codeOf(read(simulator, { password: mrz }));
      expect(typeof outcome === 'string' ? outcome : outcome.level).not.toBe('chip-verified');
    }
  });

  it.each([
    ['4 GiB', [0x75, 0x84, 0xff, 0xff, 0xff, 0xff]],
    ['300 KiB', [0x75, 0x83, 0x04, 0xb0, 0x00]],
    ['one byte more than there is', null],
    ['indefinite', [0x75, 0x80]],
  ])('a face file that claims %s', async (_, head) => {
    const change = (file: Uint8Array) => {
      const changed = new Uint8Array(file);
      if (head) changed.set(head);
      else changed[3] = (changed[3] ?? 0) + 1;
      return changed;
    };
    expect(await codeOf(read(chipOf({ tamper: { group: 2, change } })))).toBe('card-damaged');
  });
});

async function commandsOf(plan: Partial<CardPlan>): Promise<number> {
  const chip = chipOf(plan);
  let commands = 0;
  const process = chip.process.bind(chip);
  chip.process = (bytes) => {
    commands += 1;
    return process(bytes);
  };
  await read(chip, { password: mrz });
  return commands;
}

function swapped(file: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(file).toString('latin1');
  const at = text.lastIndexOf(from);
  return new Uint8Array(Buffer.from(text.slice(0, at) + to + text.slice(at + 1), 'latin1'));
}
