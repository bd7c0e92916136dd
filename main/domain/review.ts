import type { WorkCalendar } from './calendar.ts';
import { caseOf, hasEvidence, isRequired, mayDigitize } from './checklist.ts';
import { assessDeadline } from './deadline.ts';
import type { ComponentState, DeadlineAssessment, Draft, FeeAssessment, Instant } from './dossier.ts';
import { assessFee, feeQuestions, type FeeQuestion } from './fee.ts';
import { isPersonalNumber } from './identity.ts';
import type { Confidence, Procedure, ProcedureCase, ProcedureComponent } from './procedure.ts';

/** Largest difference between our clock and the city's at which deadlines may still be promised, ms. */
export const clockToleranceMs = 2 * 60 * 1000;

export type ReviewCode =
  | 'applicant-missing'
  | 'applicant-number-missing'
  | 'procedure-missing'
  | 'component-not-received'
  | 'component-not-captured'
  | 'component-copies-short'
  | 'competent-unit-missing'
  | 'delivery-address-missing'
  | 'presented-must-not-be-captured'
  | 'fee-unknown'
  | 'deadline-unknown'
  | 'deadline-provisional'
  | 'clock-skewed'
  | 'clock-unchecked'
  | 'data-low-confidence'
  | 'pages-undecided';

export interface Problem {
  readonly code: ReviewCode;
  /** True: the dossier cannot be accepted while it stands. */
  readonly blocking: boolean;
  readonly componentId: string | null;
}

export interface Review {
  readonly ready: boolean;
  readonly problems: Problem[];
  readonly deadline: DeadlineAssessment;
  readonly fee: FeeAssessment;
  /** What to ask the officer before the fee can be counted. */
  readonly feeQuestions: FeeQuestion[];
  readonly pageCount: number;
}

export interface ReviewQuestion {
  readonly draft: Draft;
  /** Null when none is chosen, or the one chosen is not in force. */
  readonly procedure: Procedure | null;
  readonly calendar: WorkCalendar;
  readonly now: Instant;
  /** Our clock minus the city's, ms; null when never compared. */
  readonly clockOffsetMs: number | null;
}

const unsure: readonly Confidence[] = ['medium-low', 'low', 'unknown'];

/** What still stands in the way of accepting a draft now, with the deadline and the fee that it would get. */
export function reviewDraft({ draft, procedure, calendar, now, clockOffsetMs }: ReviewQuestion): Review {
  const procedureCase = procedure && caseOf(procedure, draft.caseId);
  const deadline = procedure ? assessDeadline(procedure.deadline, now, calendar) : noDeadline;
  const fee = procedure ? feeOf(procedure, procedureCase, draft) : noFee;
  const problems = [
    ...peopleProblems(draft),
    ...(procedure && procedureCase
      ? procedure.components.flatMap((component) => componentProblems(component, procedureCase, draft))
      : [blocking('procedure-missing')]),
    ...deliveryProblems(draft),
    ...clockProblems(clockOffsetMs),
    ...(procedure ? dataProblems(procedure, deadline, fee) : []),
  ];
  return {
    ready: problems.every((problem) => !problem.blocking),
    problems,
    deadline,
    fee,
    feeQuestions: procedure ? feeQuestions(procedure.fee, procedureCase) : [],
    pageCount: draft.components
      .filter((state) => state.applies)
      .reduce((sum, state) => sum + pageCountOf(state), 0),
  };
}

const noDeadline: DeadlineAssessment = {
  state: 'unknown',
  dueAt: null,
  unit: 'unknown',
  value: null,
  provisional: false,
  note: null,
};
const noFee: FeeAssessment = { state: 'unknown', lines: [], total: null, note: null };

function blocking(code: ReviewCode, componentId: string | null = null): Problem {
  return { code, blocking: true, componentId };
}

function advice(code: ReviewCode, componentId: string | null = null): Problem {
  return { code, blocking: false, componentId };
}

function feeOf(procedure: Procedure, procedureCase: ProcedureCase | null, draft: Draft): FeeAssessment {
  const undecided =
    procedureCase === null && procedure.cases.some((candidate) => candidate.feeItems !== null);
  if (undecided) return { ...noFee, note: procedure.fee.note };
  return assessFee(procedure.fee, procedureCase, {
    exemption: draft.exemption,
    quantities: draft.feeQuantities,
    channel: 'direct',
  });
}

function peopleProblems(draft: Draft): Problem[] {
  const applicant = draft.people.applicant;
  if (!applicant || applicant.fullName.trim() === '') return [blocking('applicant-missing')];
  const number = applicant.idNumber?.trim() ?? '';
  const usable = applicant.idKind === 'cccd' ? isPersonalNumber(number) : number !== '';
  return usable ? [] : [blocking('applicant-number-missing')];
}

function componentProblems(
  component: ProcedureComponent,
  procedureCase: ProcedureCase,
  draft: Draft,
): Problem[] {
  const state = draft.components.find((candidate) => candidate.componentId === component.id);
  const required = isRequired(component, procedureCase);
  const taken = state !== undefined && (state.received || state.reused);
  // A paper that the rules require cannot be ticked away: only a case or reused data replaces it.
  if (required && !taken) return [blocking('component-not-received', component.id)];
  if (!state || !(state.applies || required)) return [];
  const problems: Problem[] = [];
  if (!mayDigitize(component)) {
    if (hasEvidence(state)) problems.push(advice('presented-must-not-be-captured', component.id));
  } else if (state.received && !hasEvidence(state)) {
    problems.push(blocking('component-not-captured', component.id));
  }
  if (state.received && state.copies < component.copies) {
    problems.push(blocking('component-copies-short', component.id));
  }
  return problems;
}

function deliveryProblems(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  if (draft.delivery.method === 'post' && draft.delivery.address.trim() === '') {
    problems.push(blocking('delivery-address-missing'));
  }
  if (draft.competentUnit === null) problems.push(advice('competent-unit-missing'));
  return problems;
}

function clockProblems(offsetMs: number | null): Problem[] {
  if (offsetMs === null) return [advice('clock-unchecked')];
  return Math.abs(offsetMs) > clockToleranceMs ? [blocking('clock-skewed')] : [];
}

function dataProblems(procedure: Procedure, deadline: DeadlineAssessment, fee: FeeAssessment): Problem[] {
  const problems: Problem[] = [];
  if (fee.state === 'unknown') problems.push(advice('fee-unknown'));
  if (deadline.state === 'unknown') problems.push(advice('deadline-unknown'));
  if (deadline.provisional) problems.push(advice('deadline-provisional'));
  const shown = [
    procedure.confidence.code,
    procedure.confidence.name,
    procedure.confidence.documents,
    ...(deadline.state === 'known' ? [procedure.deadline.confidence] : []),
    ...(fee.state === 'unknown' ? [] : [procedure.fee.confidence]),
  ];
  if (shown.some((confidence) => unsure.includes(confidence))) problems.push(advice('data-low-confidence'));
  return problems;
}

/** Pages captured, with those of kept PDFs that have no page pictures of their own. */
function pageCountOf(state: ComponentState): number {
  const pictured = new Set(state.pages.map(({ pdf, normalised }) => (pdf ?? normalised)?.fileId));
  const unpictured = state.files.filter(({ id, mime }) => mime === 'application/pdf' && !pictured.has(id));
  return state.pages.length + unpictured.reduce((sum, file) => sum + file.pageCount, 0);
}
