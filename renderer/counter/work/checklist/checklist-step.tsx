import type { StepProps } from '../step.ts';

export function ChecklistStep({ draft }: StepProps) {
  return <p>{draft.draft.id}</p>;
}
