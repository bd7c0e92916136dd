import { useEffect, useState } from 'react';
import { useCall } from '../../../app/api.ts';
import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';
import type { CaptureJobs } from './use-capture-jobs.ts';

/** The share of a copier is looked at this often while the step is open, ms. */
const lookEveryMs = 4_000;

/** What the copiers (máy photocopy) have left in the watched folder; an officer takes it into the chosen paper. */
export function IncomingFiles(props: {
  readonly jobs: CaptureJobs;
  /** The paper that takes the pages; null while the chosen one takes none. */
  readonly paper: { readonly id: string; readonly name: string } | null;
}) {
  const t = useText();
  const { value, reload } = useCall('capture.incoming', {});
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const timer = setInterval(reload, lookEveryMs);
    return () => clearInterval(timer);
  }, [reload]);

  if (!value || value.state === 'none') return null;
  if (value.state === 'unreachable')
    return <p className="cap-incoming cap-soft">{t('work.capture.incoming.unreachable')}</p>;
  const { items, more } = value;
  if (items.length === 0) return null;
  // One that is being taken is no longer offered.
  const underWay = new Set(props.jobs.state.jobs.map((job) => job.name));
  const ready = items.filter((file) => file.state === 'ready' && !underWay.has(file.name));
  const { paper } = props;
  const take = (files: typeof ready) => {
    if (paper) for (const file of files) props.jobs.takeIncoming(paper.id, file);
  };
  return (
    <section className="cap-incoming" aria-label={t('work.capture.incoming.title')}>
      <div className="cap-incoming-head">
        <span role="status">{t('work.capture.incoming.count', { count: items.length + more })}</span>
        <Button kind="quiet" onPress={() => setOpen(!open)}>
          {t(open ? 'work.capture.incoming.hide' : 'work.capture.incoming.show')}
        </Button>
        <Button
          kind="secondary"
          icon="folder"
          isDisabled={!paper || ready.length === 0}
          onPress={() => take(ready)}
        >
          {t('work.capture.incoming.takeAll', { count: ready.length })}
        </Button>
      </div>
      {open && (
        <ul>
          {items.map((file) => (
            <li key={file.id}>
              <span>{file.name}</span>
              {file.state === 'ready' ? (
                <Button
                  kind="quiet"
                  isDisabled={!paper || !ready.includes(file)}
                  onPress={() => take([file])}
                >
                  {t('work.capture.incoming.take', { name: file.name })}
                </Button>
              ) : (
                <span className="cap-soft">{t(`work.capture.incoming.state.${file.state}`)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
