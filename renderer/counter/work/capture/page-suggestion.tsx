import { useEffect } from 'react';
import { useCall, useEvent } from '../../../app/api.ts';
import type { DraftHandle } from '../../../app/draft.tsx';
import type { Page } from '../../../app/shapes.ts';
import { Button } from '../../../kit/button.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import './page-suggestion.css';

interface PageSuggestionProps {
  readonly draft: DraftHandle;
  /** The page that is looked at. */
  readonly page: Page;
  /** Its number, from 1. */
  readonly n: number;
}

/** What the words of the page suggest; the officer says yes or no, and nothing happens before. */
export function PageSuggestion({ draft, page, n }: PageSuggestionProps) {
  const t = useText();
  const { value, reload } = useCall('capture.suggestion', { draftId: draft.draft.id, pageId: page.id });
  const { revision, components } = draft.draft;
  useEffect(reload, [revision, reload]);
  useEvent('page.read', ({ imageBlob }) => {
    if (imageBlob === page.imageBlob) reload();
  });
  const answer = (said: 'confirm' | 'dismiss') =>
    void draft.change('capture.answerSuggestion', { pageId: page.id, answer: said });

  const guess = value?.guess ?? null;
  const target = guess?.kind?.componentId ?? null;
  const lies = components.find((each) => each.pages.some(({ id }) => id === page.id))?.componentId;
  const moves = target !== null && target !== lies;
  const read = guess !== null && (guess.number !== null || guess.date !== null);
  const confirm = moves ? 'confirmMove' : read ? 'confirmNote' : 'confirmKind';
  const facts = guess && [
    guess.kind ? t('suggestion.kind', { n, name: shortName(guess.kind.name) }) : t('suggestion.plain', { n }),
    ...(guess.kind && target === null ? [t('suggestion.other')] : []),
    ...(guess.number === null ? [] : [t('suggestion.number', { number: guess.number })]),
    ...(guess.date === null
      ? []
      : [t('suggestion.date', { date: guess.date.split('-').reverse().join('/') })]),
  ];
  return (
    <div
      className={facts ? 'cap-hint cap-hint-asks' : 'cap-hint'}
      role="group"
      aria-label={t('suggestion.region')}
    >
      <p className="cap-hint-words" role="status">
        {facts && <Icon name="info" />}
        {facts && <span>{facts.join(' · ')}</span>}
        {!facts && value?.reading === 'failed' && <span>{t('suggestion.failed', { n })}</span>}
        {!facts && value?.reading === 'waiting' && (
          <span className="cap-soft">{t('suggestion.waiting', { n })}</span>
        )}
      </p>
      {facts && (
        <>
          <Button kind="secondary" icon="check" shortcut="Ctrl+G" onPress={() => answer('confirm')}>
            {t(`suggestion.${confirm}`)}
          </Button>
          <Button kind="quiet" shortcut="Ctrl+B" onPress={() => answer('dismiss')}>
            {t('suggestion.dismiss')}
          </Button>
        </>
      )}
    </div>
  );
}

/** What the catalogue adds in brackets is not part of a paper's name. */
function shortName(name: string): string {
  return name.replace(/\s*\([^)]*\)/gu, '').trim();
}
