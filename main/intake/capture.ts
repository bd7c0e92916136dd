/** Capture (số hóa): pages come into a draft from scanners and files; each is safe on disk before it is shown. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { arranged, rescanMoves } from '../domain/arrangement.ts';
import type { ComponentState, Draft, KeptFile, Page } from '../domain/dossier.ts';
import { editEvents } from '../domain/edit-history.ts';
import { fail, ok, type Failure, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import type { Drafts } from './drafts.ts';
import { createCameraPage, type CameraPage } from './camera-page.ts';
import { changeComponent } from './draft-pages.ts';
import { createIncoming, type Incoming } from './incoming.ts';
import type { Jobs } from './jobs.ts';
import { createNormalisePdfs, type NormalisePdfs } from './normalise-pdf.ts';
import { createPageEdits, type PageEdits } from './page-edits.ts';
import type { Digitization, ScannerPort } from './ports.ts';
import { createScanInto, type ScanInto } from './scan-into.ts';

export interface CaptureParts {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly jobs: Jobs;
  readonly digitization: Digitization;
  readonly scanners: ScannerPort;
  readonly copiers: BridgeClient<'scanners'>;
  /** A page has come into a draft. */
  readonly onCaptured: (draftId: string, page: Page) => void;
}

/** A paper of a draft. */
export interface Place {
  readonly draftId: string;
  readonly componentId: string;
}

export interface Capture extends PageEdits {
  scan(request: ScanInto, actor: string): Result<{ jobId: string }, ErrorCode>;
  cameraPage: CameraPage;
  addScanner: ScannerPort['add'];
  forgetScanner: ScannerPort['forget'];
  incoming: Incoming['list'];
  takeIncoming(request: Place & { fileId: string }, actor: string): Result<{ jobId: string }, ErrorCode>;
  normalisePdfs: NormalisePdfs;
  addFile(
    request: Place & { name: string; bytes: Uint8Array },
    actor: string,
  ): Promise<Result<{ jobId: string }, ErrorCode>>;
}

export function createCapture(parts: CaptureParts): Capture {
  const { store, drafts, jobs, digitization, scanners } = parts;
  const { onCaptured } = parts;
  const incoming = createIncoming({ store, drafts, digitization, scanners: parts.copiers, onCaptured });

  function placeOf({ draftId, componentId }: Place): Result<ComponentState, ErrorCode> {
    const draft = drafts.open(draftId);
    if (!draft.ok) return draft;
    const component = draft.value.components.find((each) => each.componentId === componentId);
    return component ? ok(component) : fail('not-found');
  }

  function addPage(place: Place, actor: string, page: Page): Result<Draft, ErrorCode> {
    const changed = drafts.change({
      draftId: place.draftId,
      revision: null,
      actor,
      event: 'page.captured',
      payload: {
        pageId: page.id,
        componentId: place.componentId,
        source: page.source,
        imageBlob: page.imageBlob,
      },
      apply: (draft) =>
        changeComponent(draft, place.componentId, (component) => ({
          ...component,
          pages: [...component.pages, page],
        })),
    });
    if (changed.ok) onCaptured(place.draftId, page);
    return changed;
  }

  function replacePage(place: Place, actor: string, pageId: string, page: Page): Result<Draft, ErrorCode> {
    const draft = drafts.open(place.draftId);
    if (!draft.ok) return draft;
    const moves = rescanMoves(draft.value, pageId, page);
    // The page to be replaced may have been deleted meanwhile; the new one is kept all the same.
    if (moves.length === 0) return addPage(place, actor, page);
    const changed = drafts.change({
      draftId: place.draftId,
      revision: null,
      actor,
      event: editEvents.made,
      payload: { moves },
      apply: (latest) => ok(arranged(latest, moves)),
    });
    if (changed.ok) onCaptured(place.draftId, page);
    return changed;
  }

  function addKeptFile(place: Place, actor: string, file: KeptFile): Result<Draft, ErrorCode> {
    return drafts.change({
      draftId: place.draftId,
      revision: null,
      actor,
      event: 'file.kept',
      payload: { fileId: file.id, sha256: file.sha256, signed: file.signed, bytes: file.bytes },
      apply: (draft) =>
        changeComponent(draft, place.componentId, (component) => ({
          ...component,
          files: [...component.files, file],
        })),
    });
  }

  const scanInto = createScanInto({
    scanners,
    digitization,
    drafts,
    addPage,
    replacePage,
    addKeptFile,
  });

  return {
    scan(request, actor) {
      const place = placeOf(request);
      if (!place.ok) return place;
      return ok({ jobId: jobs.start((report) => scanInto(request, actor, report)) });
    },

    cameraPage: createCameraPage({ drafts, digitization, addPage }),

    addScanner: (address) => scanners.add(address),
    forgetScanner: (scannerId) => scanners.forget(scannerId),

    incoming: () => incoming.list(),
    takeIncoming({ fileId, ...place }, actor) {
      const found = placeOf(place);
      if (!found.ok) return found;
      return ok({ jobId: jobs.start((report) => incoming.take(place, fileId, actor, report)) });
    },

    async addFile({ draftId, componentId, name, bytes }, actor) {
      const place = { draftId, componentId };
      const found = placeOf(place);
      if (!found.ok) return found;
      if (bytes.byteLength === 0) return fail('file-empty');
      const jobId = jobs.start(async (report) => {
        let pagesKept = 0;
        const read = await digitization.pagesOfFile(
          { name, bytes },
          report,
          (file) => addKeptFile(place, actor, file),
          (page) => {
            const kept = addPage(place, actor, page);
            if (kept.ok) pagesKept += 1;
            return kept;
          },
        );
        drafts.tellLatest(draftId);
        return read.ok ? ok({ pagesKept }) : withPages(read.error, pagesKept);
      });
      return ok({ jobId });
    },

    normalisePdfs: createNormalisePdfs(parts),

    ...createPageEdits({ store, drafts }),
  };
}

/** The failure, and how many pages are safe all the same. */
function withPages(error: Failure<ErrorCode>, pagesKept: number): Result<never, ErrorCode> {
  return fail(error.code, { ...error.details, pagesKept });
}
