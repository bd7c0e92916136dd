/** Finds out how a slip printer is to be spoken to, by asking it: speed, model, width, abilities. */
import { BridgeError } from '../bridge-error.ts';
import type { SlipProfile } from '../contract-printers.ts';
import { askEcho, askMarks, askModel, askStatus, initialize, tellChanges } from './escpos.ts';
import { isEcho, marksOf, type Reply } from './escpos-replies.ts';
import { SlipLink, type SlipPort } from './slip-link.ts';

/** What printers are set to, the likeliest first. */
const speeds = [9_600, 19_200, 38_400, 57_600, 115_200];
const answerMs = 300;
const abilityMs = 500;
/** More than this for three questions is the noise of a wrong speed. */
const believableBytes = 6;

/** Dots across of families that we know, and whether they download letters and make QR codes. Source: Epson technical guides. */
const families: readonly {
  readonly name: RegExp;
  readonly widthPx: number | null;
  readonly letters: boolean;
}[] = [
  { name: /^TM-(T88|T82|T20|T81|T83|T90|m30|m50|L90|T70)/, widthPx: 576, letters: true },
  { name: /^TM-(m10|P20)/, widthPx: 420, letters: true },
];

export type OpenAt = (baud: number) => Promise<SlipPort>;

export const unknownProfile: SlipProfile = {
  baud: 9_600,
  widthPx: null,
  flow: 'none',
  answers: false,
  echo: false,
  marks: false,
  tellsChanges: false,
  letters: false,
  model: null,
};

/**
 * Tries the known speed first, then the others. `widthPx` stays null when neither the printer nor `known` tells.
 * @throws BridgeError printer-failed (reason no-answer) when nothing believable answers at any speed; and what opening throws.
 */
export async function detectSlipPrinter(openAt: OpenAt, known: SlipProfile): Promise<SlipProfile> {
  for (const baud of new Set([known.baud, ...speeds])) {
    const link = new SlipLink(await openAt(baud));
    try {
      if (await answersSensibly(link)) return await abilities(link, { ...known, baud });
    } finally {
      await link.close(answerMs);
    }
  }
  throw new BridgeError('printer-failed', { reason: 'no-answer' });
}

/** Three questions, each answered by one byte of the right form and nothing else: chance or a wrong speed does not. */
async function answersSensibly(link: SlipLink): Promise<boolean> {
  const from = link.mark();
  for (const which of [1, 4, 2] as const) {
    const mark = link.mark();
    await link.write(askStatus(which));
    const answered = await link.answer(mark, (replies) => replies[0]?.kind, answerMs + link.lineMs(4));
    if (answered !== 'status') return false;
  }
  await link.answer(link.mark(), () => undefined, 50);
  return link.mark() - from <= believableBytes;
}

async function abilities(link: SlipLink, known: SlipProfile): Promise<SlipProfile> {
  const asked = async <Found>(
    question: Uint8Array,
    find: (reply: Reply) => Found | undefined,
  ): Promise<Found | undefined> => {
    const mark = link.mark();
    await link.write(question);
    return link.answer(
      mark,
      (replies) => {
        for (const reply of replies) {
          const found = find(reply);
          if (found !== undefined) return found;
        }
        return undefined;
      },
      abilityMs + link.lineMs(40),
    );
  };
  await link.write(initialize);
  const echo = (await asked(askEcho('Thu0'), (reply) => (isEcho(reply, 'Thu0') ? true : undefined))) ?? false;
  const marks = (await asked(askMarks, marksOf)) !== undefined;
  const model =
    (await asked(askModel, (reply) =>
      reply.kind === 'block' && reply.head === 0x5f ? reply.text : undefined,
    )) ?? known.model;
  const tellsChanges =
    (await asked(tellChanges('all'), (reply) => (reply.kind === 'change' ? true : undefined))) ?? false;
  await link.write(Buffer.concat([tellChanges('nothing'), initialize]));
  const family = families.find((each) => model !== null && each.name.test(model));
  return {
    ...known,
    answers: true,
    echo,
    marks,
    tellsChanges,
    model,
    widthPx: known.widthPx ?? family?.widthPx ?? null,
    letters: known.letters || (family?.letters ?? false),
  };
}
