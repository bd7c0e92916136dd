import type { FeeAssessment } from './dossier.ts';
import type { FeeCap, FeeItem, FeeRule, ProcedureCase } from './procedure.ts';

/** What a dossier says about its fee. */
export interface FeeFacts {
  /** The exemption group claimed, word for word as the rule names it; null = none. */
  readonly exemption: string | null;
  /** How many units, by fee item label; for a fee per copy also by the two labels of the cap. */
  readonly quantities: Readonly<Record<string, number>>;
  readonly channel: 'direct' | 'online';
}

/** A number that the officer has to give before the fee can be counted. */
export interface FeeQuestion {
  readonly label: string;
  readonly unit: string;
  /** What counts when nothing is given; null = the fee stays unknown until it is. */
  readonly assumed: number | null;
}

type FeeLine = FeeAssessment['lines'][number];

/** Units that are one until somebody says otherwise; pages (trang) never are. */
const single = ['lần', 'trường hợp', 'bản'];
const onlineLabel = 'Nộp trực tuyến';

/**
 * The fee (phí, lệ phí) of one dossier in đồng. `amount` of a line is the price of the whole line; the lines add up to
 * the total. Unknown stays unknown: a rule that nobody has told us, a number of pages that nobody has counted, or items
 * between which only a case could decide are never shown as free. Only a group that the rule names is exempt.
 */
export function assessFee(
  rule: FeeRule,
  procedureCase: ProcedureCase | null,
  facts: FeeFacts,
): FeeAssessment {
  const outcome = (state: FeeAssessment['state'], lines: FeeLine[], total: number | null): FeeAssessment => ({
    state,
    lines,
    total,
    note: rule.note,
  });
  const unknown = outcome('unknown', [], null);
  if (isUnknown(rule)) return unknown;
  if (rule.free) return outcome('free', [], 0);

  const items = itemsOf(rule, procedureCase);
  if (items === null) return unknown;
  // A case that names no item is one that the tariff leaves free.
  if (items.length === 0) return outcome('free', [], 0);
  if (facts.exemption !== null && isExempt(rule, facts.exemption)) return outcome('exempt', [], 0);

  const lines =
    facts.channel === 'online' && rule.onlineAmount !== null
      ? [{ label: onlineLabel, quantity: 1, amount: rule.onlineAmount }]
      : linesOf(rule, items, facts.quantities);
  if (lines === null) return unknown;
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  return total === 0 ? outcome('free', lines, 0) : outcome('payable', lines, total);
}

/** The numbers to ask for, in order; empty for a flat fee, a free service, or a fee that nobody has told us. */
export function feeQuestions(rule: FeeRule, procedureCase: ProcedureCase | null): FeeQuestion[] {
  if (isUnknown(rule) || rule.free) return [];
  const items = itemsOf(rule, procedureCase) ?? [];
  if (items.length === 0) return [];
  if (rule.cap) {
    return [
      { label: rule.cap.unitsLabel, unit: items[0]?.unit ?? '', assumed: null },
      { label: rule.cap.copiesLabel, unit: 'bản', assumed: 1 },
    ];
  }
  return items
    .filter((item) => item.unit !== 'lần' && item.unit !== 'trường hợp')
    .map((item) => ({ label: item.label, unit: item.unit, assumed: assumedOf(item) }));
}

function isUnknown(rule: FeeRule): boolean {
  return !rule.known || rule.confidence === 'unknown';
}

/** The items that apply; null when several stand to choose from and no case has chosen. */
function itemsOf(rule: FeeRule, procedureCase: ProcedureCase | null): FeeItem[] | null {
  const chosen = procedureCase?.feeItems;
  if (chosen) return rule.items.filter((item) => chosen.includes(item.label));
  if (rule.items.length === 0) return null;
  const alternatives = rule.items.length > 1 && !rule.cap;
  return procedureCase === null && alternatives ? null : [...rule.items];
}

function isExempt(rule: FeeRule, group: string): boolean {
  const claimed = group.normalize('NFC').trim();
  return rule.exempt.some((named) => named.normalize('NFC').trim() === claimed);
}

function assumedOf(item: FeeItem): number | null {
  return single.includes(item.unit) ? 1 : null;
}

function linesOf(
  rule: FeeRule,
  items: readonly FeeItem[],
  quantities: FeeFacts['quantities'],
): FeeLine[] | null {
  if (rule.cap) return cappedLines(rule.cap, items, quantities);
  const lines: FeeLine[] = [];
  for (const item of items) {
    const quantity = countOf(quantities, item.label) ?? assumedOf(item);
    if (quantity === null) return null;
    if (quantity > 0) lines.push({ label: item.label, quantity, amount: quantity * item.amount });
  }
  // Nothing of anything is a number not yet given, not a free service.
  return lines.length > 0 ? lines : null;
}

function cappedLines(
  cap: FeeCap,
  items: readonly FeeItem[],
  quantities: FeeFacts['quantities'],
): FeeLine[] | null {
  const copies = countOf(quantities, cap.copiesLabel) ?? 1;
  const units = countOf(quantities, cap.unitsLabel);
  const perCopy = items.map((item) =>
    units === null ? (countOf(quantities, item.label) ?? 0) : unitsInTier(units, item),
  );
  if (copies === 0 || perCopy.every((count) => count === 0)) return null;
  const lines: FeeLine[] = [];
  let priceOfOne = 0;
  items.forEach((item, index) => {
    const count = perCopy[index] ?? 0;
    if (count === 0) return;
    priceOfOne += count * item.amount;
    lines.push({ label: item.label, quantity: count * copies, amount: count * copies * item.amount });
  });
  if (priceOfOne > cap.amount) {
    lines.push({ label: cap.label, quantity: copies, amount: (cap.amount - priceOfOne) * copies });
  }
  return lines;
}

function unitsInTier(units: number, item: FeeItem): number {
  if (!item.tier) return units;
  const last = Math.min(units, item.tier.to ?? units);
  return Math.max(0, last - item.tier.from + 1);
}

/** A whole number of units, or null when none (or nonsense) was given. */
function countOf(quantities: FeeFacts['quantities'], label: string): number | null {
  const given = Object.hasOwn(quantities, label) ? quantities[label] : undefined;
  return given !== undefined && Number.isSafeInteger(given) && given >= 0 ? given : null;
}
