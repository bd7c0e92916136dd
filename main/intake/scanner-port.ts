/** Scanners of the device process as intake sees them. */
import type { BridgeClient } from '../../native-bridge/contract.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { fail, ok, type Failure } from '../domain/result.ts';
import type { ScannerPort } from './ports.ts';

/** A feeder may warm up for a while; after so long without a page or a word the scan is given up, ms. */
const silenceLimitMs = 90_000;

/** Looking for a scanner at the places that an address may mean, ms. */
const answerLimitMs = 30_000;

export function createScannerPort(bridge: BridgeClient<'scanners'>): ScannerPort {
  return {
    async scan({ scannerId, source, dpi, colour }, report, onPage) {
      const stop = new AbortController();
      let refused: Failure<ErrorCode> | null = null;
      const outcome = await bridge.call('scan', { scannerId, source, dpi, colour }, [], {
        timeoutMs: silenceLimitMs,
        signal: AbortSignal.any([report.signal, stop.signal]),
        onProgress: (done, total) => report.progress(done, total),
        async onItem(item, [picture]) {
          if (!picture || refused) return;
          const kind = item.mime === 'application/pdf' ? 'pdf' : 'picture';
          const kept = await onPage(picture, { dpi: item.dpi, kind });
          if (kept.ok) return;
          // The page could not be kept (full disk, damaged picture): no further sheet is pulled in.
          refused = kept.error;
          stop.abort();
        },
      });
      if (refused) return { ok: false, error: refused };
      if (outcome.ok) return ok({ pages: outcome.value.pageCount });
      return fail(asErrorCode(outcome.error.code), outcome.error.details);
    },
    async add(address) {
      const added = await bridge.call('add', { address }, [], { timeoutMs: answerLimitMs });
      if (added.ok) return ok(added.value.scanner);
      return fail(asErrorCode(added.error.code), added.error.details);
    },
    async forget(scannerId) {
      const forgotten = await bridge.call('forget', { scannerId }, [], { timeoutMs: answerLimitMs });
      if (forgotten.ok) return ok({});
      return fail(forgotten.error.code === 'not-found' ? 'not-found' : 'timed-out');
    },
  };
}

function asErrorCode(code: string): ErrorCode {
  return (errorCodes as readonly string[]).includes(code) ? (code as ErrorCode) : 'scanner-failed';
}
