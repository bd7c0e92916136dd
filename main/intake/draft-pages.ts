/** The pages of a draft, changed without touching anything: each answers the draft as it would be. */
import type { ErrorCode } from '../contract/errors.ts';
import type { ComponentState, Draft, Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';

/** A page and where it lay. */
export interface PlacedPage {
  readonly page: Page;
  readonly componentId: string;
  readonly index: number;
}

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

export function findPage(draft: Draft, pageId: string): PlacedPage | null {
  for (const component of draft.components) {
    const index = component.pages.findIndex((page) => page.id === pageId);
    const page = component.pages[index];
    if (page) return { page, componentId: component.componentId, index };
  }
  return null;
}

export function changePages(
  draft: Draft,
  pageId: string,
  change: (pages: Page[]) => Page[],
): Result<Draft, ErrorCode> {
  const found = findPage(draft, pageId);
  if (!found) return fail('not-found');
  return changeComponent(draft, found.componentId, (component) => ({
    ...component,
    pages: change(component.pages),
  }));
}

export function movePage(
  draft: Draft,
  pageId: string,
  toComponentId: string,
  toIndex: number,
): Result<Draft, ErrorCode> {
  const found = findPage(draft, pageId);
  if (!found) return fail('not-found');
  const file = draft.components
    .find((component) => component.componentId === found.componentId)
    ?.files.find((each) => each.id === found.page.pdf?.fileId);
  const without = changePages(draft, pageId, (pages) => pages.filter((page) => page.id !== pageId));
  if (!without.ok) return without;
  return changeComponent(without.value, toComponentId, (component) => ({
    ...component,
    pages: component.pages.toSpliced(toIndex, 0, found.page),
    // A page of an incoming PDF needs its file where it goes.
    files:
      file && !component.files.some((each) => each.id === file.id)
        ? [...component.files, file]
        : component.files,
  }));
}
