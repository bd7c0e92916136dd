import type { ProcedureView } from '../../../app/shapes.ts';
import { Badge } from '../../../kit/badge.tsx';
import { localDate, money } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { RadioGroup } from '../../../kit/radio-group.tsx';
import { deadlineWords, feeWords, isDoubtful } from '../../../text/terms.ts';
import { useText } from '../../../text/language.tsx';

export interface ProcedureDetailProps {
  readonly procedure: ProcedureView;
  readonly caseId: string | null;
  onCase(id: string): void;
  readonly use: 'new' | 'change' | 'in-use';
}

/** All that the officer tells the citizen about a procedure; what is not known is said to be not known. */
export function ProcedureDetail({ procedure, caseId, onCase, use }: ProcedureDetailProps) {
  const t = useText();
  const { deadline, fee } = procedure;
  const chosen = procedure.cases.find((each) => each.id === caseId) ?? null;
  const papers = procedure.components.filter((paper) => !chosen?.excludes.includes(paper.id));
  return (
    <>
      <h2 className="mc-procedure-name" lang="vi">
        {procedure.name}
      </h2>
      <p className="mc-row mc-hint mc-figures">
        {procedure.code} · <span lang="vi">{procedure.field}</span>
        {use === 'in-use' && <Badge tone="safe">{t('procedure.inUse')}</Badge>}
        {isDoubtful(procedure.confidence.documents) && (
          <Badge tone="waiting">{t(`domain.confidence.${procedure.confidence.documents}`)}</Badge>
        )}
      </p>
      {procedure.presenceRequired && (
        <p className="mc-note">
          <Icon name="person" />
          {t('procedure.presence', { who: procedure.presenceRequired })}
        </p>
      )}
      {procedure.cases.length > 1 && (
        <RadioGroup
          label={t('procedure.case')}
          options={procedure.cases.map((each) => ({ id: each.id, label: each.name }))}
          value={caseId}
          onChange={onCase}
        />
      )}
      <dl className="mc-facts mc-facts-wide">
        <div>
          <dt>{t('procedure.deadline')}</dt>
          <dd className="mc-figures">
            {deadlineWords(t, deadline)}
            {deadline.cutoffHour !== null && (
              <span className="mc-hint">{t('domain.deadline.cutoff', { hour: deadline.cutoffHour })}</span>
            )}
            {deadline.extended && (
              <span className="mc-hint">{t('procedure.extended', { term: deadline.extended })}</span>
            )}
            {deadline.note && (
              <span className="mc-hint" lang="vi">
                {deadline.note}
              </span>
            )}
            {isDoubtful(deadline.confidence) && (
              <Badge tone="waiting">{t(`domain.confidence.${deadline.confidence}`)}</Badge>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('procedure.fee')}</dt>
          <dd className="mc-figures">
            {fee.items.length > 0 && fee.known
              ? fee.items.map((item) => (
                  <span key={item.label} className="mc-fee-line" lang="vi">
                    {item.label}: {t('domain.fee.line', { amount: money(item.amount), unit: item.unit })}
                  </span>
                ))
              : feeWords(t, fee)}
            {fee.onlineAmount !== null && (
              <span className="mc-hint">{t('procedure.online', { amount: money(fee.onlineAmount) })}</span>
            )}
            {fee.exempt.length > 0 && (
              <span className="mc-hint">{t('procedure.exempt', { groups: fee.exempt.join('; ') })}</span>
            )}
            {fee.note && (
              <span className="mc-hint" lang="vi">
                {fee.note}
              </span>
            )}
            {isDoubtful(fee.confidence) && (
              <Badge tone="waiting">{t(`domain.confidence.${fee.confidence}`)}</Badge>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('procedure.result')}</dt>
          <dd lang="vi">{procedure.result}</dd>
        </div>
      </dl>
      <h3>{t('procedure.papers')}</h3>
      <ul className="mc-papers">
        {papers.map((paper) => {
          const must = chosen ? chosen.requiredPapers.includes(paper.id) : paper.required;
          return (
            <li key={paper.id}>
              <Icon name="page" />
              <span>
                <span lang="vi">{paper.name}</span>
                <span className="mc-hint mc-figures">
                  {[
                    t(`domain.componentKind.${paper.kind}`),
                    paper.copies > 1 ? t('procedure.copies', { count: paper.copies }) : null,
                    t(must ? 'procedure.required' : 'procedure.optional'),
                    paper.mayDigitize ? null : t('procedure.notDigitized'),
                    paper.reuseFrom ? t('procedure.reuse', { from: paper.reuseFrom }) : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  {paper.condition && (
                    <>
                      {' · '}
                      <span lang="vi">{paper.condition}</span>
                    </>
                  )}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {procedure.notes && (
        <>
          <h3>{t('procedure.notes')}</h3>
          <p lang="vi">{procedure.notes}</p>
        </>
      )}
      <p className="mc-hint mc-figures">
        {t('procedure.effective', { date: localDate(procedure.effectiveFrom) })}
        {use === 'change' && ` · ${t('procedure.kept')}`}
      </p>
    </>
  );
}
