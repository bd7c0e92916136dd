/**
 * Words of captured pages (nhận dạng chữ), read while nobody waits for them: a file takes what is known when it is made,
 * and goes without the rest. What was read can be read again, so a crash costs time and no page.
 */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import { PreparedPageFacts } from '../../native-bridge/contract-imaging.ts';
import type { BlobStore, Store } from '../store/ports.ts';
import { recipe, type PreparablePage } from './preparation.ts';

export interface ReadingParts {
  /** Null: pages are not read here. */
  readonly reading: BridgeClient<'reading'> | null;
  readonly blobs: BlobStore;
  readonly store: Pick<Store, 'pageTexts' | 'transaction'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** `ocr` once, `native` or `none`; `ocr-page` with its code for each page that could not be read. */
  readonly log: (event: string, details: Readonly<Record<string, string>>) => void;
}

export interface Reading {
  /** Reads a page that has been prepared, one after the other. */
  soon(page: PreparablePage, facts: string): void;
  /** The page's words (`PageText` as JSON) if they are known by now; null otherwise, without waiting for a reader. */
  known(page: PreparablePage): Promise<Uint8Array | null>;
}

/** Longest silence of the reading process, ms: a little more than it gives the program that it runs. */
const silenceMs = 90_000;

export function createReading(parts: ReadingParts): Reading {
  const { reading, blobs, store, log } = parts;
  const waiting = new Map<string, { readonly page: PreparablePage; readonly facts: string }>();
  /** Of one program or none; told once, and not asked for again when there is none. */
  let ocr: 'unknown' | 'native' | 'none' = 'unknown';
  let atWork = false;

  async function read(client: BridgeClient<'reading'>, page: PreparablePage, facts: string): Promise<void> {
    const { imageBlob, dpi } = page;
    if (store.pageTexts.get(imageBlob, recipe, dpi)) return;
    const { skewDeg, turnDeg, blank } = PreparedPageFacts.parse(JSON.parse(facts));
    if (blank) return;
    const picture = await blobs.get(imageBlob);
    if (!picture.ok) return;
    const row = { imageBlob, recipe, dpi };
    const about = { dpi, skewDeg, turnDeg };
    const answer = await client.call('readPage', about, [picture.value], { timeoutMs: silenceMs });
    if (!answer.ok) {
      log('ocr-page', { code: answer.error.code });
      return;
    }
    if (ocr !== answer.value.ocr) log('ocr', { ocr: answer.value.ocr });
    ocr = answer.value.ocr;
    if (answer.value.ocr === 'none') return;
    const blob = await blobs.put(Buffer.from(JSON.stringify(answer.value.text), 'utf8'));
    const kept = blob.ok
      ? store.transaction(() => store.pageTexts.put({ ...row, textBlob: blob.value, madeAt: parts.now() }))
      : blob;
    if (!kept.ok) log('ocr-page', { code: kept.error.code });
  }

  function next(): void {
    if (!reading || atWork) return;
    const [first] = waiting;
    if (!first) return;
    const [key, { page, facts }] = first;
    waiting.delete(key);
    if (ocr === 'none') {
      waiting.clear();
      return;
    }
    atWork = true;
    // whoever makes the file goes without; a store that was closed meanwhile is no reason to tell anybody
    const over = () => {
      atWork = false;
      next();
    };
    read(reading, page, facts).then(over, over);
  }

  return {
    soon(page, facts) {
      const { imageBlob, dpi } = page;
      waiting.set(`${imageBlob} ${String(dpi)}`, { page: { imageBlob, dpi }, facts });
      next();
    },
    async known({ imageBlob, dpi }) {
      const row = store.pageTexts.get(imageBlob, recipe, dpi);
      const words = row && (await blobs.get(row.textBlob));
      return words?.ok ? words.value : null;
    },
  };
}
