/**
 * Words of captured pages (nhận dạng chữ), read while nobody waits for them: a file takes what is known when it is made,
 * and goes without the rest. What is wanted is noted in the store, so that an end of the application or of the process
 * that reads costs time and no page.
 */
import { availableParallelism, totalmem } from 'node:os';
import type { BridgeClient } from '../../native-bridge/contract.ts';
import { PreparedPageFacts } from '../../native-bridge/contract-imaging.ts';
import type { PageText } from '../../native-bridge/contract-reading.ts';
import type { BlobStore, Store, WantedReading } from '../store/ports.ts';
import { recipe, type PreparablePage } from './preparation.ts';

export interface ReadingParts {
  /** Null: pages are not read here. */
  readonly reading: BridgeClient<'reading'> | null;
  readonly blobs: BlobStore;
  readonly store: Pick<Store, 'pageTexts' | 'pageReadings' | 'preparedPages' | 'transaction'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** `ocr` once, `native`, `packaged` or `none`; `ocr-page` with its code for each attempt that failed. */
  readonly log: (event: string, details: Readonly<Record<string, string>>) => void;
  /** The words of a picture are known, or will not be. */
  readonly onRead?: (imageBlob: string) => void;
  /** Wait before each further attempt, ms; after the last, the page is given up. */
  readonly retryAfterMs?: readonly number[];
}

export interface Reading {
  /** Goes on with what waited when the application ended. */
  begin(): void;
  /** Begins nothing any more, and what fails from now on counts as not tried. */
  end(): void;
  /** Notes that the words of a page are wanted. */
  want(page: WantedReading): void;
  /** The page has been prepared, or cannot be. */
  prepared(page: PreparablePage): void;
  /** The page's words (`PageText` as JSON) if they are known by now; null otherwise, without waiting for a reader. */
  known(page: PreparablePage): Promise<Uint8Array | null>;
  /** Sealed texts are written, or removed, by one at a time: what is not noted in the store yet is not taken for left. */
  atDisk<Value>(work: () => Promise<Value>): Promise<Value>;
}

type Row = WantedReading & { readonly attempts: number };

/** Longest silence of the reading process, ms: more than it gives the two programs that it may run. */
const silenceMs = 250_000;
/** A process that was lost took the page along by chance: at once, then with patience. */
const usualRetriesMs = [0, 30_000, 300_000] as const;
/** Rows looked at when the next one is chosen. */
const lookedAt = 64;
/** Rest after a full disk, ms. */
const pauseMs = 60_000;
/** How often it is looked whether texts are left of pages that are gone, and the least wait for a page, ms. */
const idleMs = 600_000;
const leastWaitMs = 50;
/** Memory for each page in work, bytes. */
const memoryEach = 1.5 * 1024 ** 3;

