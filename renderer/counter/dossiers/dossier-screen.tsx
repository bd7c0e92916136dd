import { useEffect, useState } from 'react';
import { call, useCall, useEvent } from '../../app/api.ts';
import { useProcedure } from '../../app/procedure.ts';
import type { Dossier } from '../../app/shapes.ts';
import { Badge } from '../../kit/badge.tsx';
import { Card } from '../../kit/card.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { count, dateAndTime, money } from '../../kit/format.ts';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { syncTone } from '../home/recent-list.tsx';
import { PaperPanel } from '../work/receipt/paper-panel.tsx';
import { ReviewPeople } from '../work/review/review-people.tsx';
import { CityCard } from './city-card.tsx';
import { DossierPapers } from './dossier-papers.tsx';
import { statusTone } from './status-tone.ts';
import '../work/review/review.css';
import './dossiers.css';

/** One accepted dossier: what it says, its pages, and its papers to print again. */
export function DossierScreen({ id, pageId }: { readonly id: string; readonly pageId?: string | undefined }) {
  const { value: dossier, error, reload } = useCall('dossier.get', { dossierId: id });
  useEvent('dossier.changed', (event) => {
    if (event.dossierId === id) reload();
  });
  if (error && !dossier) return <ErrorNote error={error} />;
  return dossier ? <DossierView dossier={dossier} pageId={pageId} /> : <Loading />;
}

function DossierView({
  dossier,
  pageId,
}: {
  readonly dossier: Dossier;
  readonly pageId: string | undefined;
}) {
  const t = useText();
  const { procedure } = useProcedure(dossier.procedureCode);
  const unit = useUnitName(dossier.competentUnit);
  const facts: readonly (readonly [string, string])[] = [
    [t('dossiers.accepted'), dateAndTime(dossier.acceptedAt)],
    [
      t('dossiers.due'),
      dossier.deadline.dueAt === null ? t('dossiers.noDue') : dateAndTime(dossier.deadline.dueAt),
    ],
    [
      t('dossiers.fee'),
      dossier.fee.state === 'payable' && dossier.fee.total !== null
        ? money(dossier.fee.total)
        : t(`domain.fee.${dossier.fee.state === 'payable' ? 'unknown' : dossier.fee.state}`),
    ],
    [t('dossiers.officer'), dossier.officerName],
    [t('dossiers.receivedAt'), dossier.receivedAt],
    ...(dossier.helpedAt === null ? [] : [[t('dossiers.helpedAt'), dossier.helpedAt] as const]),
    [t('dossiers.unit'), unit ?? t('work.review.none')],
    [
      t('dossiers.delivery'),
      [t(`domain.delivery.${dossier.delivery.method}`), dossier.delivery.address].filter(Boolean).join(': '),
    ],
    [t('dossiers.sets'), String(dossier.sets)],
    ...(dossier.note === '' ? [] : [[t('dossiers.note'), dossier.note] as const]),
  ];
  return (
    <div className="dos">
      <header className="dos-head">
        <div>
          <h1 className="mc-figures dos-number">{dossier.cityCode ?? dossier.localCode}</h1>
          <p className="dos-soft">
            {dossier.cityCode === null
              ? t('dossiers.provisionalCode')
              : `${t('dossiers.localCode')}: ${dossier.localCode}`}
          </p>
        </div>
        <p className="dos-facts">
          <Badge tone={statusTone[dossier.status]}>{t(`domain.status.${dossier.status}`)}</Badge>
          <Badge tone={syncTone[dossier.sync]}>{t(`domain.sync.${dossier.sync}`)}</Badge>
        </p>
      </header>
      <p className="dos-title" lang="vi">
        {dossier.procedureName}
      </p>
      <div className="dos-columns">
        <ReviewPeople people={dossier.people} />
        <Card title={t('dossiers.details')}>
          <dl className="dos-details">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mc-figures">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <CityCard dossierId={dossier.id} />
      <DossierPapers
        dossier={dossier}
        procedure={procedure}
        {...(pageId === undefined ? {} : { firstPageId: pageId })}
      />
      {dossier.files.length > 0 && (
        <Card title={t('dossiers.files')}>
          <ul className="dos-files">
            {dossier.files.map((file) => (
              <li key={file.id}>
                <span className="mc-figures">
                  {t('dossiers.file', {
                    name: file.name,
                    count: file.pageCount,
                    size: `${count(Math.ceil(file.bytes / 1024))} KB`,
                  })}
                </span>
                {file.signed && (
                  <Badge tone="info" icon="shield">
                    {t('dossiers.signed')}
                  </Badge>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <h2>{t('dossiers.print')}</h2>
      <div className="dos-print">
        <PaperPanel dossierId={dossier.id} paper="form01" version={dossier.cityCode ?? ''} />
        <PaperPanel dossierId={dossier.id} paper="slip" version={dossier.cityCode ?? ''} />
      </div>
    </div>
  );
}

/** The name of a unit; its code until it is known. */
function useUnitName(code: string | null): string | null {
  const [known, setKnown] = useState<{ readonly code: string; readonly name: string } | null>(null);
  useEffect(() => {
    if (code === null) return undefined;
    let current = true;
    void call('catalogue.unit', { code }).then((result) => {
      const unit = result.ok ? result.value.unit : null;
      if (current && unit) setKnown({ code, name: unit.fullName });
    });
    return () => {
      current = false;
    };
  }, [code]);
  return known?.code === code ? known.name : code;
}
