import type { DossierPeople } from '../../app/shapes.ts';
import { Badge } from '../../kit/badge.tsx';
import { localDate } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';

/** Who sits at the counter, and for whom. */
export function CitizenCard({ people }: { readonly people: DossierPeople }) {
  const t = useText();
  const { applicant, owner, authorised, helper } = people;
  return (
    <section className="mc-right-part mc-citizen" aria-label={t('desk.citizen')}>
      <h2>{t('desk.citizen')}</h2>
      {applicant ? (
        <>
          <p className="mc-citizen-name" lang="vi">
            {applicant.fullName}
          </p>
          <p className="mc-figures">
            {[applicant.idNumber, applicant.birthDate && localDate(applicant.birthDate)]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {applicant.address && (
            <p className="mc-hint" lang="vi">
              {applicant.address}
            </p>
          )}
          <p className="mc-row">
            {applicant.phone && <span className="mc-figures">{applicant.phone}</span>}
            <Badge tone={applicant.source === 'typed' ? 'neutral' : 'info'}>
              {t(`domain.identitySource.${applicant.source}`)}
            </Badge>
          </p>
        </>
      ) : (
        <p className="mc-soft">{t('people.none')}</p>
      )}
      {owner && <p className="mc-hint">{t('desk.owner', { name: owner.fullName })}</p>}
      {authorised && <p className="mc-hint">{t('desk.authorised', { name: authorised.fullName })}</p>}
      {helper && <p className="mc-hint">{t('desk.helper', { name: helper.fullName })}</p>}
    </section>
  );
}
