/**
 * Captured pages are looked at while the paper is still on the desk (xem trang): blank, askew, blurred, two on one glass.
 * What was seen is kept; a page that could not be looked at stays a page like any other.
 */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import { PageLie } from '../../native-bridge/contract-imaging.ts';
import { PageFacts } from '../../native-bridge/contract-page-look.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { PageLook } from '../contract/page-look.ts';
import type { Page } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { BlobStore, Store } from '../store/ports.ts';
import { imagingCall } from './imaging-call.ts';
import type { Turns } from './turns.ts';

export interface LookingParts {
  readonly imaging: BridgeClient<'imaging'>;
  readonly blobs: BlobStore;
  readonly store: Pick<Store, 'pageLooks' | 'transaction'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly turns: Turns;
  /** A page has been looked at, or could not be. */
  readonly onLooked: (owner: LookedAt, look: PageLook) => void;
}

/** A page, and the draft that it is in. */
export interface LookedAt {
  readonly ownerId: string;
  readonly pageId: string;
}

export interface Looking {
  /** Looks at the page when its turn comes. A page that is known already is told of at once. */
  soon(ownerId: string, page: Page): void;
  /** The same before all that wait, because a person looks at it; a page that could not be looked at is tried again. */
  first(ownerId: string, page: Page): void;
  of(page: Page): PageLook;
  /** Keeps what was seen when the page was prepared: it need not be looked at again. */
  keep(page: Pick<Page, 'imageBlob' | 'dpi'>, facts: PageFacts): void;
  /** How the page lies; undefined before it has been looked at. */
  lieOf(page: Pick<Page, 'imageBlob' | 'dpi'>): PageLie | undefined;
}

/** Goes up when pages are looked at in another way; each is then looked at anew. */
const lookRecipe = 2;

interface Waiting {
  readonly page: Page;
  readonly owners: Map<string, LookedAt>;
}

export function createLooking(parts: LookingParts): Looking {
  const { imaging, blobs, store, turns } = parts;
  const waiting = new Map<string, Waiting>();
  /** Why a page could not be looked at, since this process started: after the next start it is tried anew. */
  const failures = new Map<string, ErrorCode>();
  let inWork: { readonly key: string; readonly item: Waiting } | null = null;
  let asking = false;

  async function look(page: Page): Promise<Result<PageFacts, ErrorCode>> {
    const { imageBlob, dpi } = page;
    const picture = await blobs.get(imageBlob);
    if (!picture.ok) return picture;
    // A worker that dies is asked for once more in here: that is the second try.
    const answer = await imagingCall(imaging, 'look', { dpi }, [picture.value]);
    if (!answer.ok) return answer;
    const written = write(page, answer.value.value);
    return written.ok ? ok(answer.value.value) : written;
  }

  function write(
    { imageBlob, dpi }: Pick<Page, 'imageBlob' | 'dpi'>,
    facts: PageFacts,
  ): Result<unknown, ErrorCode> {
    const row = { imageBlob, recipe: lookRecipe, dpi, facts: JSON.stringify(facts), lookedAt: parts.now() };
    const written = store.transaction(() => store.pageLooks.put(row));
    return written.ok ? written : fail(written.error.code, written.error.details);
  }

  async function lookAtNext(): Promise<void> {
    const [first] = waiting;
    if (!first) return;
    const [key, item] = first;
    waiting.delete(key);
    inWork = { key, item };
    const seen = await look(item.page)
      // The store was closed meanwhile, or a worker says what nobody understands: nobody waits for this look any more.
      .catch(() => fail('unexpected' as const))
      .finally(() => (inWork = null));
    if (!seen.ok) failures.set(key, seen.error.code);
    const told: PageLook = seen.ok
      ? { state: 'seen', facts: seen.value }
      : { state: 'failed', code: seen.error.code };
    for (const owner of item.owners.values()) parts.onLooked(owner, told);
  }

  function next(): void {
    if (asking || waiting.size === 0) return;
    asking = true;
    void turns.take('look').then(async (turn) => {
      try {
        await lookAtNext();
      } finally {
        turn.over();
        asking = false;
        next();
      }
    });
  }

  function factsOf({ imageBlob, dpi }: Pick<Page, 'imageBlob' | 'dpi'>): PageFacts | undefined {
    const row = store.pageLooks.get(imageBlob, lookRecipe, dpi);
    return row ? PageFacts.parse(JSON.parse(row.facts)) : undefined;
  }

  function of(page: Page): PageLook {
    if (page.pdf) return { state: 'none' };
    const facts = factsOf(page);
    if (facts) return { state: 'seen', facts };
    const code = failures.get(keyOf(page));
    return code ? { state: 'failed', code } : { state: 'waiting' };
  }

  function ask(ownerId: string, page: Page): Waiting | null {
    const owner = { ownerId, pageId: page.id };
    const known = of(page);
    if (known.state === 'none') return null;
    if (known.state === 'seen') {
      parts.onLooked(owner, known);
      return null;
    }
    const key = keyOf(page);
    const item = inWork?.key === key ? inWork.item : (waiting.get(key) ?? { page, owners: new Map() });
    item.owners.set(page.id, owner);
    return item;
  }

  return {
    of,
    keep(page, facts) {
      const item = waiting.get(keyOf(page));
      // where it cannot be written the look that waits is made, and tells why
      if (!write(page, facts).ok || !item) return;
      waiting.delete(keyOf(page));
      for (const owner of item.owners.values()) parts.onLooked(owner, { state: 'seen', facts });
    },
    lieOf(page) {
      const facts = factsOf(page);
      return facts && PageLie.parse(facts);
    },
    soon(ownerId, page) {
      const item = ask(ownerId, page);
      if (!item || item === inWork?.item || failures.has(keyOf(page))) return;
      waiting.set(keyOf(page), item);
      next();
    },
    first(ownerId, page) {
      const item = ask(ownerId, page);
      if (!item || item === inWork?.item) return;
      const key = keyOf(page);
      failures.delete(key);
      const others = [...waiting].filter(([other]) => other !== key);
      waiting.clear();
      waiting.set(key, item);
      for (const [other, its] of others) waiting.set(other, its);
      next();
    },
  };
}

function keyOf({ imageBlob, dpi }: Pick<Page, 'imageBlob' | 'dpi'>): string {
  return `${imageBlob} ${String(dpi)}`;
}
