import type { OutputOf } from '../../../../main/contract/operations.ts';
import type { DraftHandle } from '../../../app/draft.tsx';
import type { DraftInput } from '../../../app/draft.tsx';
import type { ProcedureView } from '../../../app/shapes.ts';
import { Button } from '../../../kit/button.tsx';
import { Card } from '../../../kit/card.tsx';
import { RadioGroup } from '../../../kit/radio-group.tsx';
import { SelectField } from '../../../kit/select-field.tsx';
import { useText } from '../../../text/language.tsx';
import { KeptText } from './kept-text.tsx';
import { NumberField } from './number-field.tsx';
import { UnitField } from './unit-field.tsx';

type Change = DraftInput<'intake.setDetails'>['change'];

/** No group of people; the id cannot be a group's name. */
const none = '';

interface ReviewDetailsProps {
  readonly draft: DraftHandle;
  readonly procedure: ProcedureView;
  /** The numbers to ask for; empty until the review is known. */
  readonly feeQuestions: OutputOf<'intake.review'>['feeQuestions'];
}

/** What is decided last: who is competent, how the result is handed over, sets, exemption, quantities, note. */
export function ReviewDetails({ draft, procedure, feeQuestions }: ReviewDetailsProps) {
  const t = useText();
  const { draft: now } = draft;
  const { delivery } = now;
  const change = (part: Change) => void draft.change('intake.setDetails', { change: part });
  const applicantAddress = now.people.applicant?.address ?? '';
  const offered = procedure.delivery.map((method) => (method === 'direct' ? 'counter' : method));
  const methods = (['counter', 'post', 'electronic'] as const).filter(
    (method) => offered.includes(method) || method === 'counter' || method === delivery.method,
  );

  return (
    <>
      <Card>
        <div id="review-unit">
          <UnitField value={now.competentUnit} onChange={(competentUnit) => change({ competentUnit })} />
        </div>
      </Card>
      <Card>
        <div id="review-delivery" className="rev-stack">
          <RadioGroup
            label={t('work.review.delivery')}
            orientation="horizontal"
            options={methods.map((id) => ({ id, label: t(`domain.delivery.${id}`) }))}
            value={delivery.method}
            onChange={(method) => change({ delivery: { ...delivery, method } })}
          />
          {delivery.method !== 'counter' && (
            <KeptText
              label={t(
                delivery.method === 'post' ? 'work.review.addressPost' : 'work.review.addressElectronic',
              )}
              type={delivery.method === 'post' ? 'text' : 'email'}
              value={delivery.address}
              maxLength={300}
              required={delivery.method === 'post'}
              onKeep={(address) => change({ delivery: { ...delivery, address } })}
            />
          )}
          {delivery.method === 'post' && delivery.address === '' && applicantAddress !== '' && (
            <Button
              kind="quiet"
              icon="person"
              onPress={() => change({ delivery: { ...delivery, address: applicantAddress } })}
            >
              {t('work.review.useApplicantAddress')}
            </Button>
          )}
        </div>
      </Card>
      <Card title={t('work.review.numbers')}>
        <div id="review-fee" className="rev-stack">
          <div className="rev-row">
            <NumberField
              label={t('work.review.sets')}
              value={now.sets}
              min={1}
              max={20}
              onChange={(sets) => change({ sets: sets ?? 1 })}
            />
            {feeQuestions.map(({ label, unit }) => (
              <NumberField
                key={label}
                label={t('work.review.quantity', { label, unit })}
                value={now.feeQuantities[label] ?? null}
                min={0}
                max={100_000}
                onChange={(quantity) => {
                  const { [label]: _before, ...rest } = now.feeQuantities;
                  change({ feeQuantities: quantity === null ? rest : { ...rest, [label]: quantity } });
                }}
              />
            ))}
          </div>
          {procedure.fee.exempt.length > 0 && (
            <SelectField
              label={t('work.review.exemption')}
              options={[
                { id: none, label: t('work.review.noExemption') },
                ...procedure.fee.exempt.map((group) => ({ id: group, label: group })),
              ]}
              value={now.exemption ?? none}
              onChange={(group) => change({ exemption: group === none ? null : group })}
            />
          )}
          <KeptText
            label={t('work.review.note')}
            value={now.note}
            maxLength={1000}
            onKeep={(note) => change({ note })}
          />
        </div>
      </Card>
    </>
  );
}
