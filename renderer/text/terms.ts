import type { ProcedureSummary } from '../app/shapes.ts';
import { money } from '../kit/format.ts';
import type { Translate } from './language.tsx';

type DeadlineTerm = Pick<ProcedureSummary['deadline'], 'unit' | 'value'>;

/** The term in words: "3 ngày làm việc", "Trong ngày", "Chưa rõ". */
export function deadlineWords(t: Translate, { unit, value }: DeadlineTerm): string {
  const counted = unit === 'hour' || unit === 'working_day' || unit === 'day';
  if (counted && value === null) return t('domain.deadline.unknown');
  return t(`domain.deadline.${unit}`, { value: String(value ?? '').replace('.', ',') });
}

/** The fee of a procedure in words. What nobody has told us is never shown as free. */
export function feeWords(t: Translate, fee: ProcedureSummary['fee']): string {
  if (!fee.known) return t('domain.fee.unknown');
  if (fee.free) return t('domain.fee.free');
  const amounts = fee.items.map((item) => item.amount);
  if (amounts.length === 0) return t('domain.fee.unknown');
  const lowest = money(Math.min(...amounts));
  return amounts.length === 1 ? lowest : t('domain.fee.from', { amount: lowest });
}

/** Whether data of this confidence should carry a marker. */
export function isDoubtful(confidence: ProcedureSummary['fee']['confidence']): boolean {
  return confidence !== 'high' && confidence !== 'medium-high';
}
