import type { OutputOf } from '../../../main/contract/operations.ts';
import type { StatusView } from '../../../main/contract/views.ts';
import { date, dateAndTime, time } from '../../kit/format.ts';
import type { Translate } from '../../text/language.tsx';

export type Message = OutputOf<'sync.items'>['items'][number];
export type Case = OutputOf<'sync.cases'>['items'][number];

/** `14:05`, with its day when that is not today. */
export function moment(at: number, now: number): string {
  return date(at) === date(now) ? time(at) : dateAndTime(at);
}

/** How long until something, in the largest unit that says it; a started second counts. */
export function waitWords(t: Translate, ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 90) return t('sync.wait.seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return t('sync.wait.minutes', { count: minutes });
  return t('sync.wait.hours', { count: Math.round(minutes / 60) });
}

/** What has become of a message, in the order in which it happened, e.g. "accepted 14:02 · files 5/5 sent · sent 14:10, code …". */
export function storyOf(
  t: Translate,
  message: Message & { readonly replaced?: number },
  city: StatusView['city'] | null,
  now: number,
): string[] {
  const { state, fileCount, attempts, nextAttemptAt } = message;
  const words: string[] = [];
  if (message.acceptedAt !== null && message.kind === 'dossier')
    words.push(t('sync.story.accepted', { time: moment(message.acceptedAt, now) }));
  else words.push(t('sync.story.queued', { time: moment(message.createdAt, now) }));
  if (message.replaced) words.push(t('sync.story.replaced', { count: message.replaced }));
  if (message.kind === 'dossier' && fileCount > 0) words.push(filesOf(t, message));
  if (state === 'sent') {
    words.push(
      message.sentAt === null
        ? t('sync.story.sent')
        : t('sync.story.sentAt', { time: moment(message.sentAt, now), code: message.code }),
    );
    return words;
  }
  if (attempts > 0) words.push(t('sync.story.attempts', { count: attempts }));
  if (state === 'refused') words.push(t('sync.story.refused'));
  if (state === 'sending') words.push(t('sync.story.sending'));
  if (state !== 'waiting') return words;
  if (city?.since != null && (city.state === 'slow' || city.state === 'down'))
    words.push(
      t(city.state === 'slow' ? 'sync.story.citySlow' : 'sync.story.cityDown', {
        time: moment(city.since, now),
      }),
    );
  if (nextAttemptAt !== null && nextAttemptAt > now)
    words.push(t('sync.story.nextIn', { wait: waitWords(t, nextAttemptAt - now) }));
  else words.push(t(city?.state === 'down' ? 'sync.story.nextBack' : 'sync.story.nextNow'));
  return words;
}

function filesOf(t: Translate, { state, fileCount }: Message): string {
  return state === 'sent'
    ? t('sync.story.filesSent', { done: fileCount, count: fileCount })
    : t('sync.story.files', { count: fileCount });
}
