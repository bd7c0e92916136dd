/** The A4 form of the self-test, read back by poppler. */
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import {
  readinessChecks,
  readinessResults,
  type ReadinessReport,
} from '../../../main/contract/devices-operations.ts';
import { createPaperRenderer } from '../../../main/printing/paper-renderer.ts';
import { reportLines, reportTitle } from '../../../main/readiness/report-words.ts';
import { findProgram } from '../../hardware/programs.ts';
import { readPaper } from './poppler.ts';

const missing = ['pdftotext', 'pdffonts', 'pdfinfo'].filter((name) => findProgram(name) === undefined);
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const renderer = createPaperRenderer({
  workerPath: path('../../../main/printing/paper-worker.ts'),
  fontFolder: path('../../../node_modules/@expo-google-fonts'),
});
afterAll(() => renderer.stop());

const states = ['ok', 'warning', 'fault', 'unknown'] as const;
/** Every check with every result: more than a counter will ever have on one sheet. */
const report: ReadinessReport = {
  startedAt: Date.UTC(2026, 10, 23, 0, 30),
  endedAt: Date.UTC(2026, 10, 23, 0, 31),
  rows: readinessChecks.flatMap((check, at) =>
    readinessResults.map((result, index) => ({
      check,
      result,
      device: index % 3 === 0 ? `Máy ở quầy số ${at}, kiểu Đặng Ửng Ễnh ${index}` : null,
      state: states[index % 4] ?? 'ok',
      reason: null,
    })),
  ),
};
const words = (text: string) => text.normalize('NFC').split(/\s+/).filter(Boolean);

it.skipIf(missing.length > 0)(
  `every Vietnamese line of the readiness report is read back, in order, with its fonts inside${missing.length > 0 ? ` (needs ${missing.join(', ')})` : ''}`,
  async () => {
    const lines = reportLines(report);
    const place = 'Chi nhánh số 3 – Quầy 05';
    const made = await renderer.report({
      ...{ title: reportTitle, place, madeAt: report.endedAt, training: true, lines },
    });
    if (!made.ok) throw new Error(made.error.code);
    const { pages, fonts, size } = await readPaper(made.value);
    expect(size[0]).toBeCloseTo(595.276, 0);
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter((font) => !font.embedded || !font.unicode)).toEqual([]);
    const read = pages.join('\n');
    for (const text of [reportTitle, place]) expect(read).toContain(text);
    // In columns, so each line of the layout holds parts of several; every word must be there as often as it was set.
    const counted = (list: readonly string[]) => {
      const counts = new Map<string, number>();
      for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
      return counts;
    };
    const found = counted(words(read));
    const lost = [
      ...counted(lines.flatMap(({ name, state, todo }) => words(`${name} ${state} ${todo}`))),
    ].filter(([word, times]) => (found.get(word) ?? 0) < times);
    expect(lost).toEqual([]);
    expect(lines.length).toBe(readinessChecks.length * readinessResults.length);
  },
);
