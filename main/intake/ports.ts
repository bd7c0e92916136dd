/** What intake needs from outside. */
import type { DrawnPage } from '../digitization/drawn-pages.ts';
import type { ComponentFile, Dossier, Draft, KeptFile, Page } from '../domain/dossier.ts';
import type { Result } from '../domain/result.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { SeparatorSeen } from './batch-papers.ts';
import type { PageLook } from '../contract/page-look.ts';
import type { ScannerView } from '../contract/views.ts';
import type { PaperPlace } from '../../native-bridge/contract-page-look.ts';

/** Long work that a window follows by events. */
export interface JobReport {
  progress(done: number, total: number | null): void;
  readonly signal: AbortSignal;
}

/** What files are named after, and what they say about themselves beside their component. */
export interface FileNames {
  /** First part of each name. */
  readonly code: string;
  /** Staff code of the officer. */
  readonly officer: string;
  /** The counter. */
  readonly device: string;
}

/** Digitization as intake sees it (main/digitization). */
export interface Digitization {
  /** What the bytes really are; refuses bad files with the reason. */
  inspect(
    name: string,
    bytes: Uint8Array,
  ): Promise<Result<{ mime: KeptFile['mime']; signed: boolean; pageCount: number }, ErrorCode>>;
  /** Seals the file and its pages; calls `onPage` once each page is safe on disk, in order. */
  pagesOfFile(
    file: { name: string; bytes: Uint8Array },
    report: JobReport,
    onFile: (file: KeptFile) => Result<unknown, ErrorCode>,
    onPage: (page: Page) => Result<unknown, ErrorCode>,
  ): Promise<Result<{ pagesKept: number }, ErrorCode>>;
  /** Seals one scanned picture as a page. */
  pageOfScan(picture: Uint8Array, dpi: number): Promise<Result<Page, ErrorCode>>;
  /** What makes a page a separator sheet; `blank` asks whether nothing is on it, which takes longer. */
  separatorOn(page: Page, blank: boolean): Promise<Result<SeparatorSeen, ErrorCode>>;
  /** The same for a picture of a document camera; the page bears the id that the window gave it. */
  pageOfCamera(pageId: string, picture: Uint8Array, dpi: number): Promise<Result<Page, ErrorCode>>;
  /** What is seen on pages of drafts. */
  readonly looks: {
    /** When its turn comes; told as `onLooked`, at once when the page is known already. */
    soon(ownerId: string, page: Page): void;
    /** Before all that wait; a page that could not be looked at is tried again. */
    first(ownerId: string, page: Page): void;
    of(page: Page): PageLook;
  };
  /** Each paper of the page as a page of its own, sealed, in the order in which they are read. */
  pagesOfPapers(page: Page, papers: readonly PaperPlace[]): Promise<Result<Page[], ErrorCode>>;
  /**
   * Pages of a kept PDF drawn anew, sealed, with the words that they bear themselves; in no draft yet. All of them or
   * none. A signed file: `file-signed`.
   */
  drawnPages(
    file: KeptFile,
    pageIndexes: readonly number[],
    report: JobReport,
  ): Promise<Result<DrawnPage[], ErrorCode>>;
  /** Their words, and what `take` changes, are written together or not at all. */
  takeDrawn<Value>(
    drawn: readonly DrawnPage[],
    take: () => Result<Value, ErrorCode>,
  ): Promise<Result<Value, ErrorCode>>;
  /** A drawn page is in a draft: it is prepared, and read where it has no words of its own. */
  goOnWith(page: Page): void;
  /** The page as its file will show it; made now if it is not there yet. A page of a kept PDF: `not-found`. */
  pictureInFile(page: Page): Promise<Result<{ mime: string; bytes: Uint8Array; dpi: number }, ErrorCode>>;
  /** One PDF per component, plus each signed PDF unchanged; sealed. Components without pages give none. */
  filesOf(draft: Draft, names: FileNames): Promise<Result<ComponentFile[], ErrorCode>>;
  /** Goes on with the pages that waited to be read when the application ended. */
  begin(): void;
  /** The device processes are about to end. */
  end(): void;
}

export interface ScanRequest {
  readonly scannerId: string;
  readonly source: 'flatbed' | 'feeder' | 'feeder-duplex';
  readonly dpi: 200 | 300;
  readonly colour: 'colour' | 'grey';
}

export interface ScannerPort {
  /** The next page is handed over when `onPage` has resolved; a refusal ends the scan. */
  scan(
    request: ScanRequest,
    report: JobReport,
    onPage: (
      bytes: Uint8Array,
      about: { readonly dpi: number; readonly kind: 'picture' | 'pdf' },
    ) => Promise<Result<unknown, ErrorCode>>,
  ): Promise<Result<{ pages: number }, ErrorCode>>;
  add(address: string): Promise<Result<ScannerView, ErrorCode>>;
  forget(scannerId: string): Promise<Result<Record<string, never>, ErrorCode>>;
}

export type { Dossier };
