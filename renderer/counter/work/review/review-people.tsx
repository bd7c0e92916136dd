import type { DossierPeople, Person } from '../../../app/shapes.ts';
import { Card } from '../../../kit/card.tsx';
import { localDate } from '../../../kit/format.ts';
import { useText } from '../../../text/language.tsx';

/** The people of the dossier, each by itself: the helper is never the applicant. */
export function ReviewPeople({ people }: { readonly people: DossierPeople }) {
  const t = useText();
  return (
    <Card title={t('work.review.people')}>
      <dl className="rev-people">
        <PersonLine
          role={t('work.review.applicant')}
          person={people.applicant}
          missing={t('work.review.missing')}
        />
        <PersonLine
          role={t('work.review.owner')}
          person={people.owner}
          missing={t('work.review.ownerSame')}
        />
        <PersonLine
          role={t('work.review.authorised')}
          person={people.authorised}
          missing={t('work.review.none')}
        />
        <div>
          <dt>{t('work.review.helper')}</dt>
          <dd>
            {people.helper
              ? `${people.helper.fullName} · ${people.helper.agencyCode}`
              : t('work.review.none')}
          </dd>
        </div>
      </dl>
    </Card>
  );
}

function PersonLine(props: {
  readonly role: string;
  readonly person: Person | null;
  readonly missing: string;
}) {
  const t = useText();
  const { role, person, missing } = props;
  return (
    <div>
      <dt>{role}</dt>
      <dd>
        {person === null ? (
          missing
        ) : (
          <>
            <b lang="vi">{person.fullName}</b>
            <span className="mc-figures">
              {[person.idNumber, person.birthDate && localDate(person.birthDate)].filter(Boolean).join(' · ')}
            </span>
            {person.phone && <span className="mc-figures">{person.phone}</span>}
            {person.address && (
              <span className="mc-hint" lang="vi">
                {person.address}
              </span>
            )}
            <span className="mc-hint">{t(`domain.identitySource.${person.source}`)}</span>
          </>
        )}
      </dd>
    </div>
  );
}
