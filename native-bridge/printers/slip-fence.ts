/** Asks a slip printer, in turn, whether it has dealt with all that was sent, and whether it is still the same since. */
import type { SlipProfile } from '../contract-printers.ts';
import { askEcho, askInTurn, askMarks, askStatus } from './escpos.ts';
import {
  changeFailure,
  isEcho,
  marksOf,
  statusFailure,
  type Failure,
  type Reply,
  type SlipStatus,
} from './escpos-replies.ts';
import type { SlipLink } from './slip-link.ts';

/** A printer answers DLE EOT at once; this is for the way there and back, ms. */
export const statusLimitMs = 400;
/** How long after the last byte should have arrived the printer is looked at again, ms. */
const lookAgainMs = 700;
/** So long a line without an echo must be quiet before its answers are counted anew, ms. */
const quietMs = 60;

/**
 * `passed`: all is done. `restarted`: the printer has forgotten its mark, so it lost what it held. `silent`: it does not
 * even answer in real time. A failure: it tells that it has stopped. `late`: it is well and never got so far.
 */
export type Fence = 'passed' | 'restarted' | 'silent' | 'late' | Failure;

export interface FenceParts {
  readonly link: SlipLink;
  readonly profile: Pick<SlipProfile, 'echo' | 'marks'>;
  /** The mark that the printer must still know. */
  readonly mark: string | null;
  /** Sent ahead of the question in one piece with it. */
  readonly ahead: Uint8Array;
  /** How long it may take at most, ms. */
  readonly limitMs: number;
}

/** @throws LinkLost */
export async function passFence({ link, profile, mark, ahead, limitMs }: FenceParts): Promise<Fence> {
  let owed = 0;
  if (!profile.echo) owed = await settle(link);
  let from = link.mark();
  const ids: string[] = [];
  const ask = (): Uint8Array => {
    const id = String(Math.floor(Math.random() * 9_000) + 1_000);
    ids.push(id);
    // The mark comes last: nothing that the printer lost before it goes unseen.
    return Buffer.concat([
      profile.echo ? askEcho(id) : askInTurn,
      mark === null ? new Uint8Array() : askMarks,
    ]);
  };
  const until = performance.now() + limitMs + link.lineMs(ahead.length);
  let forgotten = 0;
  let missed = 0;
  let waitMs = link.lineMs(ahead.length) + lookAgainMs;
  await link.write(Buffer.concat([ahead, ask()]));
  if (!profile.echo) link.turnsOwed += 1;
  for (;;) {
    const found = await link.answer(
      from,
      (replies) => judged(replies, ids, mark, owed, profile.echo),
      waitMs,
    );
    if (found === 'passed') {
      if (profile.echo) return 'passed';
      // Without ids, each question must have its answer: one that is missing was asked of a printer that lost all it held.
      const all = owed + ids.length;
      const whole = await link.answer(
        from,
        (replies) => (turnsIn(replies) >= all ? true : undefined),
        ids.length > 1 ? statusLimitMs : 0,
      );
      link.turnsOwed = 0;
      return whole && missed === 0 ? 'passed' : 'restarted';
    }
    if (found === 'forgotten') {
      // One damaged answer may look so; two do not.
      forgotten += 1;
      if (forgotten > 1) return 'restarted';
      from = link.mark();
    } else if (found) return found;
    const told = await failureTold(link);
    if (told === undefined) {
      missed += 1;
      if (missed > 1) return 'silent';
    } else if (told) return told;
    if (performance.now() > until) return 'late';
    await link.write(ask());
    if (!profile.echo) link.turnsOwed += 1;
    waitMs = lookAgainMs;
  }
}

function judged(
  replies: readonly Reply[],
  ids: readonly string[],
  mark: string | null,
  owed: number,
  echo: boolean,
): 'passed' | 'forgotten' | Failure | undefined {
  let turns = 0;
  let answered = false;
  let verdict: 'passed' | 'forgotten' | undefined;
  for (const reply of replies) {
    const failure = echo && reply.kind === 'change' ? changeFailure(reply.bytes) : null;
    if (failure) return failure;
    if (reply.kind === 'turn') turns += 1;
    answered ||= echo ? ids.some((id) => isEcho(reply, id)) : turns > owed;
    if (answered && mark === null) return 'passed';
    const marks = marksOf(reply);
    // The last list counts: it is the one that the latest question got.
    if (answered && marks) verdict = marks.includes(mark ?? '') ? 'passed' : 'forgotten';
  }
  return verdict;
}

/** Without ids, an answer that is still on its way would be taken for the next one: waits for those that are owed. */
async function settle(link: SlipLink): Promise<number> {
  const from = link.mark();
  const heard = await link.answer(
    from,
    (replies) => (turnsIn(replies) >= link.turnsOwed ? true : undefined),
    link.turnsOwed > 0 ? statusLimitMs : 0,
  );
  if (heard) link.turnsOwed = 0;
  for (let mark = -1; mark !== link.mark();) {
    mark = link.mark();
    await link.answer(mark, () => undefined, quietMs);
  }
  return link.turnsOwed;
}

function turnsIn(replies: readonly Reply[]): number {
  return replies.filter((reply) => reply.kind === 'turn').length;
}

/**
 * What DLE EOT tells; undefined when the printer does not answer. `ahead`: bytes that may still be on their way.
 * @throws LinkLost
 */
export async function statusTold(link: SlipLink, ahead = 0): Promise<SlipStatus | undefined> {
  const printer = await ask(link, 1, ahead);
  if (printer === undefined) return undefined;
  return {
    printer,
    offlineCause: await ask(link, 2),
    error: await ask(link, 3),
    paper: await ask(link, 4),
  };
}

/** Null: ready. Undefined: the printer does not answer, or its line goes one way only. @throws LinkLost */
export async function failureTold(link: SlipLink, ahead = 0): Promise<Failure | null | undefined> {
  const status = await statusTold(link, ahead);
  return status && statusFailure(status);
}

async function ask(link: SlipLink, which: 1 | 2 | 3 | 4, ahead = 0): Promise<number | undefined> {
  const mark = link.mark();
  await link.write(askStatus(which));
  return link.answer(
    mark,
    (replies) => replies.find((reply) => reply.kind === 'status')?.byte,
    statusLimitMs + link.lineMs(4 + ahead),
  );
}
