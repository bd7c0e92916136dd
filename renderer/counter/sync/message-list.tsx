import { useEffect, useState } from 'react';
import { useCall, useEvent } from '../../app/api.ts';
import { useRouter } from '../../app/router.tsx';
import { useStatus } from '../../app/status.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { syncTone } from '../home/recent-list.tsx';
import { Pager } from './pager.tsx';
import { storyOf } from './story.ts';
import type { Message } from './story.ts';
import { useNow } from './use-now.ts';

const pageSize = 25;
const statesOf = { waiting: ['waiting', 'sending'], sent: ['sent'] } as const;

/** Messages that wait, or that were sent, each with its story. */
export function MessageList({ of }: { readonly of: 'waiting' | 'sent' }) {
  const t = useText();
  const [offset, setOffset] = useState(0);
  const list = useCall('sync.items', { states: [...statesOf[of]], limit: pageSize, offset });
  const status = useStatus();
  const { reload, value, error, loading } = list;
  useEvent('dossier.changed', reload);
  const waiting = status?.outbox.waiting;
  useEffect(reload, [waiting, status?.city.state, reload]);
  const now = useNow(of === 'waiting' && (value?.items.length ?? 0) > 0);
  // What was on the last page may have gone.
  const total = value?.total ?? 0;
  if (value && offset > 0 && offset >= total) setOffset(Math.max(0, offset - pageSize));

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
      {!value && loading && <Loading>{t('sync.loading')}</Loading>}
      {value && total === 0 && (
        <EmptyState icon={of === 'waiting' ? 'check' : 'outbox'} title={t(`sync.empty.${of}`)}>
          {t(`sync.empty.${of}Help`)}
        </EmptyState>
      )}
      {value && value.items.length > 0 && (
        <ol className="sync-list" aria-label={t(`sync.list.${of}`)}>
          {value.items.map((message) => (
            <MessageRow key={message.id} message={message} now={now} />
          ))}
        </ol>
      )}
      <Pager offset={offset} size={pageSize} total={total} onMove={setOffset} />
    </>
  );
}

function MessageRow({ message, now }: { readonly message: Message; readonly now: number }) {
  const t = useText();
  const { go } = useRouter();
  const city = useStatus()?.city ?? null;
  return (
    <li className={`sync-item sync-item-${message.state}`}>
      <div className="sync-facts">
        <b className="mc-figures sync-code">{message.code}</b>
        <span className="sync-soft">{t(`sync.kind.${message.kind}`)}</span>
        <span className="sync-who" lang="vi">
          {message.applicantName} – {message.procedureName}
        </span>
        <Badge tone={syncTone[message.state]}>{t(`domain.sync.${message.state}`)}</Badge>
        <Button
          kind="quiet"
          icon="folder"
          label={t('sync.openOf', { code: message.code })}
          onPress={() => go({ name: 'dossier', id: message.dossierId })}
        >
          {t('sync.open')}
        </Button>
      </div>
      <p className="sync-soft mc-figures">{storyOf(t, message, city, now).join(' · ')}</p>
      {message.waitsFor !== null && (
        <p className="sync-soft">
          {t('sync.reason')}: {t(`refusals.waiting.${message.waitsFor}`)}
        </p>
      )}
    </li>
  );
}
