import { useState } from 'react';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { useRouter } from '../../app/router.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { NewsDetails, newsTitle } from './news-words.tsx';
import type { News } from './news-words.tsx';
import { Pager } from './pager.tsx';
import { moment } from './story.ts';
import { useNow } from './use-now.ts';

const pageSize = 25;

/** What came from the city today, and what this officer has not seen yet. */
export function NewsList({ onSeen }: { onSeen(): void }) {
  const t = useText();
  const [offset, setOffset] = useState(0);
  const { value, error, loading, reload } = useCall('city.news', { limit: pageSize, offset });
  useEvent('dossier.changed', reload);
  const seen = useAction('city.newsSeen');
  const now = useNow(false);
  const newest = value?.items[0]?.position ?? 0;
  const allSeen = () => {
    void seen.run({ upTo: newest }).then(() => {
      reload();
      onSeen();
    });
  };
  return (
    <>
      {error && <ErrorNote error={error} />}
      {seen.error && <ErrorNote error={seen.error} />}
      {!value && loading && <Loading>{t('sync.loading')}</Loading>}
      {value && value.total === 0 && (
        <EmptyState icon="city" title={t('city.emptyTitle')}>
          {t('city.emptyHelp')}
        </EmptyState>
      )}
      {value && value.unread > 0 && offset === 0 && (
        <div>
          <Button kind="secondary" icon="check" isPending={seen.running} onPress={allSeen}>
            {t('city.allSeen')}
          </Button>
        </div>
      )}
      {value && value.items.length > 0 && (
        <ol className="sync-list" aria-label={t('city.list')}>
          {value.items.map((news) => (
            <NewsRow key={news.position} news={news} now={now} />
          ))}
        </ol>
      )}
      <Pager offset={offset} size={pageSize} total={value?.total ?? 0} onMove={setOffset} />
    </>
  );
}

function NewsRow({ news, now }: { readonly news: News; readonly now: number }) {
  const t = useText();
  const { go } = useRouter();
  const { dossierId } = news;
  return (
    <li className="sync-item sync-item-news">
      <div className="sync-facts">
        <span className="sync-soft mc-figures">{moment(news.at, now)}</span>
        <b>{newsTitle(t, news.what)}</b>
        {news.unread && <Badge tone="info">{t('city.unread')}</Badge>}
        <span className="sync-who">
          {news.code !== '' && <span className="mc-figures">{news.code} – </span>}
          <span lang="vi">{news.applicantName}</span>
        </span>
        {dossierId !== null && (
          <Button
            kind="quiet"
            icon="folder"
            label={t('sync.openOf', { code: news.code })}
            onPress={() => go({ name: 'dossier', id: dossierId })}
          >
            {t('sync.open')}
          </Button>
        )}
      </div>
      <NewsDetails what={news.what} />
    </li>
  );
}
