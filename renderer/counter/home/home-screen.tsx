import { useState } from 'react';
import { useCall, useEvent } from '../../app/api.ts';
import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { DraftList } from './draft-list.tsx';
import { RecentList } from './recent-list.tsx';
import { SelfTestPrompt } from './self-test-prompt.tsx';

/** Where a shift begins: one thing to do first, what was left open, what was done last. */
export function HomeScreen() {
  const t = useText();
  const { go } = useRouter();
  const { startDossier } = useCommands();
  const drafts = useCall('intake.drafts', {});
  const recent = useCall('dossier.list', { text: '', limit: 12, before: null });
  useEvent('dossier.changed', recent.reload);
  const [starting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    await startDossier();
    setStarting(false);
  };
  const nothingYet = drafts.value?.items.length === 0 && recent.value?.items.length === 0;
  return (
    <div className="mc-home">
      <section className="mc-home-start">
        <h1>{t('home.title')}</h1>
        <Button
          kind="primary"
          icon="plus"
          shortcut="F2"
          onPress={() => void start()}
          isPending={starting}
          className="mc-start-button"
        >
          {t('home.start')}
        </Button>
        <p className="mc-soft">{t('home.scanHint')}</p>
        <SelfTestPrompt />
      </section>
      {drafts.error && <ErrorNote error={drafts.error} />}
      {recent.error && <ErrorNote error={recent.error} />}
      {(drafts.loading || recent.loading) && !recent.value && <Loading />}
      {nothingYet && (
        <EmptyState icon="reader" title={t('home.emptyTitle')}>
          {t('home.emptyText')}
        </EmptyState>
      )}
      <div className="mc-home-lists">
        {drafts.value && drafts.value.items.length > 0 && (
          <Card title={t('home.drafts')} className="mc-list-card">
            <p className="mc-hint">{t('home.draftsHint')}</p>
            <DraftList items={drafts.value.items} />
          </Card>
        )}
        {recent.value && recent.value.items.length > 0 && (
          <Card
            title={t('home.recent')}
            className="mc-list-card"
            aside={
              <Button kind="quiet" onPress={() => go({ name: 'dossiers' })}>
                {t('home.all')}
              </Button>
            }
          >
            <RecentList items={recent.value.items} />
          </Card>
        )}
      </div>
    </div>
  );
}
