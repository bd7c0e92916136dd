import { useRouter } from '../../app/router.tsx';
import type { OutputOf } from '../../../main/contract/operations.ts';
import { Badge } from '../../kit/badge.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';

type DossierSummary = OutputOf<'dossier.list'>['items'][number];

export const syncTone: Readonly<Record<DossierSummary['sync'], Tone>> = {
  waiting: 'waiting',
  sending: 'info',
  sent: 'safe',
  refused: 'danger',
};

export function RecentList({ items }: { readonly items: readonly DossierSummary[] }) {
  const t = useText();
  const { go } = useRouter();
  return (
    <ul className="mc-rows">
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className="mc-row-button"
            onClick={() => go({ name: 'dossier', id: item.id })}
          >
            <span className="mc-row-main">
              <span className="mc-row-title" lang="vi">
                {item.applicantName} – {item.procedureName}
              </span>
              <span className="mc-hint mc-figures">
                {item.cityCode ?? `${item.localCode} (${t('home.temporary')})`}
                {' · '}
                {item.dueAt === null ? t('home.dueUnknown') : t('home.due', { at: dateAndTime(item.dueAt) })}
              </span>
            </span>
            <Badge tone={syncTone[item.sync]}>{t(`domain.sync.${item.sync}`)}</Badge>
          </button>
        </li>
      ))}
    </ul>
  );
}
