/** Unsigned incoming PDFs normalised on request (chuẩn hóa PDF/A): one edit of the draft, which can be taken back. */
import type { DrawnPage } from '../digitization/drawn-pages.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { arranged } from '../domain/arrangement.ts';
import type { KeptFile, Page } from '../domain/dossier.ts';
import { editEvents } from '../domain/edit-history.ts';
import { keptFile, normaliseMoves, pagesAsCame } from '../domain/normalised-page.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Drafts } from './drafts.ts';
import type { Jobs } from './jobs.ts';
import type { Digitization, JobReport } from './ports.ts';

export interface NormalisePdfParts {
  readonly drafts: Drafts;
  readonly jobs: Jobs;
  readonly digitization: Digitization;
  readonly onCaptured: (draftId: string, page: Page) => void;
}

export type NormalisePdfs = (
  request: { readonly draftId: string; readonly fileIds: readonly string[] },
  actor: string,
) => Result<{ jobId: string }, ErrorCode>;

interface Wanted {
  readonly file: KeptFile;
  readonly pageIndexes: readonly number[];
}

interface Drawn {
  readonly file: KeptFile;
  readonly pages: readonly DrawnPage[];
}

export function createNormalisePdfs(parts: NormalisePdfParts): NormalisePdfs {
  const { drafts, jobs, digitization } = parts;

  async function drawAll(wanted: readonly Wanted[], report: JobReport): Promise<Result<Drawn[], ErrorCode>> {
    const total = wanted.reduce((sum, { pageIndexes }) => sum + pageIndexes.length, 0);
    const drawn: Drawn[] = [];
    let before = 0;
    for (const { file, pageIndexes } of wanted) {
      const pages = await digitization.drawnPages(file, pageIndexes, {
        signal: report.signal,
        progress: (done) => report.progress(before + done, total),
      });
      const given = report.signal.aborted ? fail('cancelled') : pages;
      if (!given.ok) return given;
      drawn.push({ file, pages: given.value });
      before += pageIndexes.length;
    }
    return ok(drawn);
  }

  /** Whatever has become of the pages meanwhile: those that still are there. */
  function takeIn(draftId: string, actor: string, drawn: readonly Drawn[]): Result<Page[], ErrorCode> {
    const latest = drafts.open(draftId);
    if (!latest.ok) return latest;
    const moves = drawn.flatMap(({ file, pages }) => normaliseMoves(latest.value, file.id, pages));
    const made = new Set(moves.map(({ pageId }) => pageId));
    if (made.size === 0) return fail('not-found');
    const changed = drafts.change({
      draftId,
      revision: null,
      actor,
      event: editEvents.made,
      payload: { moves },
      apply: (draft) => ok(arranged(draft, moves)),
    });
    if (!changed.ok) return changed;
    return ok(changed.value.components.flatMap(({ pages }) => pages.filter(({ id }) => made.has(id))));
  }

  async function normalise(
    draftId: string,
    actor: string,
    wanted: readonly Wanted[],
    report: JobReport,
  ): Promise<Result<{ pagesKept: number }, ErrorCode>> {
    const drawn = await drawAll(wanted, report);
    if (!drawn.ok) return drawn;
    const all = drawn.value.flatMap(({ pages }) => pages);
    const taken = await digitization.takeDrawn(all, () => takeIn(draftId, actor, drawn.value));
    if (!taken.ok) return taken;
    drafts.tellLatest(draftId);
    for (const page of taken.value) {
      digitization.goOnWith(page);
      parts.onCaptured(draftId, page);
    }
    return ok({ pagesKept: taken.value.length });
  }

  return ({ draftId, fileIds }, actor) => {
    const draft = drafts.open(draftId);
    if (!draft.ok) return draft;
    const wanted: Wanted[] = [];
    for (const fileId of new Set(fileIds)) {
      const file = keptFile(draft.value, fileId);
      if (file?.signed) return fail('file-signed');
      const pageIndexes = pagesAsCame(draft.value, fileId);
      if (file && pageIndexes.length > 0) wanted.push({ file, pageIndexes });
    }
    if (wanted.length === 0) return fail('not-found');
    return ok({ jobId: jobs.start((report) => normalise(draftId, actor, wanted, report)) });
  };
}
