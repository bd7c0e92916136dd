import type { ComponentState, Draft, ProcedureView } from '../../../app/shapes.ts';

export type ComponentRule = ProcedureView['components'][number];
export type ComponentKind = ComponentRule['kind'];
export type ComponentChange = Partial<
  Pick<ComponentState, 'applies' | 'received' | 'receivedAs' | 'copies' | 'reused' | 'note'>
>;

/** How strongly the chosen case asks for a paper. */
export type Need = 'required' | 'conditional' | 'optional';

/** One paper (thành phần hồ sơ): what the procedure asks for beside what the officer did with it. */
export interface Paper {
  readonly rule: ComponentRule;
  readonly state: ComponentState;
  readonly need: Need;
}

/** A paper that holds pages stays in sight even when the catalogue no longer knows it. */
function unknownRule(id: string): ComponentRule {
  return {
    id,
    name: id,
    kind: 'original',
    copies: 0,
    required: false,
    digitize: true,
    mayDigitize: true,
    condition: null,
    reuseFrom: null,
  };
}

function needOf(rule: ComponentRule, chosen: ProcedureView['cases'][number] | undefined): Need {
  if (chosen ? chosen.requiredPapers.includes(rule.id) : rule.required) return 'required';
  return rule.condition === null ? 'optional' : 'conditional';
}

/** The papers of a draft in the order of the procedure; papers that the case excludes are not in the draft. */
export function papersOf(procedure: ProcedureView, draft: Draft): Paper[] {
  const chosen = procedure.cases.find((one) => one.id === draft.caseId);
  const states = new Map(draft.components.map((state) => [state.componentId, state]));
  const known = procedure.components.flatMap((rule) => {
    const state = states.get(rule.id);
    states.delete(rule.id);
    return state ? [{ rule, state, need: needOf(rule, chosen) }] : [];
  });
  const left = [...states.values()]
    .filter((state) => state.pages.length > 0)
    .map((state) => ({ rule: unknownRule(state.componentId), state, need: 'optional' as const }));
  return [...known, ...left];
}

/** Seen and given back: never kept, never scanned. */
export function isPresentOnly(paper: Paper): boolean {
  return paper.rule.kind === 'present' || paper.state.receivedAs === 'present';
}

/**
 * What capturing means for a paper. `forbidden`: the law keeps it out of digitization; `present`: only shown;
 * `off`: does not belong to this dossier; `reused`: the city already has the data.
 */
export type CaptureStanding = 'off' | 'reused' | 'present' | 'forbidden' | 'waiting' | 'captured';

export function captureStanding(paper: Paper): CaptureStanding {
  const { rule, state } = paper;
  if (!state.applies) return 'off';
  if (state.reused) return 'reused';
  if (isPresentOnly(paper)) return 'present';
  if (!rule.mayDigitize) return 'forbidden';
  return state.pages.length > 0 ? 'captured' : 'waiting';
}
