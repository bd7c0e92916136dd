import { useEffect, useState } from 'react';
import { useCall, useEvent } from '../../app/api.ts';
import { useStatus } from '../../app/status.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { CaseCard } from './case-card.tsx';
import { CorrectDialog } from './correct-dialog.tsx';
import { Pager } from './pager.tsx';
import type { Case } from './story.ts';
import { UnitDialog } from './unit-dialog.tsx';
import { useNow } from './use-now.ts';

const pageSize = 10;

interface Doing {
  readonly what: 'correct' | 'change-unit';
  readonly about: Case;
}

/** The tray: what the city did not take, and what has waited too long, with whom sees to it and what can be done. */
export function CaseList() {
  const t = useText();
  const [offset, setOffset] = useState(0);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [resent, setResent] = useState<string | null>(null);
  const { value, error, loading, reload } = useCall('sync.cases', { limit: pageSize, offset });
  useEvent('dossier.changed', reload);
  const status = useStatus();
  useEffect(reload, [status?.outbox.refused, status?.outbox.waiting, reload]);
  const now = useNow((value?.items.length ?? 0) > 0);
  const total = value ? value.refused + value.stuck : 0;
  if (value && offset > 0 && offset >= total) setOffset(Math.max(0, offset - pageSize));

  const sent = (code: string) => {
    setDoing(null);
    setResent(code);
    reload();
  };
  return (
    <>
      {error && (
        <ErrorNote
          error={error}
          actions={
            <Button kind="secondary" onPress={reload}>
              {t('kit.retry')}
            </Button>
          }
        />
      )}
      <p role="status" className="sync-told">
        {resent !== null && t('sync.resent', { code: resent })}
      </p>
      {!value && loading && <Loading>{t('sync.loading')}</Loading>}
      {value && total === 0 && (
        <EmptyState icon="check" title={t('sync.empty.cases')}>
          {t('sync.empty.casesHelp')}
        </EmptyState>
      )}
      {value && value.items.length > 0 && (
        <ol className="sync-list" aria-label={t('sync.list.cases')}>
          {value.items.map((about) => (
            <CaseCard
              key={about.id}
              about={about}
              now={now}
              onDo={(what) => setDoing({ what, about })}
              onResent={() => sent(about.code)}
              onChanged={reload}
            />
          ))}
        </ol>
      )}
      <Pager offset={offset} size={pageSize} total={total} onMove={setOffset} />
      {doing?.what === 'correct' && (
        <CorrectDialog
          about={doing.about}
          onClose={() => setDoing(null)}
          onSent={() => sent(doing.about.code)}
        />
      )}
      {doing?.what === 'change-unit' && (
        <UnitDialog
          about={doing.about}
          onClose={() => setDoing(null)}
          onSent={() => sent(doing.about.code)}
        />
      )}
    </>
  );
}
