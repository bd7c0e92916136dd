/** The scanners of a real station: network scanners by our own client, everything else through SANE or, on Windows, WIA. */
import { BridgeError } from '../bridge-error.ts';
import type { ScannerHandlers } from './incoming-handlers.ts';
import type { ScannerDriver } from './driver.ts';
import type { EsclDriver } from './escl/escl.ts';

/** How long a network scanner is looked for at a typed address, ms: three places, each with its own deadline. */
const addLimitMs = 25_000;

export function allScanners(escl: EsclDriver, others: readonly ScannerDriver[]): ScannerHandlers {
  const drivers: readonly ScannerDriver[] = [escl, ...others];
  return {
    async list() {
      const lists = await Promise.all(drivers.map((driver) => driver.list()));
      return { result: { scanners: lists.flat() }, bodies: [] };
    },
    async scan(request, _bodies, context) {
      const driver = drivers.find((each) => each.owns(request.scannerId));
      if (!driver) throw new BridgeError('scanner-absent', { pages: 0 });
      return { result: { pageCount: await driver.scan(request, context) }, bodies: [] };
    },
    async add({ address }, _bodies, { signal }) {
      const limit = AbortSignal.timeout(addLimitMs);
      const scanner = await escl.add(address, AbortSignal.any([signal, limit])).catch((error: unknown) => {
        throw limit.aborted && !signal.aborted ? new BridgeError('scanner-absent') : error;
      });
      return { result: { scanner }, bodies: [] };
    },
    async forget({ scannerId }) {
      await escl.forget(scannerId);
      return { result: {}, bodies: [] };
    },
    arm: () => Promise.reject(new BridgeError('not-in-training')),
  };
}
