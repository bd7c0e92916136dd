/**
 * Captured pages are prepared for their files while the officer goes on: by the time of acceptance there is nothing left
 * to wait for. What is prepared can be made again, so a crash or a lost worker costs time and no page.
 */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { PageLie } from '../../native-bridge/contract-imaging.ts';
import type { PageFacts } from '../../native-bridge/contract-page-look.ts';
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
  /** What was seen of a page that nobody had looked at before. */
  readonly onSeen: (page: PreparablePage, facts: PageFacts) => void;
  /** A page is prepared, now or already, or could not be. */
  readonly onOver: (page: PreparablePage) => void;
}

export type PreparablePage = Pick<Page, 'imageBlob' | 'dpi' | 'normalised'>;

export interface Preparation {
  /** Prepares the page when nothing more urgent is to be done; failures show when its file is made. */
  soon(page: PreparablePage): void;
  /** The blob of the page's PDF, made now if it is not there yet; before all that wait. */
  now(page: PreparablePage): Promise<Result<string, ErrorCode>>;
}

/** Goes up when pages are prepared in another way; those of the way before are left alone. */
export const recipe = 3;

interface Wanted {
  readonly page: PreparablePage;
  /** Somebody waits for it. */
  isUrgent: boolean;
  readonly done: Promise<Result<string, ErrorCode>>;
  readonly settle: (outcome: Result<string, ErrorCode>) => void;
  readonly giveUp: (reason: unknown) => void;
}

/** Turns that are asked for at a time; more would only queue there. */
const mostAsked = 2;

export function createPreparation(parts: PreparationParts): Preparation {
  const { imaging, blobs, store, turns } = parts;
  const wanted = new Map<string, Wanted>();
  const inWork = new Map<string, Wanted>();
  let asked = 0;

  async function prepared(page: PreparablePage, signal: AbortSignal): Promise<Result<string, ErrorCode>> {
    const { imageBlob, dpi } = page;
    const known = store.preparedPages.get(imageBlob, recipe, dpi);
    if (known) return ok(known.pdfBlob);
    const picture = await blobs.get(imageBlob);
    if (!picture.ok) return picture;
    const params = { dpi, lie: parts.lieOf(page) };
    const answer = await imagingCall(imaging, 'prepare', params, [picture.value], { signal });
    if (!answer.ok) return answer;
    const [pdf] = answer.value.bodies;
    if (!pdf) throw new Error('an imaging worker prepared a page and did not hand it over');
    const blob = await blobs.put(pdf);
    if (!blob.ok) return blob;
    const { seen, ...told } = answer.value.value;
    if (seen) parts.onSeen(page, seen);
    const facts = JSON.stringify(told);
    const about = { imageBlob, recipe, dpi, pdfBlob: blob.value, facts, madeAt: parts.now() };
    const written = store.transaction(() => store.preparedPages.put(about));
    if (!written.ok) return fail(written.error.code, written.error.details);
    return ok(blob.value);
  }

  async function prepareNext(signal: AbortSignal): Promise<void> {
    const next = [...wanted].find(([, { isUrgent }]) => isUrgent) ?? [...wanted][0];
    if (!next) return;
    const [key, item] = next;
    wanted.delete(key);
    inWork.set(key, item);
    try {
      const outcome = await prepared(item.page, signal);
      inWork.delete(key);
      // given up for a page that came in: its turn comes again
      if (!outcome.ok && signal.aborted) wanted.set(key, item);
      else item.settle(outcome);
    } catch (error) {
      inWork.delete(key);
      item.giveUp(error);
    }
    if (!wanted.has(key)) parts.onOver(item.page);
  }

  function next(): void {
    while (asked < Math.min(mostAsked, wanted.size)) {
      asked += 1;
      void turns.take('prepare').then(async (turn) => {
        try {
          await prepareNext(turn.signal);
        } catch {
          // who is told that a page is over may find the store closed: the turn is given back all the same
        } finally {
          turn.over();
          asked -= 1;
          next();
        }
      });
    }
  }

  function want(page: PreparablePage): Wanted {
    const key = keyOf(page);
    const known = inWork.get(key) ?? wanted.get(key);
    if (known) return known;
    let settle: Wanted['settle'] = () => undefined;
    let giveUp: Wanted['giveUp'] = () => undefined;
    const done = new Promise<Result<string, ErrorCode>>((resolve, reject) => {
      settle = resolve;
      giveUp = reject;
    });
    // whoever needs the page asks for it again, and is then told why it cannot be had
    done.catch(() => undefined);
    const item: Wanted = { page, isUrgent: false, done, settle, giveUp };
    wanted.set(key, item);
    next();
    return item;
  }

  return {
    soon(page) {
      want(page);
    },
    now(page) {
      const inTime = turns.hurry();
      const item = want(page);
      item.isUrgent = true;
      return item.done.finally(inTime);
    },
  };
}

function keyOf({ imageBlob, dpi }: PreparablePage): string {
  return `${imageBlob} ${String(dpi)}`;
}
