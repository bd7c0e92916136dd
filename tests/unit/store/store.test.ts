import { describe, expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { dataKey, dossier, draft, event, morning, person } from './records.ts';
import { newFolder } from './samples.ts';

function open(folder = newFolder()): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

describe('drafts', () => {
  it('a change made on an older revision is refused', () => {
    const store = open();
    store.drafts.insert(draft('d1'));
    expect(store.drafts.update({ ...draft('d1'), revision: 1, note: 'first window' })).toBe(true);
    expect(store.drafts.update({ ...draft('d1'), revision: 1, note: 'second window' })).toBe(false);
    expect(store.drafts.get('d1')?.draft.note).toBe('first window');
    store.close();
  });

  it('a closed draft takes no change, is not listed, and says nothing of the person any more', () => {
    const store = open();
    store.drafts.insert(draft('d1', person('Nguyễn Văn An', '001099012345')));
    expect(store.drafts.open()).toMatchObject([{ applicantMasked: 'N. V. An', procedureCode: '1.001193' }]);
    store.drafts.close('d1', 'discarded');
    expect(store.drafts.update({ ...draft('d1'), revision: 1 })).toBe(false);
    expect(store.drafts.open()).toEqual([]);
    expect(store.drafts.get('d1')?.state).toBe('discarded');
    expect(JSON.stringify(store.drafts.get('d1'))).not.toMatch(/001099012345|Nguy/u);
    store.close();
  });
});

describe('dossiers', () => {
  it('are found by folded name, number, local code and city code, newest first', () => {
    const store = open();
    store.dossiers.insert(dossier(1));
    store.dossiers.insert(dossier(2, person('Đỗ Thị Hòa', '001199000002')));
    store.dossiers.insert(dossier(3, person('ĐỖ THỊ HOÀ', '001199000003')));
    store.dossiers.setCityCode('dossier-2', '000.00.01.H26-261122-0042');
    const found = (text: string) =>
      store.dossiers.list({ text, limit: 10, before: null }).items.map((item) => item.id);
    expect(found('')).toEqual(['dossier-3', 'dossier-2', 'dossier-1']);
    expect(found('do thi hoa')).toEqual(['dossier-3', 'dossier-2']);
    expect(found('Đỗ Thị Hoà')).toEqual(['dossier-3', 'dossier-2']);
    expect(found('hoa do')).toEqual(['dossier-3', 'dossier-2']);
    expect(found('0011990000')).toEqual(['dossier-3', 'dossier-2']);
    expect(found('001199000003')).toEqual(['dossier-3']);
    expect(found('TAM-Q1-261122-0001')).toEqual(['dossier-1']);
    expect(found('H26-261122-0042')).toEqual(['dossier-2']);
    expect(found('" OR * NEAR( -')).toEqual([]);
    expect(found('---')).toEqual([]);
    expect(store.dossiers.list({ text: 'hoa', limit: 1, before: null })).toMatchObject({ total: 2 });
    expect(store.dossiers.list({ text: '', limit: 1, before: null })).toMatchObject({ total: 3 });
    expect(store.dossiers.get('dossier-2')?.cityCode).toBe('000.00.01.H26-261122-0042');
    store.close();
  });

  it('paging by time skips none that share one instant', () => {
    const store = open();
    for (let index = 0; index < 25; index += 1) {
      store.dossiers.insert({ ...dossier(index), acceptedAt: morning + Math.floor(index / 5) });
    }
    for (const text of ['', 'nguyen']) {
      const seen: string[] = [];
      let before: number | null = null;
      for (;;) {
        const { items } = store.dossiers.list({ text, limit: 7, before });
        if (items.length === 0) break;
        seen.push(...items.map((item) => item.id));
        before = items.at(-1)?.acceptedAt ?? 0;
      }
      expect(seen).toHaveLength(25);
      expect(new Set(seen).size).toBe(25);
    }
    store.close();
  });

  it('the draft of a dossier leads to it, and a second dossier of the same draft is refused', () => {
    const store = open();
    store.dossiers.insert(dossier(1), 'draft-1');
    expect(store.dossiers.byDraft('draft-1')?.id).toBe('dossier-1');
    expect(() => {
      store.dossiers.insert(dossier(2), 'draft-1');
    }).toThrow();
    expect(store.dossiers.list({ text: '', limit: 5, before: null }).total).toBe(1);
    store.close();
  });
});

describe('transactions', () => {
  it('what throws undoes everything, also inside an inner transaction', () => {
    const store = open();
    expect(() =>
      store.transaction(() => {
        store.drafts.insert(draft('d1'));
        const inner = store.transaction(() => {
          store.events.append(event(1));
        });
        expect(inner.ok).toBe(true);
        throw new Error('power');
      }),
    ).toThrow('power');
    expect(store.drafts.get('d1')).toBeNull();
    expect(store.events.of('subject-1')).toEqual([]);
    expect(store.transaction(() => store.nextLocalNumber('Q1', '261122'))).toEqual({ ok: true, value: 1 });
    store.close();
  });

  it('an asynchronous transaction is refused instead of being committed half', () => {
    const store = open();
    expect(() => store.transaction(async () => Promise.resolve(store.drafts.insert(draft('d1'))))).toThrow(
      TypeError,
    );
    expect(store.drafts.get('d1')).toBeNull();
    store.close();
  });

  it('a boolean in a row is refused instead of ending the process', () => {
    const store = open();
    expect(() => {
      store.settings.set('x', true as unknown as string);
    }).toThrow(TypeError);
    store.close();
  });

  it('local numbers start at 1 for each counter and day and never come twice', () => {
    const store = open();
    const next = (counter: string, day: string) => store.nextLocalNumber(counter, day);
    expect([next('Q1', '261122'), next('Q1', '261122'), next('Q2', '261122'), next('Q1', '261123')]).toEqual([
      1, 2, 1, 1,
    ]);
    store.close();
  });
});

describe('outbox', () => {
  const item = (id: string, dossierId: string, sequence: number, createdAt = morning) =>
    ({ id, dossierId, sequence, kind: 'dossier', payload: { id }, createdAt }) as const;

  const dueAt = (store: Store, now: number) =>
    store.outbox.due({ lane: '', now, order: 'oldest', limit: 10 });

  it('a later item of a dossier waits for the earlier one, refused ones included', () => {
    const store = open();
    store.outbox.add(item('a1', 'a', 1));
    store.outbox.add(item('a2', 'a', 2));
    store.outbox.add(item('b1', 'b', 1, morning + 1));
    const due = () => dueAt(store, morning + 10).map((each) => each.id);
    expect(due()).toEqual(['a1', 'b1']);
    store.outbox.mark('a1', { state: 'refused', lastError: 'city-refused' });
    expect(due()).toEqual(['b1']);
    expect(store.outbox.counts()).toEqual({ waiting: 1, refused: 1, oldestAt: morning });
    store.outbox.mark('a1', { state: 'sent' });
    expect(due()).toEqual(['a2', 'b1']);
    store.close();
  });

  it('what a dossier’s earlier message is reopened for comes before the later ones again', () => {
    const store = open();
    for (const sequence of [1, 2, 3]) store.outbox.add(item(`a${String(sequence)}`, 'a', sequence));
    for (const id of ['a1', 'a2']) store.outbox.mark(id, { state: 'sent' }, morning);
    expect(dueAt(store, morning).map(({ id }) => id)).toEqual(['a3']);
    expect(store.outbox.reopen('a', 1, morning)).toBe(true);
    expect(store.outbox.reopen('a', 1, morning)).toBe(false);
    expect(dueAt(store, morning)).toMatchObject([{ id: 'a1', attempts: 1 }]);
    expect(store.outbox.counts()).toMatchObject({ waiting: 1, refused: 0 });
    for (const id of ['a1', 'a2', 'a3']) store.outbox.mark(id, { state: 'sent' }, morning + 5);
    expect(store.outbox.counts()).toEqual({ waiting: 0, refused: 0, oldestAt: null });
    store.close();
  });

  it('a walk back through what was sent shows each dossier once, by the last of it', () => {
    const store = open();
    for (const [n, dossierId] of ['a', 'b', 'c', 'a'].entries()) {
      const id = `s${String(n)}`;
      store.outbox.add(item(id, dossierId, n + 1));
      store.outbox.mark(id, { state: 'sent' }, morning + n);
    }
    const top = { sentAt: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER };
    const first = store.outbox.sentBefore('', top, 2);
    expect(first.map(({ dossierId }) => dossierId)).toEqual(['a', 'c']);
    const rest = store.outbox.sentBefore('', first[1] ?? top, 2);
    expect(rest.map(({ dossierId }) => dossierId)).toEqual(['b']);
    store.close();
  });

  it('adding the same item again changes nothing', () => {
    const store = open();
    store.outbox.add(item('a1', 'a', 1));
    store.outbox.mark('a1', { state: 'sent' });
    store.outbox.add(item('a1', 'a', 1));
    expect(dueAt(store, morning)).toEqual([]);
    expect(store.outbox.items(10)).toMatchObject([{ id: 'a1', state: 'sent' }]);
    store.close();
  });

  it('what was being sent when the program died waits again', () => {
    const folder = newFolder();
    const store = open(folder);
    store.outbox.add(item('a1', 'a', 1));
    store.outbox.mark('a1', { state: 'sending', attempts: 1, nextAttemptAt: morning + 50 });
    store.close();
    const again = open(folder);
    expect(dueAt(again, morning)).toEqual([]);
    again.outbox.wakeAll(morning);
    expect(dueAt(again, morning)).toMatchObject([{ id: 'a1', attempts: 1, payload: { id: 'a1' } }]);
    again.close();
  });
});

it('a print that is noted twice stands once, with its last state', () => {
  const store = open();
  const record = {
    id: 'p1',
    dossierId: 'd',
    paper: 'slip',
    state: 'started',
    at: morning,
    reprintReason: null,
  } as const;
  store.prints.insert(record);
  store.prints.setState('p1', 'confirmed');
  store.prints.insert(record);
  expect(store.prints.of('d', 'slip')).toEqual([{ ...record, state: 'confirmed' }]);
  expect(store.prints.of('d', 'form01')).toEqual([]);
  store.close();
});
