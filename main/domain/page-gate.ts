/** Rules of the gate: which faults an officer must still decide about, and where pages that were set aside belong. */
import type { AsidePage, ComponentState, Draft, Page } from './dossier.ts';

/** As much of a fault as the rules need. */
export interface FaultSeen {
  readonly kind: string;
  /** `rescan`: the page would not serve as it is; `warn`: somebody should look. */
  readonly severity: 'warn' | 'rescan';
}

/** The fault of an empty page that an officer has put into the file. */
export const blankFault = 'blank';

/** The same of a side of a separator sheet, which may be blank too. */
export const separatorFault = 'separator';

/** What a page was set aside for, as a decision to file it all the same names it. */
export function faultsOfAside({ why }: Pick<AsidePage, 'why'>): string[] {
  return why === 'separator' ? [separatorFault, blankFault] : [blankFault];
}

/** Faults with which the page would not serve and about which nobody has decided. */
export function undecidedFaults<Fault extends FaultSeen>(
  page: Pick<Page, 'decision'>,
  faults: readonly Fault[],
): Fault[] {
  const decided = page.decision?.faults ?? [];
  return faults.filter(({ kind, severity }) => severity === 'rescan' && !decided.includes(kind));
}

/** Whether an empty page goes out of the file by itself: not when an officer has put it there. */
export function goesAside(page: Pick<Page, 'decision'>): boolean {
  return !(page.decision?.faults ?? []).includes(blankFault);
}

/**
 * Takes a page out of the file and keeps it aside; one that lies aside already is there for the new reason. A component
 * without the page stays as it is.
 */
export function setAside(
  component: ComponentState,
  pageId: string,
  { why, seen }: Pick<AsidePage, 'why' | 'seen'>,
): ComponentState {
  const index = component.pages.findIndex(({ id }) => id === pageId);
  const page = component.pages[index];
  const before = component.aside ?? [];
  if (!page)
    return before.some((each) => each.page.id === pageId)
      ? {
          ...component,
          aside: before.map((each) => (each.page.id === pageId ? { ...each, why, seen } : each)),
        }
      : component;
  let place = index;
  for (const other of before.toSorted((a, b) => a.place - b.place)) if (other.place <= place) place += 1;
  return {
    ...component,
    pages: component.pages.toSpliced(index, 1),
    aside: [...before, { page, why, place, seen }],
  };
}

/** Puts a page that was set aside back where it lay, as `change` makes it. */
export function putBack(
  component: ComponentState,
  pageId: string,
  change: (page: Page) => Page = (page) => page,
): ComponentState {
  const aside = component.aside ?? [];
  const back = aside.find(({ page }) => page.id === pageId);
  if (!back) return component;
  const rest = aside.filter((each) => each !== back);
  const index = back.place - rest.filter(({ place }) => place < back.place).length;
  return {
    ...component,
    pages: component.pages.toSpliced(Math.max(0, index), 0, change(back.page)),
    aside: rest,
  };
}

/** A page of the file, the component that holds it, and its place there. */
export function findFiledPage(
  draft: Pick<Draft, 'components'>,
  pageId: string,
): { readonly page: Page; readonly componentId: string; readonly index: number } | null {
  for (const { componentId, pages } of draft.components) {
    const index = pages.findIndex(({ id }) => id === pageId);
    const page = pages[index];
    if (page) return { page, componentId, index };
  }
  return null;
}

/** The page, in the file or aside, and the component that holds it. */
export function findKeptPage(
  draft: Pick<Draft, 'components'>,
  pageId: string,
): { readonly component: ComponentState; readonly page: Page } | null {
  for (const component of draft.components)
    for (const page of [...component.pages, ...(component.aside ?? []).map((each) => each.page)])
      if (page.id === pageId) return { component, page };
  return null;
}
