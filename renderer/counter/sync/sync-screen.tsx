import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { useStatus } from '../../app/status.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { count, dateAndTime, time } from '../../kit/format.ts';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { outboxWords } from '../shell/outbox-words.ts';
import { CaseList } from './case-list.tsx';
import { MessageList } from './message-list.tsx';
import { NewsList } from './news-list.tsx';
import { cityTone, SyncSystems } from './sync-systems.tsx';
import './sync.css';

const pauseMinutes = 60;

type Place = 'cases' | 'waiting' | 'sent' | 'news';

/** The way to the city: what needs a person, what waits and why, what was sent. Nothing is ever deleted here. */
export function SyncScreen() {
  const t = useText();
  const status = useStatus();
  const retry = useAction('sync.retryNow');
  const pause = useAction('sync.pause');
  const resume = useAction('sync.resume');
  const [asked, setAsked] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const cases = useCall('sync.cases', { limit: 1, offset: 0 });
  const news = useCall('city.news', { limit: 1, offset: 0 });
  const unread = news.value?.unread ?? 0;
  useEvent('dossier.changed', () => {
    cases.reload();
    news.reload();
  });
  useEvent('status.changed', cases.reload);
  const needing = cases.value ? cases.value.refused + cases.value.stuck : 0;
  const waiting = status?.outbox.waiting ?? 0;
  const paused = status?.sync.pause ?? null;
  const shown = place ?? (needing > 0 ? 'cases' : 'waiting');
  const fault = retry.error ?? pause.error ?? resume.error;
  return (
    <div className="sync">
      <header className="sync-head">
        <div>
          <h1>{t('sync.title')}</h1>
          {status && <p className="sync-soft">{outboxWords(t, status)}</p>}
        </div>
        <div className="sync-facts">
          <Button
            kind="quiet"
            icon={paused ? 'play' : 'stop'}
            isPending={pause.running || resume.running}
            onPress={() => void (paused ? resume.run({}) : pause.run({ minutes: pauseMinutes }))}
          >
            {t(paused ? 'sync.resume' : 'sync.pause')}
          </Button>
          <Button
            kind="secondary"
            icon="outbox"
            shortcut="F5"
            isDisabled={paused !== null}
            isPending={retry.running}
            onPress={() => void retry.run({}).then((result) => setAsked(result.ok))}
          >
            {t(retry.running ? 'sync.retrying' : 'sync.retry')}
          </Button>
        </div>
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
          {paused && (
            <span className="mc-figures">{t('sync.pausedUntil', { time: time(paused.until) })}</span>
          )}
          {asked && !paused && <span>{t('sync.retried')}</span>}
        </p>
      )}
      {status && <SyncSystems sync={status.sync} />}
      {fault && <ErrorNote error={fault} />}
      {cases.error && !cases.value && <ErrorNote error={cases.error} />}
      {!cases.value && cases.loading && <Loading>{t('sync.loading')}</Loading>}
      {cases.value && (
        <Tabs selectedKey={shown} onSelectionChange={(key) => setPlace(key as Place)} className="sync-tabs">
          <TabList className="sync-tab-list" aria-label={t('sync.tabs')}>
            <Tab id="cases" className="sync-tab">
              {t('sync.tab.cases', { count: count(needing) })}
            </Tab>
            <Tab id="waiting" className="sync-tab">
              {t('sync.tab.waiting', { count: count(waiting) })}
            </Tab>
            <Tab id="sent" className="sync-tab">
              {t('sync.tab.sent')}
            </Tab>
            <Tab id="news" className="sync-tab">
              {unread > 0 ? t('sync.tab.newsUnread', { count: count(unread) }) : t('sync.tab.news')}
            </Tab>
          </TabList>
          <TabPanel id="news" className="sync-panel">
            <NewsList onSeen={news.reload} />
          </TabPanel>
          <TabPanel id="cases" className="sync-panel">
            <CaseList />
          </TabPanel>
          <TabPanel id="waiting" className="sync-panel">
            <MessageList of="waiting" />
          </TabPanel>
          <TabPanel id="sent" className="sync-panel">
            <MessageList of="sent" />
          </TabPanel>
        </Tabs>
      )}
    </div>
  );
}
