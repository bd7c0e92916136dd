import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../../main/domain/refusal.ts';
import type { StatusView } from '../../../main/contract/views.ts';
import { outboxWords } from '../../../renderer/counter/shell/outbox-words.ts';
import { fieldWords, meaningWords } from '../../../renderer/counter/sync/explanation.ts';
import { moment, storyOf, waitWords, type Case, type Message } from '../../../renderer/counter/sync/story.ts';
import { translator } from '../../../renderer/text/language.tsx';

const vi = translator('vi');
const en = translator('en');
/** 23/11/2026 14:02 in Hà Nội. */
const at = Date.UTC(2026, 10, 23, 7, 2);
const minute = 60_000;
const now = at + 10 * minute;

const waiting: Message = {
  ...{ id: 'i', dossierId: 'd', code: 'TAM-Q01-261123-0001', kind: 'dossier', state: 'waiting' },
  ...{
    attempts: 0,
    createdAt: at,
    nextAttemptAt: at,
    lastError: null,
    applicantName: 'A',
    procedureName: 'B',
  },
  ...{ acceptedAt: at, fileCount: 5, sentAt: null, waitsFor: null },
};
const up = { state: 'up', since: at, clockOffsetMs: 0 } as const;

describe('the story of a message', () => {
  const story = (change: Partial<Message> & { replaced?: number }, city: StatusView['city'] = up) =>
    storyOf(vi, { ...waiting, ...change }, city, now).join(' · ');

  test.each([
    ['waits its turn', {}, up, 'tiếp nhận 14:02 · 5 tệp · sắp tới lượt'],
    [
      'the city is slow and it is tried again later',
      { attempts: 3, nextAttemptAt: now + 40_000 },
      { ...up, state: 'slow' as const, since: at + 3 * minute },
      'tiếp nhận 14:02 · 5 tệp · đã thử 3 lần · Thành phố chậm từ 14:05 · thử lại sau 40 giây',
    ],
    [
      'the city is away',
      { attempts: 1 },
      { ...up, state: 'down' as const, since: at + 3 * minute },
      'tiếp nhận 14:02 · 5 tệp · đã thử 1 lần · Thành phố ngừng từ 14:05 · thử lại khi Thành phố trả lời',
    ],
    [
      'under way',
      { state: 'sending' as const, attempts: 1 },
      up,
      'tiếp nhận 14:02 · 5 tệp · đã thử 1 lần · đang gửi',
    ],
    [
      'sent',
      { state: 'sent' as const, attempts: 1, sentAt: at + 8 * minute, code: '000.00.01.H26-261123-0001' },
      up,
      'tiếp nhận 14:02 · tệp 5/5 đã gửi · đã gửi 14:10, mã 000.00.01.H26-261123-0001',
    ],
    [
      'refused again after it was sent anew',
      { state: 'refused' as const, attempts: 1, replaced: 2 },
      up,
      'tiếp nhận 14:02 · đã gửi lại 2 lần · 5 tệp · đã thử 1 lần · Thành phố chưa nhận',
    ],
    ['a step has no files', { kind: 'progress' as const }, up, 'vào hàng chờ 14:02 · sắp tới lượt'],
    [
      'accepted on another day',
      { acceptedAt: at - 24 * 60 * minute },
      up,
      'tiếp nhận 22/11/2026 14:02 · 5 tệp · sắp tới lượt',
    ],
  ])('%s', (_name, change, city, words) => {
    expect(story(change, city)).toBe(words);
  });

  test('in English', () => {
    const words = storyOf(en, { ...waiting, attempts: 1, nextAttemptAt: now + 1 }, up, now).join(' · ');
    expect(words).toBe('accepted 14:02 · files: 5 · tried once · next try in 1 second');
  });

  test('times and waits are said as short as they can be', () => {
    expect([moment(at, now), moment(at - 86_400_000, now)]).toEqual(['14:02', '22/11/2026 14:02']);
    expect([1, 89_000, 120_000, 3 * 3_600_000].map((ms) => waitWords(vi, ms))).toEqual([
      '1 giây',
      '89 giây',
      '2 phút',
      '3 giờ',
    ]);
  });
});

describe('the explanation', () => {
  const about = (words: string): Case => {
    const { steps, ...refusal } = explainRefusal(words);
    return {
      ...waiting,
      state: 'refused',
      lastError: words,
      refusal,
      steps: [...steps],
      owner: null,
      replaced: 0,
    };
  };
  test('names the field in words, or as the wire does where there are none', () => {
    expect(meaningWords(vi, about('Thiếu trường bắt buộc: ChuHoSo'))).toBe('Hồ sơ thiếu họ tên chủ hồ sơ.');
    expect(meaningWords(en, about('Giá trị không hợp lệ: DinhDanhCHS.SoDinhDanh'))).toBe(
      'The city does not accept the identity number as it is written.',
    );
    expect(fieldWords(vi, 'MaLinhVuc')).toBe('trường MaLinhVuc');
    expect(fieldWords(vi, '')).toBe('một thông tin');
    expect(fieldWords(vi, 'toString')).toBe('trường toString');
  });
  test('says honestly that there is none', () => {
    expect(meaningWords(vi, about('0x80004005'))).toContain('Chưa có lời giải thích');
  });
});

describe('the quiet line', () => {
  const status = (change: object): StatusView =>
    ({
      outbox: { waiting: 0, refused: 0, oldestAt: null },
      city: up,
      network: 'up',
      sync: { systems: [], pause: null, bytesPerSecond: null, restorations: [] },
      ...change,
    }) as unknown as StatusView;
  const some = { outbox: { waiting: 3, refused: 0, oldestAt: at } };
  const pause = {
    systems: [],
    pause: { since: at, until: at + 58 * minute },
    bytesPerSecond: null,
    restorations: [],
  };

  test.each([
    ['all sent', {}, 'Đã gửi hết', 'All sent'],
    [
      'the city is slow',
      { ...some, city: { ...up, state: 'slow', since: at + 3 * minute } },
      '3 chờ gửi, Thành phố chậm từ 14:05',
      '3 waiting, city slow since 14:05',
    ],
    [
      'the city is away',
      { city: { ...up, state: 'down', since: at } },
      'Đã gửi hết, ngoại tuyến từ 14:02',
      'All sent, working offline since 14:02',
    ],
    ['no cable', { ...some, network: 'down' }, '3 chờ gửi, ngoại tuyến', '3 waiting, working offline'],
    [
      'paused',
      { ...some, sync: pause },
      '3 chờ gửi, tạm ngừng gửi đến 15:00',
      '3 waiting, sending paused until 15:00',
    ],
    [
      'thousands wait and some were refused',
      { outbox: { waiting: 3412, refused: 2, oldestAt: at } },
      '2 cần xử lý, 3412 chờ gửi',
      '2 to see to, 3412 waiting',
    ],
  ])('%s', (_name, change, vietnamese, english) => {
    expect([outboxWords(vi, status(change)), outboxWords(en, status(change))]).toEqual([vietnamese, english]);
  });
});
