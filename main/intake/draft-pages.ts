/** The pages of a draft, changed without touching anything: each answers the draft as it would be. */
import type { ErrorCode } from '../contract/errors.ts';
import type { ComponentState, Draft } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';

export function changeComponent(
  draft: Draft,
  componentId: string,
  change: (component: ComponentState) => ComponentState,
): Result<Draft, ErrorCode> {
  if (!draft.components.some((component) => component.componentId === componentId)) return fail('not-found');
  const components = draft.components.map((component) =>
    component.componentId === componentId ? change(component) : component,
  );
  return ok({ ...draft, components });
}
