/** What was asked of a chip, and what came of it: the screen and the record say this, never more. */
import { z } from 'zod';

export const checkNames = [
  'data-groups',
  'document-signature',
  'signer-trusted',
  'signer-valid',
  'active-authentication',
  'chip-authentication',
] as const;

export const Check = z.object({
  name: z.enum(checkNames),
  /** `not-offered`: the chip has no such thing; `not-possible`: something else that it needs is missing. */
  state: z.enum(['passed', 'failed', 'not-offered', 'not-possible']),
  /** Why not passed. */
  reason: z
    .enum([
      'data-altered',
      'signature-wrong',
      'no-issuers-configured',
      'issuer-unknown',
      'signer-expired',
      'signer-not-yet-valid',
      'issuer-expired',
      'no-security-object',
      'chip-refused',
      'proof-wrong',
      'algorithm-unknown',
      'key-unsigned',
    ])
    .optional(),
  /** Data groups that it concerns, e.g. DG1. */
  groups: z.array(z.string()).optional(),
});
export type Check = z.infer<typeof Check>;

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
