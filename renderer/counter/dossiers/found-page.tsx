import { useText } from '../../text/language.tsx';
import type { DossierSummary } from './use-dossier-list.ts';
import './found-page.css';

/** Where in a dossier the searched words stand: the page, and what is around them there. */
export function FoundPage({ found }: { readonly found: NonNullable<DossierSummary['found']> }) {
  const t = useText();
  return (
    <span className="dos-found">
      <span className="dos-found-place" lang="vi">
        {t('dossiers.foundOn', { n: found.number, paper: found.paper })}
      </span>
      <span className="dos-found-words" lang="vi">
        {'… '}
        {found.words.map(({ text, hit }, at) => (
          // words of a page stand still
          <span key={at}>{hit ? <mark>{text}</mark> : text} </span>
        ))}
        …
      </span>
    </span>
  );
}
