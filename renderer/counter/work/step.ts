import type { DraftHandle } from '../../app/draft.tsx';

/**
 * What every step of taking in a dossier gets. The step draws the centre column. Its one primary button is
 * `<PrimaryAction shortcut="Enter" onPress={onNext}>` (primary-action.tsx), which stands at the foot of the right
 * column; the way back (Esc) is drawn there by the work screen, so a step draws neither.
 */
export interface StepProps {
  readonly draft: DraftHandle;
  onNext(): void;
  onBack(): void;
}

export const steps = ['applicant', 'procedure', 'checklist', 'capture', 'review', 'receipt'] as const;
export type Step = (typeof steps)[number];
