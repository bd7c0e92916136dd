/** Makes a whole card: files, keys, signatures; and the cards that something is wrong with. */
import { chipOid, paceOid, type PaceOffer } from './chip-access.ts';
import type { ChipCipher } from './chip-cipher.ts';
import { makeActiveKeys, makeChipKeys, type ActiveScheme, type ChipAgreement } from './chip-keys.ts';
import type { CardImage } from './chip.ts';
import { der, integer, oid, sequence, setOf } from './der.ts';
import { signGroups, type DocumentSigner } from './issuer.ts';
import { canOf, comOf, dg13Of, dg1Of, dg2Of, zoneSecret, type SyntheticHolder } from './personal-files.ts';

export interface CardPlan {
  readonly holder: SyntheticHolder;
  readonly signer: DocumentSigner;
  /** A JPEG and its size in pixels. */
  readonly face: { readonly jpeg: Uint8Array; readonly width: number; readonly height: number };
  /** Epoch ms of personalization. */
  readonly now: number;
  readonly pace: PaceOffer | null;
  /** Of the session after chip authentication; null: none. */
  readonly chipAuthentication: ChipCipher | null;
  /** How it comes to that session; elliptic curves unless told. */
  readonly chipAgreement?: ChipAgreement;
  readonly activeAuthentication: ActiveScheme | null;
  /** SubjectPublicKeyInfo of keys whose secret halves are elsewhere, for DG15 and DG14. */
  readonly foreignKeys?: { readonly active?: Uint8Array; readonly chip?: Uint8Array };
  readonly extendedLength: boolean;
  /** Changed after signing: the file is not what was signed. */
  readonly tamper?: { readonly group: number; readonly change: (file: Uint8Array) => Uint8Array };
  /** A copy of a card has its files, but other keys than the original. */
  readonly copied?: boolean;
}

const tags: Readonly<Record<number, number>> = { 1: 0x61, 2: 0x75, 13: 0x6d, 14: 0x6e, 15: 0x6f };

export function makeCard(plan: CardPlan): CardImage {
  const { activeAuthentication, chipAuthentication, chipAgreement = 'ecdh', foreignKeys } = plan;
  const makeActive = () => activeAuthentication && makeActiveKeys(activeAuthentication);
  const makeChip = () => chipAuthentication && makeChipKeys(chipAgreement, chipAuthentication);
  const active = makeActive();
  const chip = makeChip();
  const groups = new Map<number, Uint8Array>([
    [1, dg1Of(plan.holder)],
    [2, dg2Of(plan.face.jpeg, plan.face.width, plan.face.height)],
    [13, dg13Of(plan.holder)],
  ]);
  const active15 = foreignKeys?.active ?? active?.publicKeyInfo;
  const chip14 = foreignKeys?.chip ?? chip?.publicKeyInfo;
  if (chip14 && chipAuthentication) groups.set(14, dg14Of(chip14, chipAgreement, chipAuthentication));
  if (active15) groups.set(15, der(0x6f, active15));
  const sod = signGroups(groups, plan.signer, plan.now);
  const changed = plan.tamper ? groups.get(plan.tamper.group) : undefined;
  if (plan.tamper && changed) groups.set(plan.tamper.group, plan.tamper.change(changed));
  return {
    atr: atrOf(plan.extendedLength),
    secrets: { zone: zoneSecret(plan.holder), can: canOf(plan.holder) },
    pace: plan.pace,
    files: new Map([
      ...(plan.pace ? [[0x011c, cardAccessOf(plan.pace)] as const] : []),
      [0x011e, comOf([...groups.keys()].map((number) => tags[number] ?? 0))],
      [0x011d, sod],
      ...[...groups].map(([number, file]) => [0x0100 + number, file] as const),
    ]),
    activeKey: (plan.copied ? makeActive() : active)?.secret ?? null,
    chipKey: (plan.copied ? makeChip() : chip)?.key ?? null,
  };
}

function cardAccessOf({ cipher, parameterId }: PaceOffer): Uint8Array {
  return setOf(sequence(oid(paceOid(cipher)), integer(2), integer(parameterId)));
}

/** Key, protocol, and the algorithm of active authentication (9303-11, 9.2). */
function dg14Of(key: Uint8Array, agreement: ChipAgreement, cipher: ChipCipher): Uint8Array {
  return der(
    0x6e,
    setOf(
      sequence(oid(`0.4.0.127.0.7.2.2.1.${agreement === 'dh' ? 1 : 2}`), key),
      sequence(oid(chipOid(agreement, cipher)), integer(1)),
      sequence(oid('2.23.136.1.1.5'), integer(1), oid('0.4.0.127.0.7.1.1.4.1.3')),
    ),
  );
}

/** T=1, card capabilities in the historical bytes. */
function atrOf(extendedLength: boolean): Uint8Array {
  const historical = [0x80, 0x73, 0x84, 0x21, extendedLength ? 0x40 : 0x00];
  const bytes = [0x80 + historical.length, 0x80, 0x01, ...historical];
  return Uint8Array.from([0x3b, ...bytes, bytes.reduce((sum, byte) => sum ^ byte, 0)]);
}
