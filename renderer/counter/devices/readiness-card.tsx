import { useEffect, useState } from 'react';
import type { OutputOf } from '../../../main/contract/operations.ts';
import { call, useAction, useCall } from '../../app/api.ts';
import { useFollowedJob } from '../../app/followed-job.ts';
import { Badge } from '../../kit/badge.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { ErrorNote, knownCode } from '../../kit/error-note.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { ProgressBar } from '../../kit/progress-bar.tsx';
import { useText } from '../../text/language.tsx';
import { usePictures } from '../work/receipt/use-pictures.ts';

type Report = NonNullable<OutputOf<'readiness.last'>['report']>;

const tones: Readonly<Record<Report['rows'][number]['state'], Tone>> = {
  ok: 'safe',
  warning: 'waiting',
  fault: 'danger',
  unknown: 'neutral',
};

/** Kiểm tra đầu ca: one press, every device and line checked, each with what to do. */
export function ReadinessCard() {
  const t = useText();
  const last = useCall('readiness.last', {});
  const start = useAction('readiness.start');
  const print = useAction('readiness.print');
  const paper = useAction('readiness.paper');
  const [job, follow] = useFollowedJob(last.reload);
  const [outcome, setOutcome] = useState<'confirmed' | 'unknown' | null>(null);
  const [pages, setPages] = useState<readonly Uint8Array[] | null>(null);
  const pictures = usePictures(pages);
  // A test that was begun on another screen goes on here.
  const running = last.value?.running ?? null;
  useEffect(() => {
    if (running !== null) follow(running);
  }, [running, follow]);
  const report = last.value?.report ?? null;
  const begin = () => {
    setOutcome(null);
    setPages(null);
    void start.run({}).then((result) => {
      if (result.ok) follow(result.value.jobId);
    });
  };
  const printAs = (form: 'slip' | 'paper') => {
    setOutcome(null);
    void print.run({ form }).then((result) => setOutcome(result.ok ? result.value.outcome : null));
  };
  const show = () => void paper.run({}).then((result) => setPages(result.ok ? result.value.pages : null));
  return (
    <Card title={t('devices.readiness')}>
      {job ? (
        <ProgressBar
          label={t('devices.running')}
          done={job.done}
          total={job.total}
          onCancel={() => void call('job.cancel', { jobId: job.id })}
        />
      ) : (
        <div className="dev-row">
          <Button kind="primary" icon="shield" shortcut="F5" isPending={start.running} onPress={begin}>
            {t('devices.start')}
          </Button>
          <span className="dev-soft mc-figures" role="status">
            {report && t('devices.lastAt', { time: dateAndTime(report.endedAt) })}
          </span>
        </div>
      )}
      {start.error && <ErrorNote error={start.error} />}
      {!report && !job && <p className="dev-soft">{t('devices.never')}</p>}
      {report && !job && (
        <>
          <ul className="dev-list" aria-label={t('devices.readiness')}>
            {report.rows.map((row) => (
              <li key={row.check} className="dev-check">
                <Badge tone={tones[row.state]}>{t(`devices.state.${row.state}`)}</Badge>
                <span>
                  <b>{t(`devices.check.${row.check}`)}</b>
                  {row.device !== null && <span className="dev-soft"> {row.device}</span>}
                  <br />
                  <span className="dev-soft">
                    {row.reason === null
                      ? t(`devices.result.${row.result}`)
                      : `${t(`errors.${knownCode(row.reason)}.failed`)} ${t(`errors.${knownCode(row.reason)}.next`)}`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
          <div className="dev-row">
            <Button kind="secondary" icon="slip" isPending={print.running} onPress={() => printAs('slip')}>
              {t('devices.printSlip')}
            </Button>
            <Button
              kind="secondary"
              icon="printer"
              isDisabled={print.running}
              onPress={() => printAs('paper')}
            >
              {t('devices.printPaper')}
            </Button>
            <Button kind="quiet" icon="page" isPending={paper.running} onPress={show}>
              {t('devices.showPaper')}
            </Button>
          </div>
          <p role="status">{outcome && t(`devices.printed.${outcome}`)}</p>
          {print.error && <ErrorNote error={print.error} />}
          {paper.error && <ErrorNote error={paper.error} />}
          {pictures.map((url, index) => (
            <img
              key={url}
              className="dev-paper"
              src={url}
              alt={t('devices.paperPicture', { n: index + 1 })}
            />
          ))}
        </>
      )}
    </Card>
  );
}
