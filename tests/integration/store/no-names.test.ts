import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../main/store/open-store.ts';
import { createStaffService } from '../../../main/staff/index.ts';
import { dataKey, dossier, draft, morning, person } from '../../unit/store/records.ts';
import { newFolder } from '../../unit/store/samples.ts';

/** As nobody is called, so that a find means a leak. */
const applicant = { ...person('Kiều Thị Xuân Quỳnhh', '001199765432'), phone: '0987612345' };
const telling = [
  'Quỳnhh',
  'Quỳnhh'.normalize('NFD'),
  'quynhh',
  '001199765432',
  '0987612345',
  '199765',
  '864209',
].flatMap((word) => [Buffer.from(word), Buffer.from(word, 'utf16le')]);

/** Like `grep -ra`: the files below a folder in whose bytes one of the words stands. */
function filesThatTell(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .filter((path) => {
      const bytes = readFileSync(path);
      return path.includes('quynhh') || telling.some((word) => bytes.includes(word));
    });
}

it('after 50 dossiers no file, the write-ahead log included, tells a name, a number, a phone or a PIN', async () => {
  const folder = newFolder();
  const opened = openStore({ folder, dataKey });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const staff = createStaffService({
    store,
    clock: { now: () => morning },
    newId: () => crypto.randomUUID(),
  });
  await staff.addFirst({
    code: 'CB001',
    fullName: applicant.fullName,
    title: '',
    pin: '864209',
    admin: true,
  });
  await staff.signIn('CB001', '864209');
  for (let index = 0; index < 50; index += 1) {
    const page = await store.blobs.put(Buffer.from(`${JSON.stringify(applicant)} ${String(index)}`));
    const done = store.transaction(() => {
      store.drafts.insert(draft(`draft-${String(index)}`, applicant));
      if (index % 2 === 0) store.drafts.close(`draft-${String(index)}`, 'accepted');
      store.dossiers.insert(dossier(index, applicant), `draft-${String(index)}`);
      store.outbox.add({
        id: `out-${String(index)}`,
        dossierId: `dossier-${String(index)}`,
        sequence: 1,
        kind: 'dossier',
        payload: dossier(index, applicant),
        createdAt: morning,
      });
    });
    expect([page.ok, done.ok]).toEqual([true, true]);
  }
  expect(store.dossiers.list({ text: 'xuan quynhh', limit: 1, before: null }).total).toBe(50);

  expect(readdirSync(folder)).toContain('store.db-wal');
  expect(filesThatTell(folder)).toEqual([]);
  store.close();
  expect(filesThatTell(folder)).toEqual([]);

  // That the search would find one.
  mkdirSync(join(folder, 'control'));
  writeFileSync(join(folder, 'control', 'leak'), `x${applicant.fullName}x`);
  expect(filesThatTell(folder)).toEqual([join(folder, 'control', 'leak')]);
});
