import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dossier, Draft, Page } from '../../../main/domain/dossier.ts';
import { openDatabase } from '../../../main/store/database.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { migrate, migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { component } from '../digitization/parts.ts';
import { dataKey, dossier, draft, event, morning, person } from './records.ts';
import { newFolder } from './samples.ts';

function open(folder = newFolder()): Store {
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const raw = (folder: string) => openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);

function page(id: string): Page {
  const size = { widthPx: 100, heightPx: 100, dpi: 300, rotation: 0 } as const;
  return {
    id,
    imageBlob: `image-${id}`,
    thumbBlob: 't',
    ...size,
    source: 'scanner',
    pdf: null,
    capturedAt: 1,
  };
}

function withPages<Owner extends Dossier | Draft>(owner: Owner, ...ids: string[]): Owner {
  const [first = '', ...rest] = ids;
  return { ...owner, components: [component('c1', [page(first)], []), component('c2', rest.map(page), [])] };
}

function read(store: Store, id: string, plain: string, textBlob = `text-${id}`): void {
  const at = { recipe: 1, dpi: 300, madeAt: morning };
  store.pageReadings.want({ imageBlob: `image-${id}`, dpi: 300, pdf: null }, morning);
  store.pageTexts.put({ imageBlob: `image-${id}`, textBlob, plain, ...at });
}

const foundBy = (store: Store, text: string) => store.dossiers.list({ text, limit: 10, before: null });
const birth = 'GIẤY CHỨNG SINH\nSố: 77/2025\nHọ và tên mẹ: Trần Thị Đào, cân nặng 3200 gam';

