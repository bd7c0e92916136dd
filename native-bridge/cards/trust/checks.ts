/** What was asked of a chip, and what came of it: the screen and the record say this, never more. */
import type { ChipCheck } from '../../contract-cards.ts';

export type Check = ChipCheck;
export type ChipLevel = 'chip-read' | 'chip-verified';

const passive = ['data-groups', 'document-signature', 'signer-trusted', 'signer-valid'] as const;

/** Verified only when the whole of passive authentication passed and no proof by the chip itself failed. */
export function levelOf(checks: readonly Check[]): ChipLevel {
  const passed = (name: Check['name']) =>
    checks.some((each) => each.name === name && each.state === 'passed');
  return passive.every(passed) && checks.every((each) => each.state !== 'failed')
    ? 'chip-verified'
    : 'chip-read';
}
