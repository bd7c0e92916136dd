import type { ProcedureView } from '../../../app/shapes.ts';

type FeeRule = ProcedureView['fee'];

/** A number that the officer gives before the fee can be counted. */
export interface FeeQuestion {
  /** Key of `feeQuantities`. */
  readonly label: string;
  /** What one is: bản, trang. */
  readonly unit: string;
}

const flatUnits = ['lần', 'trường hợp'];

/** The numbers to ask for, in order; none for a flat fee, a free service, or a fee that nobody has told us. */
export function feeQuestions(rule: FeeRule, chosen: readonly string[] | null): FeeQuestion[] {
  if (!rule.known || rule.free) return [];
  const items = rule.items.filter((item) => chosen === null || chosen.includes(item.label));
  const [first] = items;
  if (!first) return [];
  if (rule.cap) {
    return [
      { label: rule.cap.unitsLabel, unit: first.unit },
      { label: rule.cap.copiesLabel, unit: 'bản' },
    ];
  }
  return items.filter((item) => !flatUnits.includes(item.unit)).map(({ label, unit }) => ({ label, unit }));
}
