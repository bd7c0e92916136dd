import type { TextKey, Translate } from '../../text/language.tsx';
import { vi } from '../../text/vi/vi.ts';
import type { Case } from './story.ts';

/** A field of the wire in words; one that has none is named as the wire names it. */
export function fieldWords(t: Translate, field: string): string {
  const name = field.split('.').at(-1) ?? '';
  if (name === '') return t('refusals.field.none');
  const known = name !== 'none' && name !== 'other' && Object.hasOwn(vi.refusals.field, name);
  return known ? t(`refusals.field.${name}` as TextKey) : t('refusals.field.other', { name: field });
}

/** What the city's words mean, or why something still waits; null when nothing went wrong. */
export function meaningWords(t: Translate, { refusal, waitsFor }: Case): string | null {
  if (refusal) return t(`refusals.meaning.${refusal.meaning}`, { field: fieldWords(t, refusal.field) });
  return waitsFor === null ? null : t(`refusals.waiting.${waitsFor}`);
}
