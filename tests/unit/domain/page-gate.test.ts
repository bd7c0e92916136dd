import { expect, test } from 'vitest';
import type { ComponentState, Page } from '../../../main/domain/dossier.ts';
import {
  blankFault,
  findKeptPage,
  goesAside,
  putBack,
  setAside,
  undecidedFaults,
} from '../../../main/domain/page-gate.ts';

const page = (id: string): Page => ({
  id,
  imageBlob: `image-${id}`,
  thumbBlob: `thumb-${id}`,
  widthPx: 100,
  heightPx: 140,
  dpi: 200,
  rotation: 0,
  source: 'scanner',
  pdf: null,
  capturedAt: 1,
});
const holding = (...ids: string[]): ComponentState => ({
  componentId: 'paper',
  applies: true,
  received: true,
  receivedAs: null,
  copies: 1,
  reused: false,
  note: '',
  pages: ids.map(page),
  files: [],
});
const order = ({ pages }: ComponentState) => pages.map(({ id }) => id).join('');
const blank = { why: 'blank', seen: false } as const;
const decided = (faults: string[]) => ({ decision: { reason: 'r', faults, officerId: 'o', at: 1 } });

test('only faults that make a page useless ask for a decision, and only until one is made', () => {
  const faults = [
    { kind: 'blur', severity: 'rescan' },
    { kind: 'shadow', severity: 'warn' },
    { kind: 'cut', severity: 'rescan' },
  ] as const;
  expect(undecidedFaults({}, faults).map(({ kind }) => kind)).toEqual(['blur', 'cut']);
  expect(undecidedFaults(decided(['blur']), faults).map(({ kind }) => kind)).toEqual(['cut']);
  expect(undecidedFaults(decided(['blur', 'cut']), faults)).toEqual([]);
});

test('an empty page that an officer has put into the file stays there', () => {
  expect(goesAside({})).toBe(true);
  expect(goesAside(decided(['blur']))).toBe(true);
  expect(goesAside(decided([blankFault]))).toBe(false);
});

test('backs set aside come back where they lay, in whichever order they are asked for', () => {
  for (const aside of [
    ['b', 'd'],
    ['d', 'b'],
  ])
    for (const back of [
      ['b', 'd'],
      ['d', 'b'],
    ]) {
      let component = holding('a', 'b', 'c', 'd', 'e');
      for (const id of aside) component = setAside(component, id, blank);
      expect(order(component)).toBe('ace');
      for (const id of back) component = putBack(component, id);
      expect(order(component)).toBe('abcde');
      expect(component.aside).toEqual([]);
    }
});

test('all pages empty: none is lost, and each comes back', () => {
  let component = holding('a', 'b', 'c');
  for (const id of ['c', 'a', 'b']) component = setAside(component, id, blank);
  expect(component.pages).toEqual([]);
  expect((component.aside ?? []).length).toBe(3);
  for (const id of ['b', 'c', 'a']) component = putBack(component, id);
  expect(order(component)).toBe('abc');
});

test('a page that is gone is not set aside, and one that is not aside is not put back', () => {
  const component = holding('a');
  expect(setAside(component, 'x', blank)).toBe(component);
  expect(putBack(component, 'a')).toBe(component);
});

test('a sheet that the gate found blank before it was known to be a separator is one all the same, in its place', () => {
  const first = setAside(holding('a', 'b', 'c'), 'b', { why: 'blank', seen: true });
  const component = setAside(first, 'b', { why: 'separator', seen: false });
  expect(component.aside?.map(({ why, place, seen }) => [why, place, seen])).toEqual([
    ['separator', 1, false],
  ]);
  expect(order(putBack(component, 'b'))).toBe('abc');
});

test('a page is found in the file and aside', () => {
  const component = setAside(holding('a', 'b'), 'b', blank);
  const draft = { components: [component] };
  expect(findKeptPage(draft, 'a')?.page.id).toBe('a');
  expect(findKeptPage(draft, 'b')?.page.id).toBe('b');
  expect(findKeptPage(draft, 'x')).toBeNull();
});
