import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { caseOf, isRequired, layOutChecklist, mayDigitize } from '../../../main/domain/checklist.ts';
import { Draft } from '../../../main/domain/dossier.ts';
import { feeQuestions } from '../../../main/domain/fee.ts';
import type { Procedure, ProcedureCase } from '../../../main/domain/procedure.ts';
import { reviewDraft, type Review } from '../../../main/domain/review.ts';
import { fold } from '../../../main/domain/search.ts';
import { draftFor, monday, page } from '../domain/sample-draft.ts';

/** Every procedure in force goes from the search to a review that is ready, in each of its cases. */
const catalogue = loadCatalogue();
const today = '2026-11-22';
const procedures = catalogue.search('', 1000, today);
const walks = procedures.flatMap((procedure) =>
  procedure.cases.map((procedureCase) => ({ procedure, procedureCase })),
);

function review(draft: Draft, procedure: Procedure): Review {
  return reviewDraft({ draft, procedure, calendar: catalogue.calendar, now: monday, clockOffsetMs: 0 });
}

/** Takes every paper that applies, scans what may be scanned, and counts what the fee asks for. */
function takeEverything(procedure: Procedure, procedureCase: ProcedureCase): Draft {
  const draft = draftFor(procedure, procedureCase.id);
  return Draft.parse({
    ...draft,
    feeQuantities: Object.fromEntries(
      feeQuestions(procedure.fee, procedureCase).map((one) => [one.label, 2]),
    ),
    components: draft.components.map((state) => {
      const component = procedure.components.find((candidate) => candidate.id === state.componentId);
      if (!component || !state.applies) return state;
      const pages = mayDigitize(component) ? [page(`${component.id}-1`), page(`${component.id}-2`)] : [];
      return { ...state, received: true, receivedAs: component.kind, pages };
    }),
  });
}

describe.each(procedures.map((procedure) => ({ procedure, name: `${procedure.code} ${procedure.name}` })))(
  '$name',
  ({ procedure }) => {
    test('is found by its name, its code and everything that people call it', () => {
      const first = (text: string) => catalogue.search(text, 1, today)[0]?.code;
      expect(first(procedure.name)).toBe(procedure.code);
      expect(first(fold(procedure.name))).toBe(procedure.code);
      expect(first(procedure.code)).toBe(procedure.code);
      expect(first(procedure.code.replace('.', ''))).toBe(procedure.code);
      for (const alias of procedure.aliases) {
        const hits = catalogue.search(fold(alias), 3, today).map((hit) => hit.code);
        expect(hits, alias).toContain(procedure.code);
      }
    });
  },
);

describe.each(
  walks.map((walk) => ({
    ...walk,
    name: `${walk.procedure.code}.${walk.procedureCase.id} ${walk.procedureCase.name}`,
  })),
)('$name', ({ procedure, procedureCase }) => {
  test('is not ready while nothing is done', () => {
    const result = review(draftFor(procedure, procedureCase.id), procedure);
    const missing = result.problems.filter((problem) => problem.code === 'component-not-received');
    const required = procedure.components.filter((component) => isRequired(component, procedureCase));
    expect(missing.map((problem) => problem.componentId)).toEqual(required.map((component) => component.id));
    expect(result.ready).toBe(false);
  });

  test('is ready once everything is taken and scanned, with a fee and a deadline that are known or say so', () => {
    const draft = takeEverything(procedure, procedureCase);
    const result = review(draft, procedure);
    expect(result.problems.filter((problem) => problem.blocking)).toEqual([]);
    expect(result.ready).toBe(true);
    expect(result.problems.some((problem) => problem.code === 'fee-unknown')).toBe(!procedure.fee.known);
    expect(result.deadline.dueAt === null).toBe(procedure.deadline.value === null);
    expect(result.pageCount).toBe(draft.components.reduce((sum, state) => sum + state.pages.length, 0));
  });

  test('is not ready when any one paper to be scanned was not', () => {
    const draft = takeEverything(procedure, procedureCase);
    for (const scanned of draft.components.filter((state) => state.pages.length > 0)) {
      const components = draft.components.map((state) =>
        state === scanned ? { ...state, pages: [] } : state,
      );
      expect(review({ ...draft, components }, procedure).problems).toContainEqual({
        code: 'component-not-captured',
        blocking: true,
        componentId: scanned.componentId,
      });
    }
  });

  test('loses no page when the officer changes to any other case and back', () => {
    const draft = takeEverything(procedure, procedureCase);
    const pagesOf = (components: Draft['components']) =>
      components.flatMap((state) => state.pages.map((one) => one.id)).sort();
    for (const other of procedure.cases) {
      const changed = layOutChecklist(procedure, other.id, draft.components);
      expect(pagesOf(changed)).toEqual(pagesOf(draft.components));
      const back = layOutChecklist(procedure, procedureCase.id, changed);
      expect(review({ ...draft, components: back }, procedure).ready).toBe(true);
    }
  });

  test('is the case that its id names', () => {
    expect(caseOf(procedure, procedureCase.id)).toBe(procedureCase);
  });
});
