/** The card reader of training mode: synthetic cards, whole chips with everything that can be wrong with them. */
import { X509Certificate } from 'node:crypto';
import { BridgeError } from '../bridge-error.ts';
import type { VirtualCard } from '../contract-cards.ts';
import type { CardReaders } from './card-readers.ts';
import { connectTo } from './simulator/channel.ts';
import { ChipSimulator } from './simulator/chip.ts';
import { drawnFace, faceSize } from './simulator/face.ts';
import { makeAuthority, makeSigner } from './simulator/issuer.ts';
import { makeCard, type CardPlan } from './simulator/make-card.ts';
import { exampleHolder, type SyntheticHolder } from './simulator/personal-files.ts';
import type { TrustedIssuers } from './trust/passive-authentication.ts';

const readerId = 'virtual-chip';
const day = 86_400_000;

/** The other person of the training pack's QR cards. */
const ngoc: SyntheticHolder = {
  idNumber: '001185000321',
  fullName: 'Trần Thị Bích Ngọc',
  birthDate: '1985-03-02',
  sex: 'Nữ',
  residence: 'Số 8, Ngõ Thí Dụ, Ô Chợ Dừa, Hà Nội',
  origin: 'Ô Chợ Dừa, Hà Nội',
  issueDate: '2022-05-11',
  expiryDate: '2045-03-02',
  father: 'Trần Văn Mẫu',
  mother: 'Phạm Thị Mẫu',
  oldIdNumber: '012345678',
};

export interface VirtualReader extends CardReaders {
  insert(card: VirtualCard | null): void;
  /** The made-up state that signs the cards; believed by training mode alone. */
  trusted(): TrustedIssuers;
}

/** Keys and cards are made when they are first needed. */
export function virtualReader(onChange: () => void): VirtualReader {
  let inserted: VirtualCard | null = 'good';
  let state: ReturnType<typeof makeState> | null = null;
  const made = () => (state ??= makeState(Date.now()));
  return {
    list: () =>
      Promise.resolve({
        support: 'ready',
        readers: [
          { id: readerId, name: 'Đầu đọc chip tập huấn', virtual: true, state: inserted ? 'card' : 'empty' },
        ],
      }),
    async open(id) {
      if (id !== readerId) throw new BridgeError('card-reader-absent');
      const card = inserted;
      if (!card) throw new BridgeError('card-absent');
      const channel = connectTo(await made().chip(card));
      return {
        channel: {
          ...channel,
          transmit: (command, options) =>
            inserted === card
              ? channel.transmit(command, options)
              : Promise.reject(new BridgeError('card-removed')),
        },
        release: () => channel.close(),
      };
    },
    insert(card) {
      inserted = card;
      onChange();
    },
    trusted: () => made().trusted,
    stop: () => Promise.resolve(),
  };
}

function makeState(now: number) {
  const period = { from: now - 400 * day, to: now + 3_000 * day };
  const authority = makeAuthority('Training CSCA', period);
  const foreign = makeAuthority('Other CSCA', period);
  const signer = makeSigner(authority, period);
  const chips = new Map<VirtualCard, Promise<ChipSimulator>>();

  async function make(card: VirtualCard): Promise<ChipSimulator> {
    const female = card === 'other-person';
    const plan: CardPlan = {
      holder: female ? ngoc : exampleHolder,
      signer,
      face: { jpeg: await drawnFace(female ? 20 : 210), ...faceSize },
      now,
      pace: { cipher: 'aes128', parameterId: 13 },
      chipAuthentication: 'aes128',
      activeAuthentication: 'ecdsa',
      extendedLength: true,
    };
    return new ChipSimulator(makeCard({ ...plan, ...changes(card) }));
  }

  function changes(card: VirtualCard): Partial<CardPlan> {
    switch (card) {
      case 'tampered':
        return { tamper: { group: 13, change: renamed } };
      case 'foreign-issuer':
        return { signer: makeSigner(foreign, period) };
      case 'expired-signer':
        return { signer: makeSigner(authority, { from: now - 300 * day, to: now - day }) };
      case 'copied':
        return { copied: true };
      case 'no-pace':
        return { pace: null };
      default:
        return {};
    }
  }

  return {
    trusted: [new X509Certificate(authority.certificate)] as TrustedIssuers,
    chip(card: VirtualCard): Promise<ChipSimulator> {
      const known = chips.get(card) ?? make(card);
      chips.set(card, known);
      return known;
    },
  };
}

/** Another name in the same number of bytes. */
function renamed(file: Uint8Array): Uint8Array {
  const text = Buffer.from(file).toString('latin1');
  const at = text.indexOf(Buffer.from('An', 'utf8').toString('latin1'));
  return new Uint8Array(Buffer.from(`${text.slice(0, at)}Em${text.slice(at + 2)}`, 'latin1'));
}
