import type { ProcedureView } from '../contract/views.ts';
import { isRequired, mayDigitize } from '../domain/checklist.ts';
import type { Procedure } from '../domain/procedure.ts';

/** A procedure with what the rules say about its papers, so that no window has to know the rules. */
export function viewOfProcedure(procedure: Procedure, catalogueVersion: string): ProcedureView {
  const { components, cases } = procedure;
  return {
    ...procedure,
    components: components.map((component) => ({ ...component, mayDigitize: mayDigitize(component) })),
    cases: cases.map((one) => ({
      ...one,
      requiredPapers: components.filter((component) => isRequired(component, one)).map(({ id }) => id),
    })),
    catalogueVersion,
  };
}
