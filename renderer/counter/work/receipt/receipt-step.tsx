import { useCall, useEvent } from '../../../app/api.ts';
import { Badge } from '../../../kit/badge.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { useText } from '../../../text/language.tsx';
import { PrimaryAction } from '../primary-action.tsx';
import { PaperPanel } from './paper-panel.tsx';
import './receipt.css';

interface ReceiptStepProps {
  readonly dossierId: string;
  onNext(): void;
  onBack(): void;
}

/** The dossier is safe: its code large, its papers as they will print, and the next citizen one key away. */
export function ReceiptStep({ dossierId, onNext }: ReceiptStepProps) {
  const t = useText();
  const { value: dossier, error, reload } = useCall('dossier.get', { dossierId });
  useEvent('dossier.changed', (event) => {
    if (event.dossierId === dossierId) reload();
  });
  return (
    <div className="rec">
      {error && <ErrorNote error={error} />}
      {!dossier && !error && <Loading />}
      {dossier && (
        <>
          <header className="rec-head">
            <div>
              <h1>{t('work.receipt.title')}</h1>
              <Badge tone="safe">{t('work.receipt.safe')}</Badge>
            </div>
            {/* Told again when the city's code takes the place of the temporary number. */}
            <div className="rec-code" role="status">
              <span className="rec-soft">
                {t(dossier.cityCode ? 'work.receipt.code' : 'work.receipt.localCode')}
              </span>
              <span className="rec-number mc-figures">{dossier.cityCode ?? dossier.localCode}</span>
              {dossier.cityCode && dossier.sync === 'sent' && (
                <span className="rec-soft">{t('work.receipt.alsoLocal', { code: dossier.localCode })}</span>
              )}
            </div>
          </header>
          {!dossier.cityCode && (
            <p className="rec-explain">
              <Badge tone={dossier.sync === 'refused' ? 'danger' : 'waiting'}>
                {t(`domain.sync.${dossier.sync}`)}
              </Badge>
              <span>{t('work.receipt.localExplain')}</span>
            </p>
          )}
          <div className="rec-papers">
            <PaperPanel dossierId={dossierId} paper="form01" version={dossier.cityCode ?? ''} />
            <PaperPanel dossierId={dossierId} paper="slip" version={dossier.cityCode ?? ''} />
          </div>
        </>
      )}
      <PrimaryAction icon="forward" shortcut="F2" onPress={onNext}>
        {t('work.receipt.next')}
      </PrimaryAction>
    </div>
  );
}
