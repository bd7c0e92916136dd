import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../main/catalogue/index.ts';
import { ReviewProblem, ReviewView } from '../../../main/contract/views.ts';
import type { Draft } from '../../../main/domain/dossier.ts';
import type { Procedure } from '../../../main/domain/procedure.ts';
import { reviewDraft, type Review } from '../../../main/domain/review.ts';
import { draftFor, keptFile, monday, page, withComponent } from './sample-draft.ts';

const catalogue = loadCatalogue();

function procedure(code: string): Procedure {
  const found = catalogue.procedure(code, '2026-11-22');
  if (!found) throw new Error(`no procedure ${code}`);
  return found;
}

const birth = procedure('1.001193');
const [form, certificate, , , , shown, authority] = birth.components.map((component) => component.id) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

function review(
  draft: Draft,
  of: Procedure | null = birth,
  clockOffsetMs: number | null = 0,
  now = monday,
): Review {
  return reviewDraft({ draft, procedure: of, calendar: catalogue.calendar, now, clockOffsetMs });
}

function codes(result: Review): string[] {
  return result.problems.map((problem) => `${problem.code}${problem.blocking ? '!' : ''}`);
}

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

function withApplicant(change: Partial<NonNullable<Draft['people']['applicant']>>): Draft {
  const draft = complete();
  const applicant = draft.people.applicant;
  return { ...draft, people: { ...draft.people, applicant: applicant && { ...applicant, ...change } } };
}

