/**
 * Captured pages are prepared for their files while the officer goes on: by the time of acceptance there is nothing left
 * to wait for. What is prepared can be made again, so a crash or a lost worker costs time and no page.
 */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { PageLie } from '../../native-bridge/contract-imaging.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { BlobStore, Store } from '../store/ports.ts';
import { imagingCall } from './imaging-call.ts';
import type { Turns } from './turns.ts';

export interface PreparationParts {
  readonly imaging: BridgeClient<'imaging'>;
  readonly blobs: BlobStore;
  readonly store: Pick<Store, 'preparedPages' | 'transaction'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly turns: Turns;
  /** How the page lies, where that is known already. */
  readonly lieOf: (page: PreparablePage) => PageLie | undefined;
  /** A page is prepared, now or already, or could not be. */
  readonly onOver: (page: PreparablePage) => void;
}

export type PreparablePage = Pick<Page, 'imageBlob' | 'dpi'>;

export interface Preparation {
  /** Prepares the page when nothing more urgent is to be done; failures show when its file is made. */
  soon(page: PreparablePage): void;
  /** The blob of the page's PDF, made now if it is not there yet; before all that wait. */
  now(page: PreparablePage): Promise<Result<string, ErrorCode>>;
}

/** Goes up when pages are prepared in another way; those of the way before are left alone. */
export const recipe = 2;

export function createPreparation(parts: PreparationParts): Preparation {
  const { imaging, blobs, store, turns } = parts;
  const waiting = new Map<string, PreparablePage>();
  const inWork = new Map<string, Promise<Result<string, ErrorCode>>>();
  let asking = false;

  async function prepared(page: PreparablePage): Promise<Result<string, ErrorCode>> {
    const { imageBlob, dpi } = page;
    const known = store.preparedPages.get(imageBlob, recipe, dpi);
    if (known) return ok(known.pdfBlob);
    const picture = await blobs.get(imageBlob);
    if (!picture.ok) return picture;
    const answer = await imagingCall(imaging, 'prepare', { dpi, lie: parts.lieOf(page) }, [picture.value]);
    if (!answer.ok) return answer;
    const [pdf] = answer.value.bodies;
    if (!pdf) throw new Error('an imaging worker prepared a page and did not hand it over');
    const blob = await blobs.put(pdf);
    if (!blob.ok) return blob;
    const facts = JSON.stringify(answer.value.value);
    const about = { imageBlob, recipe, dpi, pdfBlob: blob.value, facts, madeAt: parts.now() };
    const written = store.transaction(() => store.preparedPages.put(about));
    if (!written.ok) return fail(written.error.code, written.error.details);
    return ok(blob.value);
  }

  function begin(page: PreparablePage): Promise<Result<string, ErrorCode>> {
    const key = keyOf(page);
    const running = inWork.get(key);
    if (running) return running;
    waiting.delete(key);
    const work = prepared(page).finally(() => {
      inWork.delete(key);
      parts.onOver(page);
    });
    inWork.set(key, work);
    return work;
  }

  function next(): void {
    if (asking || waiting.size === 0) return;
    asking = true;
    void turns.take('prepare').then(async (release) => {
      const [first] = waiting.values();
      try {
        if (first) await begin(first);
      } catch {
        // whoever needs the page asks for it again, and is then told why it cannot be had
      } finally {
        release();
        asking = false;
        next();
      }
    });
  }

  return {
    soon(page) {
      waiting.set(keyOf(page), page);
      next();
    },
    now(page) {
      const done = turns.hurry();
      return begin(page).finally(done);
    },
  };
}

function keyOf({ imageBlob, dpi }: PreparablePage): string {
  return `${imageBlob} ${String(dpi)}`;
}
