/** A batch of the feeder split by sheets: where each page goes, and what is never taken for a separator. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { componentOfSeparator, separatorCode, separatorPrefix } from '../../../main/domain/separator.ts';
import { batchPapers, type SeparatorSeen } from '../../../main/intake/batch-papers.ts';

const papers = ['CT01', 'GKS', 'nhà ở/2'];
const page: SeparatorSeen = { codes: [], blank: false };
const blank: SeparatorSeen = { codes: [], blank: true };
const sheet = (id: string): SeparatorSeen => ({ codes: [separatorCode(id)], blank: false });

/** Where each page of the batch went; `-` for a side that is put aside. */
function split(seen: readonly SeparatorSeen[], sides: 1 | 2): string[] {
  const batch = batchPapers('CT01', { blank: true, papers }, sides);
  const went: string[] = [];
  for (const each of seen) {
    const here = batch.current();
    const took = batch.took(each);
    if (took.kind === 'sheet' && took.withBefore) went[went.length - 1] = '-';
    went.push(took.kind === 'page' ? here : '-');
  }
  return went;
}

it('named sheets and blank ones, one side each', () => {
  expect(split([page, sheet('nhà ở/2'), page, page, sheet('CT01'), page], 1)).toEqual([
    ...['CT01', '-', 'nhà ở/2', 'nhà ở/2', '-', 'CT01'],
  ]);
  expect(split([page, blank, page, blank, page, blank, page], 1)).toEqual([
    ...['CT01', '-', 'GKS', '-', 'nhà ở/2', '-', 'nhà ở/2'],
  ]);
});

it('blank-back: on two sides only a sheet blank on both is a separator', () => {
  expect(split([page, blank, blank, page, blank, blank, page, blank], 2)).toEqual([
    ...['CT01', 'CT01', 'CT01', 'CT01', '-', '-', 'GKS', 'GKS'],
  ]);
});

it('both sides of a named sheet are put aside, whichever side its code is on', () => {
  expect(split([sheet('GKS'), page, page, page], 2)).toEqual(['-', '-', 'GKS', 'GKS']);
  expect(split([page, page, blank, sheet('GKS'), page, blank], 2)).toEqual([
    ...['CT01', 'CT01', '-', '-', 'GKS', 'GKS'],
  ]);
});

it('a separator of another procedure is put aside and changes nothing', () => {
  expect(split([page, sheet('LA'), page], 1)).toEqual(['CT01', '-', 'CT01']);
});

it('false-separator: no code of a citizen is one, nor one with a letter changed', () => {
  const citizens = [
    '001099012345|012345678|Nguyễn Văn An|15011999|Nam|Số 1, Phố Ví Dụ, Láng, Hà Nội|01012021',
    'https://dichvucong.gov.vn/tra-cuu?ma=MC-TACH:CT01',
    `${separatorPrefix}CT01`,
    `${separatorPrefix}CT01:00000000`,
    '',
  ];
  for (const code of citizens) expect(componentOfSeparator(code)).toBeNull();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(componentOfSeparator(text)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.nat(), fc.nat(25), (id, place, letter) => {
      const code = separatorCode(id);
      expect(componentOfSeparator(code)).toBe(id);
      const at = place % code.length;
      const changed = code.slice(0, at) + String.fromCharCode(97 + letter) + code.slice(at + 1);
      if (changed !== code) expect(componentOfSeparator(changed)).toBeNull();
    }),
    { seed: 11 },
  );
});