describe('what the pages of dossiers say', () => {
  it('finds them without marks, with the page and the words around', () => {
    const store = open();
    read(store, 'a', 'Đơn đề nghị');
    read(store, 'b', birth);
    store.dossiers.insert(withPages(dossier(1), 'x', 'a', 'b'));
    const { items, total } = foundBy(store, 'chung sinh 77/2025 dao');
    expect(total).toBe(1);
    expect(items[0]?.found).toMatchObject({ componentId: 'c2', pageId: 'b', number: 2 });
    const hits = items[0]?.found?.words.filter(({ hit }) => hit).map(({ text }) => text);
    expect(hits).toEqual(expect.arrayContaining(['CHỨNG', 'SINH', '77/2025']));
    // the last word may still be in the typing
    expect(foundBy(store, 'trần thị đà').items).toHaveLength(1);
    expect(foundBy(store, 'khai tu').items).toEqual([]);
    store.close();
  });

  it('that are read only after acceptance, or belong to two dossiers, are found all the same', () => {
    const store = open();
    store.dossiers.insert(withPages(dossier(1), 'b'));
    store.dossiers.insert(withPages(dossier(2), 'x', 'b'));
    expect(foundBy(store, 'can nang').items).toEqual([]);
    read(store, 'b', birth);
    expect(foundBy(store, 'can nang').items.map(({ id }) => id)).toEqual(['dossier-2', 'dossier-1']);
    store.close();
  });

  it('goes together with what the dossier is called, which shows no page when it is enough', () => {
    const store = open();
    store.dossiers.insert(withPages(dossier(1, person('Đỗ Thị Hòa', '001199000002')), 'b'));
    store.dossiers.insert(withPages(dossier(2, person('Lê Văn Bình', '001099000003')), 'c'));
    read(store, 'b', birth);
    read(store, 'c', birth);
    expect(foundBy(store, 'do thi hoa chung sinh').items.map(({ id }) => id)).toEqual(['dossier-1']);
    expect(foundBy(store, 'do thi hoa').items.map(({ found }) => found)).toEqual([null]);
    store.close();
  });

  it('is shown once a dossier, newest first, page by page of the list, the first fitting page of each', () => {
    const store = open();
    const all = Array.from({ length: 9 }, (_, n) => n + 1);
    for (const n of all) {
      const ids = Array.from({ length: 7 }, (_, p) => `${String(n)}-${String(p)}`);
      for (const id of ids) read(store, id, id.endsWith('-0') ? 'bìa' : `thửa đất ${id}`);
      store.dossiers.insert(withPages(dossier(n), ...ids));
    }
    const seen: string[] = [];
    let before: number | null = null;
    do {
      const { items, total } = store.dossiers.list({ text: 'thua dat', limit: 4, before });
      expect(total).toBe(9);
      expect(items.every(({ found }) => found?.componentId === 'c2' && found.number === 1)).toBe(true);
      seen.push(...items.map(({ id }) => id));
      before = items.at(-1)?.acceptedAt ?? null;
    } while (before !== null && seen.length < 12);
    expect(seen).toEqual(all.map((n) => `dossier-${String(n)}`).reverse());
    store.close();
  });

  it('is gone with the dossier; what another dossier has of it stays', () => {
    const folder = newFolder();
    const store = open(folder);
    store.dossiers.insert(withPages(dossier(1), 'a', 'b'));
    store.dossiers.insert(withPages(dossier(2), 'b'));
    read(store, 'a', 'Chứng thư riêng');
    read(store, 'b', birth);
    store.close();
    const database = raw(folder);
    database.run(`DELETE FROM dossiers WHERE id = 'dossier-1'`);
    for (const table of ['page_texts', 'dossier_pages'])
      expect(database.all(`SELECT image_blob FROM ${table}`)).toEqual([{ image_blob: 'image-b' }]);
    database.close();
    const after = open(folder);
    expect(foundBy(after, 'chung thu rieng').items).toEqual([]);
    expect(foundBy(after, 'nguyen van an').items.map(({ id }) => id)).toEqual(['dossier-2']);
    expect(foundBy(after, 'can nang').items.map(({ id }) => id)).toEqual(['dossier-2']);
    expect(after.pageTexts.left()).toEqual(['text-a']);
    after.pageTexts.removed('text-a');
    expect(after.pageTexts.left()).toEqual([]);
    after.close();
  });

  it('is forgotten with a draft that ends, also of pages taken out of it, but not what the dossier got', () => {
    const store = open();
    for (const id of ['a', 'b', 'c']) read(store, id, birth);
    store.pageReadings.want({ imageBlob: 'image-late', dpi: 300, pdf: null }, morning);
    store.drafts.insert(withPages(draft('dossier-1'), 'a', 'late'));
    const removed = { page: page('b'), componentId: 'c1', index: 0 };
    store.events.append({ ...event(1), type: 'page.removed', subject: 'dossier-1', payload: removed });
    store.drafts.insert(withPages(draft('other'), 'c'));
    store.dossiers.insert(withPages(dossier(1), 'a'));
    store.drafts.close('dossier-1', 'accepted');
    const known = () => ['a', 'b', 'c'].filter((id) => store.pageTexts.plainOf(`image-${id}`) !== null);
    expect(known()).toEqual(['a', 'c']);
    expect(store.pageReadings.stateOf('image-late')).toBeNull();
    store.drafts.close('other', 'discarded');
    expect(known()).toEqual(['a']);
    store.close();
  });

  it('that was accepted by an older version is put on the list to be read, and found then', () => {
    const folder = newFolder();
    const store = open(folder);
    store.dossiers.insert(withPages(dossier(1), 'x', 'b'));
    store.drafts.insert(withPages(draft('d1'), 'c'));
    store.close();
    const database = raw(folder);
    const gone = ['page_readings', 'dossier_pages', 'page_search', 'left_texts'];
    for (const trigger of ['dossier_words_gone', 'page_words_gone', 'page_text_left'])
      database.exec(`DROP TRIGGER ${trigger}`);
    for (const table of gone) database.exec(`DROP TABLE ${table}`);
    for (const column of ['plain', 'folded']) database.exec(`ALTER TABLE page_texts DROP COLUMN ${column}`);
    database.run('UPDATE schema_version SET version = 5');
    migrate(
      database,
      migrations.filter(({ version }) => version <= 6),
    );
    // What came after is still there.
    database.run('UPDATE schema_version SET version = ?', migrations.at(-1)?.version ?? 0);
    database.close();
    const after = open(folder);
    const due = after.pageReadings.due(Date.now(), 10).map(({ imageBlob }) => imageBlob);
    expect(due.sort()).toEqual(['image-b', 'image-c', 'image-x']);
    read(after, 'b', birth);
    expect(foundBy(after, 'can nang').items[0]?.found).toMatchObject({ componentId: 'c2', number: 1 });
    after.close();
  });
});