export function createReading(
  parts: ReadingParts & { readonly prepareSoon: (page: PreparablePage) => void },
): Reading {
  const { reading, blobs, store, log } = parts;
  const retries = parts.retryAfterMs ?? usualRetriesMs;
  const atOnce = Math.max(1, Math.min(4, availableParallelism(), Math.floor(totalmem() / memoryEach)));
  /** Pages, and PDFs, in work. */
  const inWork = new Set<string>();
  const toBePrepared = new Set<string>();
  /** Of one program or none; told once, and not asked for again when there is none. */
  let ocr: 'unknown' | 'native' | 'packaged' | 'none' = 'unknown';
  let ended = false;
  let pausedUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Texts are written and removed one after the other: what is being written is not taken for left. */
  let disk: Promise<unknown> = Promise.resolve();

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = disk.then(work);
    disk = turn.catch(() => undefined);
    return turn;
  }

  /** A disk that is full now may have room later: nothing is tried meanwhile. */
  function write(work: () => void): boolean {
    const written = store.transaction(work);
    if (!written.ok) pausedUntil = parts.now() + pauseMs;
    return written.ok;
  }

  async function keep(page: Row, text: PageText): Promise<void> {
    const { imageBlob, dpi } = page;
    const kept = await inTurn(async () => {
      const blob = await blobs.put(Buffer.from(JSON.stringify(text), 'utf8'));
      if (!blob.ok) return write(() => store.pageReadings.failed(page, page.attempts, parts.now() + pauseMs));
      const textBlob = blob.value;
      const row = { imageBlob, recipe, dpi, textBlob, plain: plainOf(text), madeAt: parts.now() };
      return write(() => {
        // a draft that ended meanwhile has taken its pages off the list
        if (store.pageReadings.stateOf(imageBlob) === null) store.pageTexts.leave(textBlob);
        else store.pageTexts.put(row);
      });
    });
    if (kept) parts.onRead?.(imageBlob);
  }

  function failed(pages: readonly Row[], code: string): void {
    if (ended) return;
    log('ocr-page', { code });
    for (const page of pages) {
      const wait = retries[page.attempts];
      const at = wait === undefined ? null : parts.now() + wait;
      write(() => {
        // a PDF that tells nothing a second time: then its page is a picture like others
        if (page.pdf && page.attempts > 0) store.pageReadings.isPicture(page);
        else store.pageReadings.failed(page, page.attempts + 1, at);
      });
      if (at === null) parts.onRead?.(page.imageBlob);
    }
  }

  /** Null when the page was not prepared, or cannot be: whoever reads it finds out himself how it lies. */
  function factsOf({ imageBlob, dpi }: Row): PreparedPageFacts | null {
    const row = store.preparedPages.get(imageBlob, recipe, dpi);
    return row ? PreparedPageFacts.parse(JSON.parse(row.facts)) : null;
  }

  async function readPicture(client: BridgeClient<'reading'>, page: Row): Promise<void> {
    const { imageBlob, dpi } = page;
    const facts = factsOf(page);
    if (facts?.blank) {
      if (write(() => store.pageReadings.done(page))) parts.onRead?.(imageBlob);
      return;
    }
    const picture = await blobs.get(imageBlob);
    if (!picture.ok) return failed([page], picture.error.code);
    const lie = facts && { skewDeg: facts.skewDeg, turnDeg: facts.turnDeg };
    const answer = await client.call('readPage', { dpi, lie }, [picture.value], { timeoutMs: silenceMs });
    if (!answer.ok) return failed([page], answer.error.code);
    if (ocr !== answer.value.ocr) log('ocr', { ocr: answer.value.ocr });
    ocr = answer.value.ocr;
    if (answer.value.ocr !== 'none') await keep(page, answer.value.text);
  }

  /** All pages of one PDF that are wanted, in one go: it is opened once. */
  async function readPdf(
    client: BridgeClient<'reading'>,
    pages: readonly Row[],
    blob: string,
  ): Promise<void> {
    const file = await blobs.get(blob);
    if (!file.ok) return failed(pages, file.error.code);
    const left = new Map(pages.map((page) => [page.pdf?.pageIndex ?? 0, page]));
    const answer = await client.call('textsOfPdf', { pageIndexes: [...left.keys()] }, [file.value], {
      timeoutMs: silenceMs,
      onItem: async ({ pageIndex, text }) => {
        const page = left.get(pageIndex);
        left.delete(pageIndex);
        if (page) await keep(page, text);
      },
    });
    if (!answer.ok) return failed([...left.values()], answer.error.code);
    write(() => {
      for (const page of left.values()) store.pageReadings.isPicture(page);
    });
  }

  /** Removes the sealed texts of pages that are gone. */
  async function tidy(): Promise<void> {
    await inTurn(async () => {
      for (const blob of store.pageTexts.left()) {
        await blobs.remove(blob);
        write(() => store.pageTexts.removed(blob));
      }
    });
  }

  function begin(row: Row, rows: readonly Row[], client: BridgeClient<'reading'>): void {
    const { pdf } = row;
    const key = pdf ? pdf.blob : keyOf(row);
    inWork.add(key);
    const work = pdf
      ? readPdf(
          client,
          rows.filter((other) => other.pdf?.blob === pdf.blob),
          pdf.blob,
        )
      : readPicture(client, row);
    // a store that was closed meanwhile is no reason to tell anybody
    const over = () => {
      inWork.delete(key);
      next();
    };
    work.then(over, over);
  }

  function mayBegin(row: Row): boolean {
    if (inWork.has(row.pdf ? row.pdf.blob : keyOf(row))) return false;
    if (row.pdf || ocr === 'none') return row.pdf !== null;
    return !toBePrepared.has(keyOf(row));
  }

  function next(): void {
    clearTimeout(timer);
    if (!reading || ended) return;
    const paused = pausedUntil - parts.now();
    if (paused > 0) {
      timer = setTimeout(next, paused).unref();
      return;
    }
    const rows = store.pageReadings.due(parts.now(), lookedAt);
    for (const row of rows) {
      if (inWork.size >= atOnce) return;
      if (mayBegin(row)) begin(row, rows, reading);
    }
    if (inWork.size > 0) return;
    tidy().catch(() => undefined);
    const at = store.pageReadings.nextAt();
    const wait = Math.min(idleMs, at === null ? idleMs : Math.max(at - parts.now(), leastWaitMs));
    timer = setTimeout(next, wait).unref();
  }

  return {
    begin() {
      if (!reading) return;
      for (const row of store.pageReadings.due(parts.now(), lookedAt)) prepareFirst(row);
      next();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
    want(page) {
      if (!reading) return;
      // a full disk leaves it out; the page is safe all the same
      write(() => store.pageReadings.want(page, parts.now()));
      prepareFirst(page);
      if (page.pdf) next();
    },
    atDisk: inTurn,
    prepared(page) {
      toBePrepared.delete(keyOf(page));
      next();
    },
    async known({ imageBlob, dpi }) {
      const row = store.pageTexts.get(imageBlob, recipe, dpi);
      const words = row && (await blobs.get(row.textBlob));
      return words?.ok ? words.value : null;
    },
  };

  /** Pages of PDFs are not prepared: their files take them as they are. */
  function prepareFirst(page: WantedReading): void {
    if (page.pdf || toBePrepared.has(keyOf(page))) return;
    toBePrepared.add(keyOf(page));
    parts.prepareSoon(page);
  }
}

function keyOf({ imageBlob, dpi }: PreparablePage): string {
  return `${imageBlob} ${String(dpi)}`;
}

/** Line by line. */
export function plainOf({ lines }: PageText): string {
  return lines.map((line) => line.words.map((word) => word.text).join(' ')).join('\n');
}
