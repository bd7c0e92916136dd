import { expect, it } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { ProcedureView } from '../../../main/contract/views.ts';
import { viewOfProcedure } from '../../../main/shell/procedure-view.ts';

const procedures = loadCatalogue().search('', 1000, '2026-11-22');
const views = procedures.map((procedure) => ProcedureView.parse(viewOfProcedure(procedure, 'test')));

it('a window is never told to scan a copy or a paper that is only presented', () => {
  const papers = views.flatMap((view) => view.components);
  const offered = new Set(papers.filter((paper) => paper.mayDigitize).map((paper) => paper.kind));
  expect([...offered].every((kind) => ['form', 'original', 'electronic'].includes(kind))).toBe(true);
  expect(offered.size).toBeGreaterThan(0);
  // The data may say otherwise; the rule wins.
  const [sample] = procedures;
  if (!sample) throw new Error('an empty catalogue');
  const [first] = sample.components;
  if (!first) throw new Error('a procedure without papers');
  const wrong = { ...sample, components: [{ ...first, kind: 'certified_copy' as const, digitize: true }] };
  expect(viewOfProcedure(wrong, 'test').components[0]?.mayDigitize).toBe(false);
});

it('a window is told which papers a case must have: no excluded one, every other that is always asked for', () => {
  let excluded = 0;
  let turned = 0;
  for (const { components, cases } of views) {
    for (const { requires, excludes, requiredPapers } of cases) {
      excluded += excludes.length;
      turned += requires.length;
      expect(requiredPapers.filter((paper) => excludes.includes(paper))).toEqual([]);
      expect(requiredPapers).toEqual(expect.arrayContaining(requires));
      const always = components.filter((paper) => paper.required && !excludes.includes(paper.id));
      expect(requiredPapers).toEqual(expect.arrayContaining(always.map(({ id }) => id)));
    }
  }
  // Else the loop would prove nothing.
  expect([excluded > 0, turned > 0]).toEqual([true, true]);
});
