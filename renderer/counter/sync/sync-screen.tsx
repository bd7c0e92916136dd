import { useCallback, useEffect, useState } from 'react';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { useRouter } from '../../app/router.tsx';
import { useStatus } from '../../app/status.tsx';
import type { OutputOf } from '../../../main/contract/operations.ts';
import { errorCodes } from '../../../main/contract/errors.ts';
import { Badge } from '../../kit/badge.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote, knownCode } from '../../kit/error-note.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { syncTone } from '../home/recent-list.tsx';
import './sync.css';

type Item = OutputOf<'sync.items'>['items'][number];

const cityTone = {
  up: 'safe',
  slow: 'waiting',
  down: 'waiting',
  unknown: 'neutral',
} as const satisfies Record<string, Tone>;

/** Sent ones shown below what waits; the dossier list has them all. */
const sentShown = 10;

/** What is on its way to the city: why it waits, what the city said, and what to do. Nothing is ever deleted here. */
export function SyncScreen() {
  const t = useText();
  const items = useCall('sync.items', {});
  const retry = useAction('sync.retryNow');
  const [asked, setAsked] = useState(false);
  const status = useStatus();
  const { reload } = items;
  useEvent('dossier.changed', reload);
  const waiting = status?.outbox.waiting;
  const refused = status?.outbox.refused;
  useEffect(reload, [waiting, refused, reload]);

  const retryNow = useCallback(() => {
    void retry.run({}).then((result) => {
      setAsked(result.ok);
      reload();
    });
  }, [retry, reload]);

  // What needs a person stands first, then the oldest.
  const order = { refused: 0, sending: 1, waiting: 2, sent: 3 } as const;
  const all = items.value?.items ?? [];
  const open = all
    .filter((item) => item.state !== 'sent')
    .toSorted((a, b) => order[a.state] - order[b.state] || a.createdAt - b.createdAt);
  const sent = all
    .filter((item) => item.state === 'sent')
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, sentShown);
  return (
    <div className="sync">
      <header className="sync-head">
        <div>
          <h1>{t('sync.title')}</h1>
          <p className="sync-soft">{t('sync.lead')}</p>
        </div>
        <Button kind="secondary" icon="outbox" shortcut="F5" isPending={retry.running} onPress={retryNow}>
          {t(retry.running ? 'sync.retrying' : 'sync.retry')}
        </Button>
      </header>
      {status && (
        <p className="sync-facts" role="status">
          <Badge tone={cityTone[status.city.state]} icon="city">
            {t(`sync.city.${status.city.state}`)}
          </Badge>
          {status.city.since !== null && (
            <span className="sync-soft mc-figures">
              {t('sync.citySince', { time: dateAndTime(status.city.since) })}
            </span>
          )}
          <span className="mc-figures">
            {t('sync.counts', { waiting: status.outbox.waiting, refused: status.outbox.refused })}
          </span>
          {asked && <span>{t('sync.retried')}</span>}
        </p>
      )}
      {retry.error && <ErrorNote error={retry.error} />}
      {items.error && <ErrorNote error={items.error} />}
      {!items.value && items.loading && <Loading>{t('sync.loading')}</Loading>}
      {items.value && open.length === 0 && (
        <EmptyState icon="check" title={t('sync.emptyTitle')}>
          {t('sync.emptyHelp')}
        </EmptyState>
      )}
      {open.length > 0 && (
        <ol className="sync-list" aria-label={t('sync.list')}>
          {open.map((item) => (
            <SyncItem key={item.id} item={item} />
          ))}
        </ol>
      )}
      {sent.length > 0 && (
        <>
          <h2>{t('sync.recentlySent')}</h2>
          <ol className="sync-list">
            {sent.map((item) => (
              <SyncItem key={item.id} item={item} />
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

/** Our own codes are said in our words; anything else is the city speaking. */
function isOwnCode(text: string): boolean {
  return (errorCodes as readonly string[]).includes(text);
}

function SyncItem({ item }: { readonly item: Item }) {
  const t = useText();
  const { go } = useRouter();
  const { lastError } = item;
  const story = [
    t('sync.queuedAt', { time: dateAndTime(item.createdAt) }),
    ...(item.attempts > 0 ? [t('sync.attempts', { count: item.attempts })] : []),
    ...(item.state === 'waiting' && item.nextAttemptAt !== null
      ? [t('sync.nextAt', { time: dateAndTime(item.nextAttemptAt) })]
      : []),
  ];
  return (
    <li className={`sync-item sync-item-${item.state}`}>
      <div className="sync-facts">
        <b className="mc-figures sync-code">{item.code}</b>
        <span className="sync-soft">{t(`sync.kind.${item.kind}`)}</span>
        <Badge tone={syncTone[item.state]}>{t(`domain.sync.${item.state}`)}</Badge>
        <span className="sync-open">
          <Button
            kind="secondary"
            icon="folder"
            label={t('sync.openOf', { code: item.code })}
            onPress={() => go({ name: 'dossier', id: item.dossierId })}
          >
            {t('sync.open')}
          </Button>
        </span>
      </div>
      <p className="sync-soft mc-figures">{story.join(' · ')}</p>
      {lastError !== null && (
        <p>
          {isOwnCode(lastError) ? (
            <>
              {t('sync.reason')}: {t(`errors.${knownCode(lastError)}.failed`)}
            </>
          ) : (
            <>
              {t('sync.said')}:{' '}
              <q className="sync-quote" lang="vi">
                {lastError}
              </q>
            </>
          )}
        </p>
      )}
      <p>{t(`sync.step.${item.state}`)}</p>
    </li>
  );
}
