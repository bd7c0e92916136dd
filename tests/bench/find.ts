/**
 * npm run bench -- find [dossiers] [pages each]: how long the search for dossiers takes when the words of their pages are
 * in the index, as the screen asks it, letter by letter.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '../../main/domain/dossier.ts';
import { openStore, storeFiles } from '../../main/store/open-store.ts';
import { randomOf } from '../corpus/random.ts';
import { dateText, fields, fieldValue, heads, sentence } from '../corpus/words.ts';
import { samplePerson } from '../sample-people.ts';
import { component } from '../unit/digitization/parts.ts';
import { dossier } from '../unit/store/records.ts';
import { spread } from './figures.ts';

const [dossiers = 10_000, pagesEach = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-find-'));
const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(5) });
if (!opened.ok) throw new Error(opened.error.code);
const store = opened.value;
const random = randomOf(11);

function textOfPage(n: number): string {
  const lines = [heads[0] ?? '', random.pick(heads.slice(2)), `Số: ${String(n)}/2025`];
  for (let at = 0; at < 12; at += 1) lines.push(`${random.pick(fields)}: ${fieldValue(random)}`);
  for (let at = 0; at < 8; at += 1) lines.push(sentence(random));
  return [...lines, `Hà Nội, ${dateText(random)}`].join('\n');
}

function page(n: number, at: number): Page {
  const id = `${String(n)}-${String(at)}`;
  const size = { widthPx: 100, heightPx: 100, dpi: 300, rotation: 0 } as const;
  return { id, imageBlob: id, thumbBlob: id, ...size, source: 'scanner', pdf: null, capturedAt: n };
}

try {
  const begun = performance.now();
  for (let from = 0; from < dossiers; from += 500) {
    const written = store.transaction(() => {
      for (let n = from; n < Math.min(dossiers, from + 500); n += 1) {
        const pages = Array.from({ length: pagesEach }, (_, at) => page(n, at));
        store.dossiers.insert({ ...dossier(n, samplePerson(n)), components: [component('c1', pages, [])] });
        for (const { imageBlob } of pages)
          store.pageTexts.put({
            ...{ imageBlob, recipe: 1, dpi: 300, textBlob: imageBlob, madeAt: n },
            plain: textOfPage(n),
          });
      }
    });
    if (!written.ok) throw new Error(written.error.code);
  }
  const bytes = statSync(join(folder, storeFiles.database)).size;
  console.log(
    `find: ${String(dossiers)} dossiers of ${String(pagesEach)} pages, made in ${((performance.now() - begun) / 1000).toFixed(0)} s; ${(bytes / 1024 ** 2).toFixed(0)} MB; load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
  );
  const queries: Readonly<Record<string, readonly string[]>> = {
    'a common word, letter by letter': ['t', 'th', 'tha', 'thang', 'thang nam'],
    'words of every page': ['cong hoa xa hoi', 'doc lap tu do', 'ha noi ngay'],
    'a number on one page': Array.from({ length: 40 }, (_, at) => `so ${String(at * 211)}/2025`),
    'a name and a word of a page': Array.from(
      { length: 40 },
      (_, at) => `${samplePerson(at).fullName} thua dat`,
    ),
    'a name': Array.from({ length: 40 }, (_, at) => samplePerson(at).fullName),
    nothing: ['khong co chu nay', 'zzzz', 'qx'],
  };
  const all: number[] = [];
  for (const [what, texts] of Object.entries(queries)) {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1)
      for (const text of texts) {
        const start = performance.now();
        store.dossiers.list({ text, limit: 50, before: null });
        times.push(performance.now() - start);
      }
    all.push(...times);
    const { p50, p95 } = spread(times);
    const { total } = store.dossiers.list({ text: texts.at(-1) ?? '', limit: 50, before: null });
    console.log(
      `  ${what}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (last found ${String(total)})`,
    );
  }
  const { p50, p95 } = spread(all);
  console.log(`all: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
} finally {
  store.close();
  rmSync(folder, { recursive: true, force: true });
}
