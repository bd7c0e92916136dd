import { describe, expect, test } from 'vitest';
import {
  receiveAll,
  setCopies,
  toggleApplies,
  toggleReceived,
  toggleReused,
  typedCopies,
} from '../../../renderer/counter/work/checklist/changes.ts';
import { captureStanding, papersOf } from '../../../renderer/counter/work/checklist/paper.ts';
import type { ComponentRule, Paper } from '../../../renderer/counter/work/checklist/paper.ts';
import type { ComponentState, Draft, Page, ProcedureView } from '../../../renderer/app/shapes.ts';

const page = { id: 'p1' } as Page;

function paper(
  rule: Partial<ComponentRule> = {},
  state: Partial<ComponentState> = {},
  need: Paper['need'] = 'required',
): Paper {
  return {
    need,
    rule: {
      id: 'c1',
      name: 'Giấy chứng sinh',
      kind: 'original',
      copies: 1,
      required: true,
      digitize: true,
      mayDigitize: true,
      condition: null,
      reuseFrom: null,
      ...rule,
    },
    state: {
      componentId: 'c1',
      applies: true,
      received: false,
      receivedAs: null,
      copies: 0,
      reused: false,
      note: '',
      pages: [],
      files: [],
      ...state,
    },
  };
}

describe('checklist', () => {
  test('a scanned paper is not offered as received', () => {
    const scanned = paper({}, { pages: [page] });
    expect(scanned.state.received).toBe(false);
    expect(captureStanding(scanned)).toBe('captured');
    expect(captureStanding(paper({}, { received: true }))).toBe('waiting');
  });

  test('a received paper takes the form and number that the procedure asks for', () => {
    expect(toggleReceived(paper({ kind: 'certified_copy', copies: 2 }))).toEqual({
      applies: true,
      received: true,
      reused: false,
      receivedAs: 'certified_copy',
      copies: 2,
    });
  });

  test('what the officer said it was received as is kept', () => {
    expect(toggleReceived(paper({}, { receivedAs: 'copy', copies: 3 }))).toMatchObject({
      receivedAs: 'copy',
      copies: 3,
    });
  });

  test('a paper that is only presented gets no copies and no capture', () => {
    const shown = paper({ kind: 'present', copies: 0 });
    expect(toggleReceived(shown)).toMatchObject({ received: true, copies: 0 });
    expect(setCopies(shown, 2)).toBeNull();
    expect(captureStanding(shown)).toBe('present');
  });

  test('a certified copy is never offered for scanning', () => {
    // As the rules say, which live in the main process.
    expect(captureStanding(paper({ kind: 'certified_copy', mayDigitize: false }))).toBe('forbidden');
    expect(captureStanding(paper({ mayDigitize: false }))).toBe('forbidden');
  });

  test('a required paper cannot be declared not to belong', () => {
    expect(toggleApplies(paper())).toBeNull();
    expect(toggleApplies(paper({}, { applies: false }, 'conditional'))).toEqual({ applies: true });
  });

  test('reuse is offered only where the city has a source, and is not also received', () => {
    expect(toggleReused(paper())).toBeNull();
    expect(toggleReused(paper({ reuseFrom: 'CSDL dân cư' }, { received: true }))).toMatchObject({
      reused: true,
      received: false,
    });
  });

  test('zero copies is not received', () => {
    expect(setCopies(paper({}, { received: true, copies: 1 }), 0)).toMatchObject({
      received: false,
      copies: 0,
    });
  });

  test('two quick digits make one number, slow ones do not', () => {
    expect(typedCopies(2, { digit: 1, agoMs: 200 })).toBe(12);
    expect(typedCopies(2, { digit: 1, agoMs: 2000 })).toBe(2);
  });

  test('receiving all leaves optional, reused and absent papers alone', () => {
    const changes = receiveAll([
      paper({ id: 'a' }),
      paper({ id: 'b' }, { applies: false }, 'conditional'),
      paper({ id: 'c' }, { reused: true }),
      paper({ id: 'd' }, {}, 'optional'),
    ]);
    expect(changes.map((one) => one.componentId)).toEqual(['a']);
  });

  test('a case makes a conditional paper required, and pages of an unknown paper stay in sight', () => {
    const conditional = paper({ condition: 'Nếu uỷ quyền', required: false });
    const procedure = {
      cases: [{ id: '01', requiredPapers: ['c1'], requires: [], excludes: [], name: '', feeItems: null }],
      components: [conditional.rule],
    } as unknown as ProcedureView;
    const draft = {
      caseId: '01',
      components: [
        conditional.state,
        { ...conditional.state, componentId: 'gone', pages: [page] },
        { ...conditional.state, componentId: 'empty' },
      ],
    } as unknown as Draft;
    const papers = papersOf(procedure, draft);
    expect(papers.map((one) => [one.rule.id, one.need])).toEqual([
      ['c1', 'required'],
      ['gone', 'optional'],
    ]);
  });
});
