import { useRouter } from '../../app/router.tsx';
import type { OutputOf } from '../../../main/contract/operations.ts';
import { dateAndTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';

type DraftSummary = OutputOf<'intake.drafts'>['items'][number];

/** Drafts found on this machine; names are masked because the screen may be seen. */
export function DraftList({ items }: { readonly items: readonly DraftSummary[] }) {
  const t = useText();
  const { go } = useRouter();
  return (
    <ul className="mc-rows">
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            className="mc-row-button"
            onClick={() =>
              go({ name: 'work', draftId: item.id, step: item.procedureName ? 'checklist' : 'applicant' })
            }
          >
            <Icon name="page" />
            <span className="mc-row-main">
              <span className="mc-row-title">
                {item.applicantMasked ? <span lang="vi">{item.applicantMasked}</span> : t('home.draftEmpty')}
                {' – '}
                {item.procedureName ? <span lang="vi">{item.procedureName}</span> : t('home.noProcedure')}
              </span>
              <span className="mc-hint mc-figures">
                {t('home.changed', { at: dateAndTime(item.updatedAt) })}
                {item.pageCount > 0 && ` · ${t('home.pages', { count: item.pageCount })}`}
              </span>
            </span>
            <Icon name="forward" />
          </button>
        </li>
      ))}
    </ul>
  );
}
