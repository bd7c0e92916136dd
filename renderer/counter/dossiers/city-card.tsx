import { useAction, useCall, useEvent } from '../../app/api.ts';
import type { OutputOf } from '../../../main/contract/operations.ts';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';
import { fieldWords } from '../sync/explanation.ts';
import { NewsDetails, newsTitle } from '../sync/news-words.tsx';

type Conflict = OutputOf<'city.dossier'>['conflicts'][number];

/** What the city has told of this dossier, and where the two sides differ. Nothing is shown while nothing came. */
export function CityCard({ dossierId }: { readonly dossierId: string }) {
  const t = useText();
  const { value, error, reload } = useCall('city.dossier', { dossierId });
  useEvent('dossier.changed', (event) => {
    if (event.dossierId === dossierId) reload();
  });
  if (error) return <ErrorNote error={error} />;
  if (!value || value.news.length === 0) return null;
  return (
    <Card title={t('city.dossierTitle')}>
      {value.conflicts.length > 0 && (
        <section className="dos-conflicts" aria-label={t('city.conflict.title')}>
          <h3>{t('city.conflict.title')}</h3>
          <p className="dos-soft">{t('city.conflict.lead')}</p>
          {value.conflicts.map((conflict) => (
            <ConflictRow
              key={`${conflict.changeId} ${conflict.field}`}
              dossierId={dossierId}
              conflict={conflict}
              onSettled={reload}
            />
          ))}
        </section>
      )}
      <ol className="dos-news">
        {value.news.toReversed().map((news) => (
          <li key={news.position}>
            <p>
              <span className="mc-figures dos-soft">{dateAndTime(news.at)}</span>{' '}
              <b>{newsTitle(t, news.what)}</b>
            </p>
            <NewsDetails what={news.what} />
          </li>
        ))}
      </ol>
      {value.settled.length > 0 && (
        <ul className="dos-soft">
          {value.settled.map(({ field, chosen, at, by }) => (
            <li key={`${field} ${String(at)}`} className="mc-figures">
              {t(chosen === 'here' ? 'city.conflict.settledHere' : 'city.conflict.settledThere', {
                field: fieldWords(t, field),
                name: by,
                time: dateAndTime(at),
              })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ConflictRow(props: { readonly dossierId: string; readonly conflict: Conflict; onSettled(): void }) {
  const t = useText();
  const { dossierId, conflict } = props;
  const { changeId, field, base, here, there } = conflict;
  const settle = useAction('city.settle');
  const name = fieldWords(t, field);
  const choose = (side: 'here' | 'there') => {
    void settle.run({ dossierId, changeId, field, choose: side }).then(props.onSettled);
  };
  const side = (which: 'here' | 'there', value: string) => (
    <div className="dos-side">
      <span className="dos-soft">{t(`city.conflict.${which}`)}</span>
      <b lang="vi">{value || t('city.nothing')}</b>
      <Button
        kind="secondary"
        isPending={settle.running}
        label={t('city.conflict.of', {
          choice: t(which === 'here' ? 'city.conflict.keepHere' : 'city.conflict.takeThere'),
          field: name,
        })}
        onPress={() => choose(which)}
      >
        {t(which === 'here' ? 'city.conflict.keepHere' : 'city.conflict.takeThere')}
      </Button>
    </div>
  );
  return (
    <div className="dos-conflict">
      <p>
        <b className="dos-field">{name}</b>{' '}
        <span className="dos-soft">{t('city.conflict.before', { value: base || t('city.nothing') })}</span>
      </p>
      <div className="dos-sides">
        {side('here', here)}
        {side('there', there)}
      </div>
      {settle.error && <ErrorNote error={settle.error} />}
    </div>
  );
}
