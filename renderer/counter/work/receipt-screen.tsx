import { useCall, useEvent } from '../../app/api.ts';
import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import { useScanHandler } from '../../app/scan.tsx';
import { Badge } from '../../kit/badge.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { dateAndTime, money } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';
import { syncTone } from '../home/recent-list.tsx';
import { ScanNoticeBar } from '../shell/scan-notice.tsx';
import { CitizenCard } from './citizen-card.tsx';
import { ReceiptStep } from './receipt/receipt-step.tsx';
import { WorkFrame } from './work-frame.tsx';
import { WorkLeft } from './work-left.tsx';

/** The last step: the draft is closed, the dossier accepted; what remains is its papers. A scan begins the next one. */
export function ReceiptScreen({ dossierId }: { readonly dossierId: string }) {
  const t = useText();
  const { go } = useRouter();
  const commands = useCommands();
  const { value: dossier, error, reload } = useCall('dossier.get', { dossierId });
  useEvent('dossier.changed', (event) => {
    if (event.dossierId === dossierId) reload();
  });
  useScanHandler('screen', (scan) => {
    if (scan.kind === 'identity') void commands.startWithPerson(scan.person, scan.warnings);
    if (scan.kind === 'procedure') void commands.startWithProcedure(scan.code);
    if (scan.kind === 'dossier') void commands.openDossierByCode(scan.code);
    return scan.kind === 'dossier' ? 'dossier' : 'new-dossier';
  });
  const home = () => go({ name: 'home' });
  return (
    <WorkFrame
      step="receipt"
      onBack={home}
      backLabel={t('desk.home')}
      left={<WorkLeft draftId={null} state={(step) => (step === 'receipt' ? 'current' : 'done')} />}
      centre={
        <>
          <ScanNoticeBar />
          <ReceiptStep dossierId={dossierId} onNext={() => void commands.startDossier()} onBack={home} />
        </>
      }
      right={
        <>
          {error && <ErrorNote error={error} />}
          {dossier && (
            <>
              <CitizenCard people={dossier.people} />
              <section className="mc-right-part">
                <h2>{t('desk.step.procedure')}</h2>
                <p className="mc-right-brief" lang="vi">
                  {dossier.procedureName}
                </p>
              </section>
              <dl className="mc-right-part mc-facts">
                <div>
                  <dt>{t(dossier.cityCode ? 'desk.code' : 'desk.temporary')}</dt>
                  <dd className="mc-figures">{dossier.cityCode ?? dossier.localCode}</dd>
                </div>
                <div>
                  <dt>{t('desk.due')}</dt>
                  <dd className="mc-figures">
                    {dossier.deadline.dueAt === null
                      ? t('domain.deadline.unknown')
                      : dateAndTime(dossier.deadline.dueAt)}
                  </dd>
                </div>
                <div>
                  <dt>{t('desk.fee')}</dt>
                  <dd className="mc-figures">
                    {dossier.fee.state === 'payable' && dossier.fee.total !== null
                      ? money(dossier.fee.total)
                      : t(`domain.fee.${dossier.fee.state === 'payable' ? 'unknown' : dossier.fee.state}`)}
                  </dd>
                </div>
              </dl>
              <p className="mc-right-part mc-row">
                <Badge tone="safe">{t('desk.accepted')}</Badge>
                <Badge tone={syncTone[dossier.sync]}>{t(`domain.sync.${dossier.sync}`)}</Badge>
              </p>
            </>
          )}
        </>
      }
    />
  );
}
