import type { StatusView } from '../../../main/contract/views.ts';
import { time } from '../../kit/format.ts';
import type { Translate } from '../../text/language.tsx';

/** One quiet line: "Đã gửi hết", or "3 hồ sơ chờ gửi, Thành phố chậm từ 14:05". */
export function outboxWords(t: Translate, { outbox, city, network, sync }: StatusView): string {
  const words: string[] = [];
  if (outbox.refused > 0) words.push(t('shell.outbox.refused', { count: outbox.refused }));
  if (outbox.waiting > 0) words.push(t('shell.outbox.waiting', { count: outbox.waiting }));
  if (words.length === 0) words.push(t('shell.outbox.allSent'));
  if (sync.pause) words.push(t('shell.outbox.paused', { time: time(sync.pause.until) }));
  else if (city.state === 'down' && city.since !== null)
    words.push(t('shell.outbox.offlineSince', { time: time(city.since) }));
  else if (network === 'down' || city.state === 'down') words.push(t('shell.outbox.offline'));
  else if (city.state === 'slow' && city.since !== null)
    words.push(t('shell.outbox.citySlow', { time: time(city.since) }));
  return words.join(', ');
}
