import type { OutputOf } from '../../../../main/contract/operations.ts';
import { Badge } from '../../../kit/badge.tsx';
import { Card } from '../../../kit/card.tsx';
import { dateAndTime, money } from '../../../kit/format.ts';
import { useText } from '../../../text/language.tsx';
import { deadlineWords } from '../../../text/terms.ts';

type Review = OutputOf<'intake.review'>;

/** Deadline and fee as the receipt will say them. What is not known is said to be not known. */
export function ReviewTerms({ review }: { readonly review: Review }) {
  const t = useText();
  const { deadline, fee } = review;
  return (
    <Card title={t('work.review.terms')}>
      <dl className="rev-terms">
        <div>
          <dt>{t('work.review.deadline')}</dt>
          <dd>
            {deadline.dueAt === null ? (
              <Badge tone="waiting">{t('work.review.deadlineUnknown')}</Badge>
            ) : (
              <>
                <b className="mc-figures rev-big">{dateAndTime(deadline.dueAt)}</b>
                <span className="rev-soft">{deadlineWords(t, deadline)}</span>
                {deadline.provisional && <Badge tone="waiting">{t('work.review.provisional')}</Badge>}
              </>
            )}
            {deadline.note !== null && (
              <span className="mc-hint" lang="vi">
                {deadline.note}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('work.review.fee')}</dt>
          <dd>
            {fee.state === 'payable' && fee.total !== null ? (
              <b className="mc-figures rev-big">{money(fee.total)}</b>
            ) : (
              <Badge tone={fee.state === 'unknown' || fee.state === 'payable' ? 'waiting' : 'safe'}>
                {t(`domain.fee.${fee.state === 'payable' ? 'unknown' : fee.state}`)}
              </Badge>
            )}
            {fee.lines.length > 0 && (
              <ul className="rev-lines">
                {fee.lines.map((line) => (
                  <li key={line.label}>
                    <span lang="vi">
                      {t('work.review.feeLine', { label: line.label, quantity: line.quantity })}
                    </span>
                    <span className="mc-figures">{money(line.amount)}</span>
                  </li>
                ))}
              </ul>
            )}
            {fee.note !== null && (
              <span className="mc-hint" lang="vi">
                {fee.note}
              </span>
            )}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
