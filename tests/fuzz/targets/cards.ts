/** What a chip answers: every file of an identity card, the answers to whole readings, the answer to reset. */
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import { cardParsers } from '../../../native-bridge/cards/parsers.ts';
import { readChip, takesExtended } from '../../../native-bridge/cards/read-chip.ts';
import { SecureMessaging, sessionKeys } from '../../../native-bridge/cards/reader/secure-messaging.ts';
import { MalformedData } from '../../../native-bridge/cards/reader/tlv.ts';
import { makeChipKeys } from '../../../native-bridge/cards/simulator/chip-keys.ts';
import { ChipSession } from '../../../native-bridge/cards/simulator/chip-session.ts';
import { makeAuthority, makeSigner } from '../../../native-bridge/cards/simulator/issuer.ts';
import { makeCard, type CardPlan } from '../../../native-bridge/cards/simulator/make-card.ts';
import { exampleHolder } from '../../../native-bridge/cards/simulator/personal-files.ts';
import { demand, refusing, type FuzzTarget } from '../target.ts';

const now = Date.UTC(2026, 10, 22);
const period = { from: now - 1e10, to: now + 1e11 };
const plan: CardPlan = {
  holder: exampleHolder,
  signer: makeSigner(makeAuthority('Training CSCA', period), period),
  face: { jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xd9), width: 8, height: 8 },
  now,
  pace: { cipher: 'aes128', parameterId: 13 },
  chipAuthentication: 'aes128',
  activeAuthentication: 'ecdsa',
  extendedLength: false,
};
const card = makeCard(plan);
const rsa = makeCard({ ...plan, activeAuthentication: 'rsa-1024', chipAgreement: 'dh' });
const file = (id: number, of = card) => new Uint8Array(of.files.get(id) ?? []);
/** DG15 and the keys of DG14 without the tag around them. */
const keys = [
  file(0x010f).subarray(2),
  file(0x010f, rsa).subarray(3),
  ...(['ecdh', 'dh'] as const).map((agreement) => makeChipKeys(agreement, 'aes128').publicKeyInfo),
];
const seeds: Readonly<Record<string, readonly Uint8Array[]>> = {
  tlv: [file(0x010d), Uint8Array.of(0x7f, 0x49, 0x82, 0, 1, 0)],
  cardAccess: [file(0x011c)],
  com: [file(0x011e)],
  sod: [file(0x011d)],
  dg1: [file(0x0101)],
  dg2: [file(0x0102)],
  dg13: [file(0x010d)],
  dg14: [file(0x010e), file(0x010e, rsa)],
  publicKeyInfo: keys,
};
const lengths = [
  Uint8Array.of(0x80),
  Uint8Array.of(0x81, 0xff),
  Uint8Array.of(0x84, 0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x83, 0x04, 0xb0, 0x00),
];
const tags = [0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x0c, 0x13, 0xa0].map((tag) => Uint8Array.of(tag, 0));

/** A reading in which the chip says what the input says: a length of two bytes before each answer. */
async function dialogue(input: Uint8Array): Promise<void> {
  let at = 0;
  let commands = 0;
  const channel = {
    atr: Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01),
    transmit: async () => {
      commands += 1;
      const length = ((input[at] ?? 0) << 8) | (input[at + 1] ?? 0);
      const answer = input.slice(at + 2, at + 2 + length);
      at += 2 + length;
      if (answer.byteLength === 0) throw new BridgeError('card-removed');
      return answer;
    },
    close: async () => undefined,
  };
  const reading = readChip(channel, {
    password: { kind: 'can', can: '012345' },
    sensitive: 'without-ethnicity-and-religion',
    trusted: [],
    now,
    signal: new AbortController().signal,
    answerMs: 1_000,
    onStep: () => undefined,
  });
  await refusing([BridgeError], () => reading);
  demand(commands <= input.byteLength / 2 + 1, 'no command is sent without an answer to the one before');
}

const answer = (...bytes: number[]) => [bytes.length >> 8, bytes.length & 0xff, ...bytes];
const access = [...file(0x011c)];
const opening = Uint8Array.from([
  ...answer(0x90, 0x00),
  ...answer(...access.slice(0, 8), 0x90, 0x00),
  ...answer(...access.slice(8), 0x90, 0x00),
  ...answer(0x90, 0x00),
  ...answer(0x7c, 0x12, 0x80, 0x10, ...new Array<number>(16).fill(7), 0x90, 0x00),
  ...answer(0x7c, 0x43, 0x82, 0x41, 0x04, ...new Array<number>(64).fill(1), 0x90, 0x00),
]);

const secret = new Uint8Array(16).fill(7);
/** An answer as the chip protects it, to a reader with the same keys and the same count. */
const protectedAnswer = (): Uint8Array => {
  const order = { cla: 0x0c, ins: 0xb0, p1: 0, p2: 0, data: Buffer.alloc(0), ne: 256 };
  return new ChipSession('aes128', secret).protect({ data: Uint8Array.of(1, 2, 3), sw: 0x9000 }, order);
};

export const cardTargets: readonly FuzzTarget[] = [
  ...Object.entries(cardParsers).map(([name, parse]) => ({
    name: `card-${name}`,
    run: (input: Uint8Array) => refusing([MalformedData], () => parse(input)),
    seeds: seeds[name] ?? [],
    words: [...lengths, ...tags],
  })),
  { name: 'card-dialogue', run: dialogue, seeds: [opening], words: [Uint8Array.of(0x90, 0), ...lengths] },
  {
    name: 'card-protected',
    run(input) {
      refusing([BridgeError], () => new SecureMessaging(sessionKeys(secret, 'aes128')).open(input));
    },
    seeds: [protectedAnswer()],
    words: [Uint8Array.of(0x87), Uint8Array.of(0x99, 2, 0x90, 0), Uint8Array.of(0x8e, 8), ...lengths],
  },
  {
    name: 'card-atr',
    run: (input) => void takesExtended(input),
    seeds: [new Uint8Array(card.atr)],
    words: [Uint8Array.of(0xff), Uint8Array.of(0x73, 0, 0, 0x40), Uint8Array.of(0x80)],
    maxBytes: 64,
  },
];
