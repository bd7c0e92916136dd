import type { OutputOf } from '../../../main/contract/operations.ts';
import type { Draft } from '../../app/shapes.ts';
import type { Step } from './step.ts';

export type Review = OutputOf<'intake.review'>;
export type ReviewCode = Review['problems'][number]['code'];
export type StepState = 'done' | 'current' | 'missing' | 'waiting';
export type DraftStep = Exclude<Step, 'receipt'>;

/** Where each thing that is missing can be put right. */
export const stepOfProblem: Readonly<Record<ReviewCode, DraftStep>> = {
  'applicant-missing': 'applicant',
  'applicant-number-missing': 'applicant',
  'procedure-missing': 'procedure',
  'component-not-received': 'checklist',
  'component-not-captured': 'capture',
  'component-copies-short': 'checklist',
  'competent-unit-missing': 'review',
  'delivery-address-missing': 'review',
  'presented-must-not-be-captured': 'capture',
  'fee-unknown': 'review',
  'deadline-unknown': 'review',
  'deadline-provisional': 'review',
  'clock-skewed': 'review',
  'clock-unchecked': 'review',
  'data-low-confidence': 'procedure',
  'pages-undecided': 'capture',
};

function begun(step: DraftStep, draft: Draft): boolean {
  switch (step) {
    case 'applicant':
      return draft.people.applicant !== null;
    case 'procedure':
      return draft.procedureCode !== null;
    case 'checklist':
      return draft.components.some((component) => component.received || component.reused);
    case 'capture':
      return draft.components.some((component) => component.pages.length > 0 || component.files.length > 0);
    case 'review':
      return false;
  }
}

/** The state of each step, from what the review finds; until the review has answered, only what the draft shows. */
export function stepState(step: DraftStep, at: Step, draft: Draft, review: Review | null): StepState {
  if (step === at) return 'current';
  if (step === 'review') return 'waiting';
  const faults =
    review?.problems.filter((problem) => problem.blocking && stepOfProblem[problem.code] === step) ?? [];
  if (!begun(step, draft)) {
    // Nothing to scan is as good as all scanned.
    const idle =
      step === 'capture' && draft.procedureCode !== null && begun('checklist', draft) && faults.length === 0;
    return idle && review ? 'done' : 'waiting';
  }
  return faults.length > 0 ? 'missing' : 'done';
}
