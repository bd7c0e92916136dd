import type { StatusView } from '../../../main/contract/views.ts';
import { Badge } from '../../kit/badge.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { count, dateAndTime, time } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';
import { useNow } from './use-now.ts';

export const cityTone = {
  up: 'safe',
  slow: 'waiting',
  down: 'waiting',
  unknown: 'neutral',
} as const satisfies Record<string, Tone>;

/** A restoration that was dealt with is told for so long after it, ms. */
const toldForMs = 24 * 3_600_000;

/** What is unusual on the way to the city; nothing on a usual day with one system. */
export function SyncSystems({ sync }: { readonly sync: StatusView['sync'] }) {
  const t = useText();
  const now = useNow(false);
  const asking = sync.systems.filter(({ waitUntil }) => waitUntil !== null);
  const told = sync.systems.length > 1 ? sync.systems : asking;
  const restorations = sync.restorations.filter(({ doneAt }) => doneAt === null || now - doneAt < toldForMs);
  if (told.length + restorations.length === 0 && sync.bytesPerSecond === null) return null;
  return (
    <ul className="sync-unusual">
      {told.map(({ id, state, since, waitUntil }) => (
        <li key={id} className="sync-facts">
          <span>{t('sync.system', { id })}</span>
          <Badge tone={cityTone[state]} icon="city">
            {t(`sync.city.${state}`)}
          </Badge>
          {since !== null && (
            <span className="sync-soft mc-figures">{t('sync.citySince', { time: dateAndTime(since) })}</span>
          )}
          {waitUntil !== null && (
            <span className="mc-figures">{t('sync.asksToWait', { time: time(waitUntil) })}</span>
          )}
        </li>
      ))}
      {restorations.map(({ system, whose, noticedAt, doneAt, asked, missing }) => (
        <li key={`${system}.${whose}`} className="mc-figures">
          {t(`sync.setBack.${whose}`, { time: dateAndTime(noticedAt) })}{' '}
          {t(doneAt === null ? 'sync.comparing' : 'sync.compared', {
            asked: count(asked),
            missing: count(missing),
          })}
        </li>
      ))}
      {sync.bytesPerSecond !== null && (
        <li className="sync-soft mc-figures">
          {t('sync.cap', { kilobytes: count(Math.round(sync.bytesPerSecond / 1_000)) })}
        </li>
      )}
    </ul>
  );
}
