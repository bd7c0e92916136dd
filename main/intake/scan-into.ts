/** One scan into a paper (thành phần): each page is kept before the next is asked for, and a scan that fails can be gone on with. */
import type { ErrorCode } from '../contract/errors.ts';
import type { ComponentState, Draft, KeptFile, Page } from '../domain/dossier.ts';
import { setAside } from '../domain/page-gate.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import { batchPapers, type Separators } from './batch-papers.ts';
import type { Place } from './capture.ts';
import type { Drafts } from './drafts.ts';
import type { Digitization, JobReport, ScannerPort, ScanRequest } from './ports.ts';

export type ScanInto = Place &
  ScanRequest & {
    readonly replacePageId: string | null;
    /** Null: nothing splits the batch. */
    readonly separators: Separators | null;
  };

type Keep<Thing> = (place: Place, actor: string, thing: Thing) => Result<Draft, ErrorCode>;

export interface ScanIntoParts {
  readonly scanners: ScannerPort;
  readonly digitization: Digitization;
  readonly drafts: Drafts;
  readonly addPage: Keep<Page>;
  readonly replacePage: (place: Place, actor: string, pageId: string, page: Page) => Result<Draft, ErrorCode>;
  readonly addKeptFile: Keep<KeptFile>;
}

type Scan = (
  request: ScanInto,
  actor: string,
  report: JobReport,
) => Promise<Result<{ pagesKept: number }, ErrorCode>>;

export function createScanInto(parts: ScanIntoParts): Scan {
  const { scanners, digitization, drafts } = parts;

  return async (request, actor, report) => {
    const kept: Page[] = [];
    const { separators, source } = request;
    const batch =
      separators && source !== 'flatbed'
        ? batchPapers(request.componentId, separators, source === 'feeder-duplex' ? 2 : 1)
        : null;
    const place = (): ScanInto => ({ ...request, componentId: batch?.current() ?? request.componentId });

    function keep(page: Page): Result<Draft, ErrorCode> {
      const { replacePageId } = request;
      const done =
        replacePageId !== null && kept.length === 0
          ? parts.replacePage(place(), actor, replacePageId, page)
          : parts.addPage(place(), actor, page);
      if (done.ok) {
        kept.push(page);
        report.progress(kept.length, null);
      }
      return done;
    }

    /** A page is safe before it is asked what it is: should the answer be lost, it is one page too many. */
    async function keepOrSplit(page: Page): Promise<Result<Draft, ErrorCode>> {
      const done = keep(page);
      if (!done.ok || !batch || !separators) return done;
      const seen = await digitization.separatorOn(page, separators.blank);
      const took = batch.took(seen.ok ? seen.value : { codes: [], blank: false });
      if (took.kind === 'page') return done;
      const sheet = kept.splice(took.withBefore ? -2 : -1).map(({ id }) => id);
      report.progress(kept.length, null);
      return drafts.change({
        draftId: request.draftId,
        revision: null,
        actor,
        event: 'pages.set-aside',
        payload: { pageIds: sheet, why: 'separator' },
        apply: (draft) => ok(withAside(draft, sheet)),
      });
    }

    const scanned = await scanners.scan(request, report, async (bytes, { dpi, kind }) => {
      if (kind === 'pdf') {
        const name = `scan-${String(kept.length + 1)}.pdf`;
        const quiet = { signal: report.signal, progress: () => undefined };
        const file = { name, bytes };
        return await digitization.pagesOfFile(
          file,
          quiet,
          (each) => parts.addKeptFile(place(), actor, each),
          keep,
        );
      }
      const page = await digitization.pageOfScan(bytes, dpi);
      return page.ok ? await keepOrSplit(page.value) : page;
    });
    drafts.tellLatest(request.draftId);
    if (scanned.ok) return ok({ pagesKept: kept.length });
    return withWayOn(scanned.error, place(), kept);
  };

  /** How many pages are safe, and where scanning goes on. */
  function withWayOn(
    error: Failure<ErrorCode>,
    request: ScanInto,
    kept: readonly Page[],
  ): Result<never, ErrorCode> {
    const replacePageId = placeTaken(request, kept);
    const draft = drafts.open(request.draftId);
    const pages = draft.ok
      ? (draft.value.components.find((each) => each.componentId === request.componentId)?.pages ?? [])
      : [];
    const at = pages.findIndex((page) => page.id === replacePageId);
    return fail(error.code, {
      ...error.details,
      pagesKept: kept.length,
      source: request.source,
      componentId: request.componentId,
      nextPage: (at < 0 ? pages.length : at) + 1,
      ...(at < 0 || replacePageId === null ? {} : { replacePageId }),
    });
  }
}

/** Kept aside like an empty back: a sheet that was taken for a separator by mistake is not lost. */
function withAside(draft: Draft, pageIds: readonly string[]): Draft {
  const aside = (component: ComponentState) =>
    pageIds.reduce((each, id) => setAside(each, id, { why: 'separator', seen: false }), component);
  return { ...draft, components: draft.components.map(aside) };
}

/** The page whose place the next one takes, or null when it comes at the end. */
function placeTaken({ source, replacePageId }: ScanInto, kept: readonly Page[]): string | null {
  // Nothing came: what was to be replaced still is.
  if (kept.length === 0) return replacePageId;
  // The back of a sheet is missing: the sheet goes through again, and its front must not be there twice.
  return source === 'feeder-duplex' && kept.length % 2 === 1 ? (kept.at(-1)?.id ?? null) : null;
}
