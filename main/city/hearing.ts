/** What the outcome of one item says about the system that it was sent to. */
import type { Lane } from './lane.ts';
import type { Restorations } from './restoration.ts';
import type { Outcome } from './send-item.ts';

/** What a system has refused, or confirmed, that lost its memory meanwhile is asked about anew. */
export async function examined(
  restorations: Pick<Restorations, 'look' | 'setBackSince'>,
  lane: Lane,
  outcome: Outcome,
  begunAt: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const isNo = outcome.kind === 'refused' || outcome.kind === 'lost';
  if (isNo) await restorations.look(lane, signal);
  return unlessSetBack(restorations, lane, outcome, begunAt);
}

/** What a system confirmed before it was set back it may not know any more. */
export function unlessSetBack(
  restorations: Pick<Restorations, 'setBackSince'>,
  lane: Lane,
  outcome: Outcome,
  begunAt: number,
): Outcome {
  const rests = outcome.kind === 'refused' || outcome.kind === 'sent';
  if (!rests || !restorations.setBackSince(lane, begunAt)) return outcome;
  return { kind: 'later', reason: 'city-set-back', unreachable: false };
}

export function hear(lane: Lane, outcome: Outcome, begunAt: number): void {
  if (outcome.kind === 'later') {
    if (outcome.unreachable && outcome.reason !== 'stopped') lane.failed(begunAt, outcome.reason);
  } else if (outcome.kind !== 'unsendable') lane.wentThrough();
}
