import type { StepProps } from '../step.ts';

export function ReviewStep({ draft }: StepProps) {
  return <p>{draft.draft.id}</p>;
}
