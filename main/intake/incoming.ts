/** Files that a copier has left in the watched folder (tệp từ máy photocopy): taken into a paper, each content once. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import type { KeptFile, Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import type { Place } from './capture.ts';
import type { Drafts } from './drafts.ts';
import type { Digitization, JobReport } from './ports.ts';

export interface IncomingParts {
  readonly store: Store;
  readonly drafts: Drafts;
  readonly digitization: Digitization;
  readonly scanners: BridgeClient<'scanners'>;
  readonly onCaptured: (draftId: string, page: Page) => void;
}

export interface Incoming {
  list(): Promise<Result<OutputOf<'capture.incoming'>, ErrorCode>>;
  /** All pages of the file and the note that it was received are one change: after a fall it is wholly in or wholly out. */
  take(
    place: Place,
    fileId: string,
    actor: string,
    report: JobReport,
  ): Promise<Result<{ pagesKept: number }, ErrorCode>>;
}

const answerLimitMs = 60_000;
const patience = { timeoutMs: answerLimitMs };
/** The setting that tells of a content that is safe in the store; its value is the draft. */
const noteOf = (sha256: string) => `incoming.${sha256}`;

export function createIncoming({
  store,
  drafts,
  digitization,
  scanners,
  onCaptured,
}: IncomingParts): Incoming {
  const taking = new Set<string>();

  return {
    async list() {
      const looked = await scanners.call('incoming', {}, [], patience);
      if (!looked.ok) return fail('timed-out');
      const { state, files, more } = looked.value;
      const isReceived = (sha256: string | null) =>
        sha256 !== null && store.settings.get(noteOf(sha256)) !== null;
      for (const { id, sha256 } of files) {
        // Received before a fall, or sent twice by the copier: put aside, never deleted.
        if (sha256 !== null && isReceived(sha256) && !taking.has(id))
          await scanners.call('finishIncoming', { id, sha256, duplicate: true }, [], patience);
      }
      const shown = files.filter((file) => !isReceived(file.sha256));
      return ok({
        state,
        more,
        items: shown.map(({ id, name, bytes, at, state }) => ({ id, name, bytes, at, state })),
      });
    },

    async take(place, fileId, actor, report) {
      if (taking.has(fileId)) return fail('incoming-taken');
      taking.add(fileId);
      try {
        const taken = await scanners.call('takeIncoming', { id: fileId }, [], {
          ...patience,
          signal: report.signal,
        });
        if (!taken.ok) return fail(asErrorCode(taken.error.code), taken.error.details);
        const [bytes] = taken.bodies;
        const { name, sha256 } = taken.value;
        if (!bytes) return fail('incoming-gone');
        if (store.settings.get(noteOf(sha256)) !== null) return fail('incoming-taken');
        const files: KeptFile[] = [];
        const pages: Page[] = [];
        const read = await digitization.pagesOfFile(
          { name, bytes },
          report,
          (file) => ok(void files.push(file)),
          (page) => ok(void pages.push(page)),
        );
        if (!read.ok) return fail(read.error.code, { ...read.error.details, pagesKept: 0 });
        const kept = addAll(place, actor, sha256, files, pages);
        if (!kept.ok) return kept;
        drafts.tellLatest(place.draftId);
        for (const page of pages) onCaptured(place.draftId, page);
        // Should this fail, the note keeps the file from being offered again.
        await scanners.call('finishIncoming', { id: fileId, sha256, duplicate: false }, [], patience);
        return ok({ pagesKept: pages.length });
      } finally {
        taking.delete(fileId);
      }
    },
  };

  function addAll(
    place: Place,
    actor: string,
    sha256: string,
    files: readonly KeptFile[],
    pages: readonly Page[],
  ): Result<unknown, ErrorCode> {
    const written = store.transaction(() => {
      const changed = drafts.change({
        draftId: place.draftId,
        revision: null,
        actor,
        event: 'incoming.taken',
        payload: { componentId: place.componentId, sha256, pages: pages.length },
        apply: (draft) => {
          if (!draft.components.some((each) => each.componentId === place.componentId))
            return fail('not-found');
          return ok({
            ...draft,
            components: draft.components.map((each) =>
              each.componentId === place.componentId
                ? { ...each, files: [...each.files, ...files], pages: [...each.pages, ...pages] }
                : each,
            ),
          });
        },
      });
      if (changed.ok) store.settings.set(noteOf(sha256), place.draftId);
      return changed;
    });
    return written.ok ? written.value : written;
  }
}

function asErrorCode(code: string): ErrorCode {
  return (errorCodes as readonly string[]).includes(code) ? (code as ErrorCode) : 'incoming-gone';
}
