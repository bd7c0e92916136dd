/** Takes the page files that a scanner's program leaves and hands them over, in order, while it works on the next one. */
import { readFile, unlink } from 'node:fs/promises';
import { BridgeError } from '../bridge-error.ts';
import type { ScanContext } from './driver.ts';

/** The caller hears of a slow page this often, ms. */
const heartbeatMs = 5_000;

export interface PageTray {
  push(path: string, dpi: number): void;
  /** A page could not be handed over: the program may stop. */
  readonly failed: AbortSignal;
  /** Pages handed over, once all that were pushed are. @throws BridgeError cancelled, or why a page could not be handed over */
  settled(): Promise<number>;
  end(): void;
}

export function handPages(context: ScanContext): PageTray {
  let pages = 0;
  let handing = Promise.resolve();
  let handError: unknown;
  const failed = new AbortController();
  const heartbeat = setInterval(() => context.progress(pages, null), heartbeatMs);

  async function hand(path: string, dpi: number): Promise<void> {
    if (handError) return;
    try {
      const picture = await takePage(path, pages);
      await context.item({ index: pages, dpi }, [picture]);
      pages += 1;
      context.progress(pages, null);
    } catch (error) {
      handError = error;
      failed.abort();
    }
  }

  return {
    push(path, dpi) {
      handing = handing.then(() => hand(path, dpi));
    },
    failed: failed.signal,
    async settled() {
      await handing;
      if (context.signal.aborted) throw new BridgeError('cancelled', { pages });
      if (handError) throw handError;
      return pages;
    },
    end: () => clearInterval(heartbeat),
  };
}

/** The picture leaves the folder before it goes anywhere. @throws BridgeError scanner-failed when it is not there */
async function takePage(path: string, pages: number): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new BridgeError('scanner-failed', { pages, reason: 'page-unreadable' });
  } finally {
    await unlink(path).catch(() => undefined);
  }
}
