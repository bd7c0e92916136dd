/** What a window hears of the look at a captured page. */
import { z } from 'zod';
import { PageFacts } from '../../native-bridge/contract-page-look.ts';
import type { Page } from '../domain/dossier.ts';
import { separatorFault, undecidedFaults } from '../domain/page-gate.ts';
import { errorCodes } from './errors.ts';

/** `none`: a page of a kept PDF, which goes on as it is and is not judged. */
export const PageLook = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('seen'), facts: PageFacts }),
  z.object({ state: z.literal('failed'), code: z.enum(errorCodes) }),
]);
export type PageLook = z.infer<typeof PageLook>;

/** Whether an officer has put the page into the file although it split a batch. */
export function isFiledSeparator({ decision }: Pick<Page, 'decision'>): boolean {
  return (decision?.faults ?? []).includes(separatorFault);
}

/** Faults of a page, with which it would not serve, that nobody has decided about. */
export function faultsToDecide(page: Pick<Page, 'decision'>, look: PageLook): PageFacts['faults'] {
  return look.state === 'seen' ? undecidedFaults(page, look.facts.faults) : [];
}
