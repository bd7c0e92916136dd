import type { ComponentState } from './dossier.ts';
import type { Procedure, ProcedureCase, ProcedureComponent } from './procedure.ts';

/** Kinds that the law wants digitized; plain and certified copies and presented papers are not (TT 01/2023 Art. 4). */
const digitizedKinds: readonly ProcedureComponent['kind'][] = ['form', 'original', 'electronic'];

/** Whether a paper may be captured at all. Presented papers are looked at and handed back, whatever the data says. */
export function mayDigitize(component: ProcedureComponent): boolean {
  return component.digitize && digitizedKinds.includes(component.kind);
}

/** The case of that id; without an id the only case there is; null when none has been chosen. */
export function caseOf(procedure: Procedure, caseId: string | null): ProcedureCase | null {
  if (caseId === null) return procedure.cases.length === 1 ? (procedure.cases[0] ?? null) : null;
  return procedure.cases.find((candidate) => candidate.id === caseId) ?? null;
}

/** Whether the case leaves a paper no choice: it must be received, or its data reused. */
export function isRequired(component: ProcedureComponent, procedureCase: ProcedureCase | null): boolean {
  if (procedureCase?.excludes.includes(component.id)) return false;
  return component.required || (procedureCase?.requires.includes(component.id) ?? false);
}

/** Whether an officer has done anything with a paper that must not get lost. */
export function hasEvidence(state: ComponentState): boolean {
  return state.pages.length > 0 || state.files.length > 0;
}

/** The same with what was set aside: it is no evidence, but never goes unseen. */
function holdsPages(state: ComponentState): boolean {
  return hasEvidence(state) || (state.aside ?? []).length > 0;
}

/**
 * The checklist (thành phần hồ sơ) of a case, in the order of the procedure. What was already done with a paper that
 * stays is kept. A paper that the case excludes goes, unless the officer already has it or wrote something about it:
 * then it stays and applies. A paper that the procedure does not name stays, behind the others, when something was
 * captured for it. So no page is ever lost by a change of mind.
 */
export function layOutChecklist(
  procedure: Procedure,
  caseId: string | null,
  previous: readonly ComponentState[],
): ComponentState[] {
  const procedureCase = caseOf(procedure, caseId);
  const before = new Map(previous.map((state) => [state.componentId, state]));
  const known = new Set(procedure.components.map((component) => component.id));
  const governed = new Set(procedure.cases.flatMap((candidate) => candidate.requires));

  const states: ComponentState[] = [];
  for (const component of procedure.components) {
    const state = before.get(component.id);
    if (procedureCase?.excludes.includes(component.id)) {
      if (state && isTouched(state)) states.push({ ...state, applies: true });
      continue;
    }
    const required = isRequired(component, procedureCase);
    if (!state) {
      states.push(untouched(component, required));
      continue;
    }
    // A paper that only the case before asked for goes back to "may apply"; what an officer ticked stays.
    const staysTicked = state.applies && (!governed.has(component.id) || isTouched(state));
    states.push({ ...state, applies: required || holdsPages(state) || staysTicked });
  }
  const vanished = previous.filter((state) => !known.has(state.componentId) && holdsPages(state));
  return [...states, ...vanished.map((state) => ({ ...state, applies: true }))];
}

function isTouched(state: ComponentState): boolean {
  return holdsPages(state) || state.received || state.reused || state.note !== '';
}

function untouched(component: ProcedureComponent, applies: boolean): ComponentState {
  return {
    componentId: component.id,
    applies,
    received: false,
    receivedAs: null,
    copies: component.copies,
    reused: false,
    note: '',
    pages: [],
    files: [],
  };
}
