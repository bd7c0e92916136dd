import type { StatusView } from '../../../main/contract/views.ts';
import { time } from '../../kit/format.ts';
import type { Translate } from '../../text/language.tsx';

/** One quiet line: "Đã gửi hết", or "3 hồ sơ chờ gửi, Thành phố ngừng từ 14:05". */
export function outboxWords(t: Translate, { outbox, city, network }: StatusView): string {
  const words: string[] = [];
  if (outbox.refused > 0) words.push(t('shell.outbox.refused', { count: outbox.refused }));
  if (outbox.waiting > 0) words.push(t('shell.outbox.waiting', { count: outbox.waiting }));
  if (words.length === 0) words.push(t('shell.outbox.allSent'));
  if (network === 'down') words.push(t('shell.outbox.networkDown'));
  else if (city.state === 'down' && city.since !== null) {
    words.push(t('shell.outbox.cityDown', { time: time(city.since) }));
  }
  return words.join(', ');
}
