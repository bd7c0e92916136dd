/** Child process of the kill test: writes dossiers and pages for ever and says each number once it is durable. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../main/store/open-store.ts';
import { dataKey, dossier, draft, event } from '../../unit/store/records.ts';

const [folder = '', from = '0'] = process.argv.slice(2);
const opened = openStore({ folder, dataKey });
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;

for (let index = Number(from); ; index += 1) {
  const page = await store.blobs.put(Buffer.from(`page ${String(index)} `.repeat(2000)));
  if (!page.ok) throw new Error(page.error.code);
  const blob = page.value;
  const done = store.transaction(() => {
    store.drafts.insert(draft(`draft-${String(index)}`));
    store.drafts.close(`draft-${String(index)}`, 'accepted');
    store.dossiers.insert({ ...dossier(index), note: blob }, `draft-${String(index)}`);
    store.events.append(event(index));
    store.outbox.add({
      id: `out-${String(index)}`,
      dossierId: `dossier-${String(index)}`,
      sequence: 1,
      kind: 'dossier',
      payload: {},
      createdAt: index,
    });
  });
  if (!done.ok) throw new Error(done.error.code);
  writeSync(1, `${String(index)}\n`);
}
