import type { StepProps } from '../step.ts';

export function CaptureStep({ draft }: StepProps) {
  return <p>{draft.draft.id}</p>;
}
