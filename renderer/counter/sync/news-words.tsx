import type { OutputOf } from '../../../main/contract/operations.ts';
import { dateAndTime } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';
import type { Translate } from '../../text/language.tsx';
import { fieldWords } from './explanation.ts';

export type News = OutputOf<'city.news'>['items'][number];
type What = News['what'];

/** One line: what kind of thing the city told. */
export function newsTitle(t: Translate, what: What): string {
  switch (what.kind) {
    case 'status':
      return t('city.kind.status', { status: t(`domain.status.${what.status}`) });
    case 'code':
      return t('city.kind.code', { code: what.newCode });
    case 'bundle':
      return t('city.kind.bundle', { name: what.bundle, version: what.version });
    case 'unknown':
      return t('city.kind.unknown', { type: what.type });
    default:
      return t(`city.kind.${what.kind}`);
  }
}

/** What the city asks, gives or changed, in full. */
export function NewsDetails({ what }: { readonly what: What }) {
  const t = useText();
  switch (what.kind) {
    case 'status':
      return what.words === '' ? null : (
        <p>
          <q lang="vi">{what.words}</q>
        </p>
      );
    case 'supplement':
      return (
        <>
          {what.words !== '' && (
            <p>
              {t('city.asked')}: <q lang="vi">{what.words}</q>
            </p>
          )}
          {what.papers.length > 0 && (
            <p>
              {t('city.papers')}: <span lang="vi">{what.papers.join('; ')}</span>
            </p>
          )}
          {what.dueAt !== null && (
            <p className="mc-figures">{t('city.dueBy', { time: dateAndTime(what.dueAt) })}</p>
          )}
        </>
      );
    case 'result':
      return (
        <ul>
          {what.papers.map((paper) => (
            <li key={`${paper.name} ${paper.number}`} className="mc-figures">
              {paper.number === '' ? paper.name : t('city.result', paper)}
            </li>
          ))}
        </ul>
      );
    case 'fields':
      return (
        <ul>
          {what.fields.map(({ name, before, after }) => (
            <li key={name}>
              {t('city.changed', {
                field: fieldWords(t, name),
                before: before || t('city.nothing'),
                after: after || t('city.nothing'),
              })}
            </li>
          ))}
        </ul>
      );
    default:
      return null;
  }
}
