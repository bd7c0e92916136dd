import { isPresentOnly } from './paper.ts';
import type { ComponentChange, Paper } from './paper.ts';

/** Two digits typed within this time make one number, ms. */
export const digitPairMs = 700;

/**
 * Marks a paper as received, as what the procedure asks for and in the number asked for, unless the officer has said
 * otherwise before. Pages play no part: a captured page never makes a paper received.
 */
export function receive(paper: Paper): ComponentChange {
  const receivedAs = paper.state.receivedAs ?? paper.rule.kind;
  const copies = receivedAs === 'present' ? 0 : Math.max(paper.state.copies, paper.rule.copies, 1);
  return { applies: true, received: true, reused: false, receivedAs, copies };
}

export function toggleReceived(paper: Paper): ComponentChange {
  return paper.state.received ? { received: false } : receive(paper);
}

export function toggleReused(paper: Paper): ComponentChange | null {
  if (paper.rule.reuseFrom === null) return null;
  return paper.state.reused ? { reused: false } : { applies: true, reused: true, received: false };
}

/** Only a paper that is not always needed can be said to belong or not. */
export function toggleApplies(paper: Paper): ComponentChange | null {
  if (paper.need === 'required') return null;
  return paper.state.applies ? { applies: false, received: false, reused: false } : { applies: true };
}

export function setCopies(paper: Paper, copies: number): ComponentChange | null {
  if (isPresentOnly(paper) || paper.state.reused) return null;
  const whole = Math.min(99, Math.max(0, Math.trunc(copies)));
  return whole === 0 ? { copies: 0, received: false } : { ...receive(paper), copies: whole };
}

/** The number that a typed digit makes, after the digit before it when that one was typed a moment ago. */
export function typedCopies(
  digit: number,
  before: { readonly digit: number; readonly agoMs: number } | null,
): number {
  return before && before.agoMs <= digitPairMs ? before.digit * 10 + digit : digit;
}

/** What "all received" changes: the papers that belong here and have not been dealt with. */
export function receiveAll(papers: readonly Paper[]): { componentId: string; change: ComponentChange }[] {
  return papers
    .filter(({ state, need }) => state.applies && !state.received && !state.reused && need !== 'optional')
    .map((paper) => ({ componentId: paper.rule.id, change: receive(paper) }));
}
