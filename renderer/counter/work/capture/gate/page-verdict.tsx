import { Icon } from '../../../../kit/icons.tsx';
import { useText } from '../../../../text/language.tsx';
import type { Page } from '../../../../app/shapes.ts';
import type { LookOf } from './use-looks.ts';
import { verdictOf } from './verdict.ts';

/** What was seen on a page, in a word or two under its thumbnail. */
export function PageVerdict({ page, lookOf }: { readonly page: Page; readonly lookOf: LookOf }) {
  const t = useText();
  const verdict = verdictOf(t, page, lookOf(page));
  if (!verdict) return null;
  return (
    <span className={`gate-verdict mc-tone-${verdict.tone}`}>
      <Icon name={verdict.icon} />
      <span>{verdict.words}</span>
    </span>
  );
}