describe('review', () => {
  test('a complete draft is ready', () => {
    const result = review(complete());
    expect(result).toMatchObject({
      ready: true,
      problems: [],
      pageCount: 3,
      fee: { state: 'free', total: 0 },
    });
    expect(result.deadline.dueAt).toBe(Date.parse('2026-11-23T17:00:00+07:00'));
  });
  test('is what the contract shows, with exactly its codes', () => {
    const result = review(draftFor(null, null), null, null);
    expect(ReviewView.parse(result)).toEqual(result);
    expect(ReviewProblem.shape.code.options).toContain(result.problems[0]?.code);
  });

  test('nobody files', () => {
    const draft = complete();
    expect(codes(review({ ...draft, people: { ...draft.people, applicant: null } }))).toEqual([
      'applicant-missing!',
    ]);
    expect(codes(review(withApplicant({ fullName: '  ' })))).toEqual(['applicant-missing!']);
  });
  test.each([null, '', '00109901234', '0010990123456'])('the number is %j', (idNumber) => {
    expect(codes(review(withApplicant({ idNumber })))).toEqual(['applicant-number-missing!']);
  });
  test('a passport number is not held to twelve digits', () => {
    expect(review(withApplicant({ idKind: 'passport', idNumber: 'B1234567' })).ready).toBe(true);
  });
  test('no procedure, or none in force', () => {
    expect(codes(review(draftFor(null, null), null))).toEqual(['procedure-missing!']);
  });
  test('no case, or one that is gone', () => {
    expect(codes(review({ ...complete(), caseId: null }))).toContain('procedure-missing!');
    expect(codes(review({ ...complete(), caseId: '99' }))).toContain('procedure-missing!');
    expect(review({ ...complete(), caseId: null }).fee).toMatchObject({ state: 'unknown', total: null });
  });

  test('a required paper is not received', () => {
    const result = review(withComponent(complete(), form, { received: false }));
    expect(result.ready).toBe(false);
    expect(result.problems).toEqual([{ code: 'component-not-received', blocking: true, componentId: form }]);
  });
  test('a required paper cannot be ticked away, nor vanish from the draft', () => {
    const unticked = withComponent(complete(), form, { received: false, applies: false });
    expect(codes(review(unticked))).toEqual(['component-not-received!']);
    const draft = complete();
    const without = { ...draft, components: draft.components.filter((state) => state.componentId !== form) };
    expect(codes(review(without))).toEqual(['component-not-received!']);
  });
  test('captured is not received', () => {
    expect(codes(review(withComponent(complete(), certificate, { received: false })))).toEqual([
      'component-not-received!',
    ]);
  });
  test('received is not captured', () => {
    expect(codes(review(withComponent(complete(), form, { pages: [] })))).toEqual([
      'component-not-captured!',
    ]);
  });
  test('a file counts as captured, with its pages', () => {
    const draft = withComponent(complete(), form, { pages: [], files: [keptFile('f', 4)] });
    expect(review(draft)).toMatchObject({ ready: true, pageCount: 6 });
    const pictured = withComponent(complete(), form, {
      pages: [page('a', { pdf: { fileId: 'f', pageIndex: 0 } })],
      files: [keptFile('f', 1)],
    });
    expect(review(pictured).pageCount).toBe(3);
    const shownBy = { imageBlob: 'i', thumbBlob: 't', widthPx: 100, heightPx: 140, dpi: 200 };
    const normalised = { fileId: 'f', pageIndex: 0, ownWords: true, shownBy };
    const photograph = { ...keptFile('j', 1), mime: 'image/jpeg' } as const;
    const others = withComponent(complete(), form, {
      pages: [page('a', { pdf: null, normalised }), page('b')],
      files: [keptFile('f', 1), photograph],
    });
    expect(review(others).pageCount).toBe(4);
  });
  test('data that the city already has replaces the paper', () => {
    const reused = withComponent(complete(), certificate, { received: false, reused: true, pages: [] });
    expect(review(reused)).toMatchObject({ ready: true, problems: [] });
  });
  test('too few copies', () => {
    expect(codes(review(withComponent(complete(), form, { copies: 0 })))).toEqual([
      'component-copies-short!',
    ]);
  });
  test('a conditional paper that applies and is received must be captured, and may be absent', () => {
    expect(review(withComponent(complete(), authority, { applies: true })).ready).toBe(true);
    expect(codes(review(withComponent(complete(), authority, { applies: true, received: true })))).toEqual([
      'component-not-captured!',
    ]);
  });
  test('a presented paper that was captured is said, and does not block', () => {
    const result = review(withComponent(complete(), shown, { pages: [page('x')] }));
    expect(codes(result)).toEqual(['presented-must-not-be-captured']);
    expect(result.ready).toBe(true);
  });

  test('post without an address', () => {
    expect(codes(review({ ...complete(), delivery: { method: 'post', address: ' ' } }))).toEqual([
      'delivery-address-missing!',
    ]);
    expect(review({ ...complete(), delivery: { method: 'post', address: 'Số 1, Phố Ví Dụ' } }).ready).toBe(
      true,
    );
  });
  test('no competent unit', () => {
    expect(codes(review({ ...complete(), competentUnit: null }))).toEqual(['competent-unit-missing']);
  });

  test('the clock is off, or was never compared', () => {
    expect(codes(review(complete(), birth, 120_000))).toEqual([]);
    expect(codes(review(complete(), birth, 120_001))).toEqual(['clock-skewed!']);
    expect(codes(review(complete(), birth, -7_200_000))).toEqual(['clock-skewed!']);
    expect(codes(review(complete(), birth, null))).toEqual(['clock-unchecked']);
  });

  test('what the data does not know is said and never blocks', () => {
    const pension = procedure('1.001776');
    const codesOf = (of: Procedure, now = monday) =>
      review(draftFor(of, '01'), of, 0, now)
        .problems.filter((problem) => !problem.blocking)
        .map((problem) => problem.code);
    expect(codesOf(pension)).toEqual(['deadline-unknown']);
    expect(codesOf(procedure('1.004884'))).toEqual(['fee-unknown']);
    expect(codesOf(procedure('2.000488'))).toEqual(['data-low-confidence']);
    expect(codesOf(procedure('1.004222'), Date.parse('2026-12-30T09:00:00+07:00'))).toEqual([
      'deadline-provisional',
    ]);
  });
});
