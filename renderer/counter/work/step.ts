import type { DraftHandle } from '../../app/draft.tsx';

/** What every step of taking in a dossier gets. The step draws the centre column; `onNext` is the primary button. */
export interface StepProps {
  readonly draft: DraftHandle;
  onNext(): void;
  onBack(): void;
}

export const steps = ['applicant', 'procedure', 'checklist', 'capture', 'review', 'receipt'] as const;
export type Step = (typeof steps)[number];
