import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { isRequired, layOutChecklist, mayDigitize } from '../../../main/domain/checklist.ts';
import type { ComponentState, Draft } from '../../../main/domain/dossier.ts';
import { componentKinds, type Procedure, type ProcedureComponent } from '../../../main/domain/procedure.ts';
import { draftFor, page, withComponent } from './sample-draft.ts';

const catalogue = loadCatalogue();

function procedure(code: string): Procedure {
  const found = catalogue.procedure(code, '2026-11-22');
  if (!found) throw new Error(`no procedure ${code}`);
  return found;
}

const birth = procedure('1.001193');
const [form, certificate, witness, , , shown, authority] = birth.components.map(
  (component) => component.id,
) as [string, string, string, string, string, string, string];

/** Birth in time with a certificate: form and certificate scanned, card shown. */
function complete(): Draft {
  let draft = draftFor(birth, '01');
  draft = withComponent(draft, form, { received: true, receivedAs: 'form', pages: [page('a')] });
  draft = withComponent(draft, certificate, {
    received: true,
    receivedAs: 'original',
    pages: [page('b'), page('c')],
  });
  return withComponent(draft, shown, { received: true, receivedAs: 'present' });
}

const untouched: ComponentState = {
  componentId: 'x-01',
  applies: true,
  received: false,
  receivedAs: null,
  copies: 1,
  reused: false,
  note: '',
  pages: [],
  files: [],
};

describe('checklist', () => {
  const ids = (states: ComponentState[]) => states.map((state) => state.componentId);
  const applying = (states: ComponentState[]) => ids(states.filter((state) => state.applies));

  test('required papers apply, conditional ones wait for the officer', () => {
    expect(applying(layOutChecklist(birth, '01', []))).toEqual([form, certificate, shown]);
    expect(ids(layOutChecklist(birth, '01', []))).toContain(authority);
  });
  test('a case requires and excludes', () => {
    const states = layOutChecklist(birth, '02', []);
    expect(applying(states)).toEqual([form, witness, shown]);
    expect(ids(states)).not.toContain(certificate);
  });
  test('nothing is taken to be received, captured or reused', () => {
    for (const state of layOutChecklist(birth, '01', [])) {
      expect(state).toMatchObject({ received: false, receivedAs: null, reused: false, pages: [], files: [] });
    }
  });
  test('changing the case keeps what stays, with its pages', () => {
    const before = complete();
    const states = layOutChecklist(birth, '03', before.components);
    expect(states.find((state) => state.componentId === certificate)?.pages).toHaveLength(2);
    expect(states).toEqual(before.components);
  });
  test('pages of a paper that the new case excludes are not lost', () => {
    const states = layOutChecklist(birth, '02', complete().components);
    const kept = states.find((state) => state.componentId === certificate);
    expect(kept).toMatchObject({ applies: true, received: true });
    expect(kept?.pages.map((one) => one.id)).toEqual(['b', 'c']);
  });
  test('a paper already taken is not forgotten when the new case excludes it', () => {
    const divorced = procedure('1.004873');
    const taken = withComponent(draftFor(divorced, '02'), '1.004873-02', {
      received: true,
      receivedAs: 'copy',
    });
    const states = layOutChecklist(divorced, '01', taken.components);
    expect(states.find((state) => state.componentId === '1.004873-02')).toMatchObject({
      received: true,
      applies: true,
    });
  });
  test('pages of a paper that the procedure no longer names are not lost', () => {
    const gone: ComponentState = { ...untouched, componentId: 'gone-01', applies: false, pages: [page('a')] };
    const empty = { ...gone, componentId: 'gone-02', pages: [] };
    const states = layOutChecklist(birth, '01', [gone, empty]);
    expect(states.at(-1)).toMatchObject({ componentId: 'gone-01', applies: true, pages: [{ id: 'a' }] });
    expect(ids(states)).not.toContain('gone-02');
  });
  test('a paper that only the case before asked for does not linger', () => {
    const second = layOutChecklist(birth, '02', []);
    const orphan = layOutChecklist(birth, '05', second);
    expect(ids(orphan)).not.toContain(witness);
    const divorced = procedure('1.001776');
    const back = layOutChecklist(divorced, '01', layOutChecklist(divorced, '02', []));
    expect(applying(back)).toEqual(['1.001776-01', '1.001776-03']);
  });
  test('a paper that the officer ticked stays ticked', () => {
    const ticked = withComponent(draftFor(birth, '01'), authority, { applies: true });
    expect(applying(layOutChecklist(birth, '03', ticked.components))).toContain(authority);
  });
  test('laying out again changes nothing', () => {
    for (const one of catalogue.search('', 100, '2026-11-22')) {
      for (const { id } of one.cases) {
        const once = layOutChecklist(one, id, []);
        expect(layOutChecklist(one, id, once)).toEqual(once);
      }
    }
  });
});

describe('what may be digitized', () => {
  const component = (kind: ProcedureComponent['kind'], digitize: boolean): ProcedureComponent => ({
    id: 'x-01',
    name: 'Giấy tờ',
    copies: 1,
    required: true,
    condition: null,
    reuseFrom: null,
    kind,
    digitize,
  });
  test('never presented papers and copies, whatever the data says', () => {
    expect(componentKinds.filter((kind) => mayDigitize(component(kind, true)))).toEqual([
      'form',
      'original',
      'electronic',
    ]);
  });
  test('nothing that the data keeps out', () => {
    expect(componentKinds.filter((kind) => mayDigitize(component(kind, false)))).toEqual([]);
  });
});

test('a case never requires what it excludes', () => {
  for (const one of catalogue.search('', 100, '2026-11-22')) {
    for (const procedureCase of one.cases) {
      for (const component of one.components.filter(({ id }) => procedureCase.excludes.includes(id))) {
        expect(isRequired(component, procedureCase)).toBe(false);
      }
    }
  }
});
