import { Badge } from '../../../kit/badge.tsx';
import { Button } from '../../../kit/button.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { ProgressBar } from '../../../kit/progress-bar.tsx';
import { useText } from '../../../text/language.tsx';
import type { Translate } from '../../../text/language.tsx';
import { wayOn } from './jobs.ts';
import type { CaptureJob, Trouble } from './jobs.ts';
import type { CaptureJobs } from './use-capture-jobs.ts';

function words(t: Translate, job: CaptureJob): string {
  if (job.state === 'cancelling') return t('work.capture.cancelling');
  if (job.kind === 'scan') return t('work.capture.scanning', { count: job.done });
  const name = job.name ?? '';
  if (job.kind === 'normalise')
    return t('arrange.pdf.making', { name, count: job.done, total: job.total ?? 0 });
  return job.total === null
    ? t('work.capture.readingFile', { name, count: job.done })
    : t('work.capture.readingFileOf', { name, count: job.done, total: job.total });
}

/** Scanning goes on where the failed scan stopped: what is kept is not scanned twice. */
function ScanOn({ trouble, onScanOn }: { readonly trouble: Trouble; onScanOn(trouble: Trouble): void }) {
  const t = useText();
  const { nextPage, replacePageId } = wayOn(trouble);
  return (
    <>
      {nextPage !== null && (
        <span className="cap-trouble-next">
          {t(replacePageId === null ? 'work.capture.goesOn' : 'work.capture.goesOnWithSheet', {
            n: nextPage,
          })}
        </span>
      )}
      <Button kind="secondary" icon="scanner" onPress={() => onScanOn(trouble)}>
        {nextPage === null ? t('work.capture.scanAgain') : t('work.capture.scanOn', { n: nextPage })}
      </Button>
    </>
  );
}

/** What is under way for the papers, what came of the last one, and what failed. */
export function JobNotes({
  jobs,
  onScanOn,
}: {
  readonly jobs: CaptureJobs;
  onScanOn(trouble: Trouble): void;
}) {
  const t = useText();
  const { jobs: all, troubles, lastSaved } = jobs.state;
  const current = all.find((job) => job.state !== 'queued');
  const waiting = all.filter((job) => job.state === 'queued').length;
  const saved = !current && lastSaved && lastSaved.pages > 0 ? lastSaved : null;
  return (
    <div className="cap-notes">
      {current && (
        <div className="cap-progress">
          <ProgressBar
            label={words(t, current)}
            done={current.done}
            total={current.total}
            {...(current.state === 'cancelling' ? {} : { onCancel: () => jobs.cancel(current.key) })}
          />
          {waiting > 0 && (
            <span className="cap-soft">{t('work.capture.waitingFiles', { count: waiting })}</span>
          )}
        </div>
      )}
      <div role="status" className="cap-saved">
        {saved && <Badge tone="safe">{t('work.capture.saved', { count: saved.pages })}</Badge>}
      </div>
      {troubles.map((trouble) => (
        <ErrorNote
          key={trouble.key}
          error={trouble.error}
          actions={
            <>
              <span className="cap-trouble-kept">
                {trouble.name !== null && trouble.kind === 'file' && (
                  <b>{t('work.capture.fromFile', { name: trouble.name })}</b>
                )}
                {trouble.kind === 'normalise' ? (
                  <b>{t('arrange.pdf.unchanged', { name: trouble.name ?? '' })}</b>
                ) : trouble.pagesKept > 0 ? (
                  <Badge tone="safe">{t('work.capture.saved', { count: trouble.pagesKept })}</Badge>
                ) : (
                  <span>{t('work.capture.savedNone')}</span>
                )}
              </span>
              {trouble.kind === 'scan' && <ScanOn trouble={trouble} onScanOn={onScanOn} />}
              <Button kind="quiet" onPress={() => jobs.dismiss(trouble.key)}>
                {t('work.capture.dismiss')}
              </Button>
            </>
          }
        />
      ))}
    </div>
  );
}
