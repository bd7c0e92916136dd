/** Our eSCL client and our simulated scanner in one test, with limits short enough to be waited for. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BridgeError } from '../../../native-bridge/bridge-error.ts';
import type { ScanRequest } from '../../../native-bridge/scanners/driver.ts';
import { esclScanners, type EsclDriver } from '../../../native-bridge/scanners/escl/escl.ts';
import { esclLimits, type EsclLimits } from '../../../native-bridge/scanners/escl/limits.ts';
import { openScannerMemory, type ScannerMemory } from '../../../native-bridge/scanners/escl/memory.ts';
import { sheetPicture } from './sheets.ts';

export const quick: EsclLimits = {
  ...esclLimits,
  connectMs: 1_000,
  answerMs: 900,
  pageStartMs: 900,
  idleMs: 900,
  documentMs: 1_500,
  pageMs: 2_000,
  busyMs: 500,
  busyWaitMs: 20,
};

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** The digests of sides `from`…`to`, as the simulated scanner gives them. */
export async function sides(from: number, to: number, dpi: number): Promise<string[]> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return await Promise.all(numbers.map(async (side) => digest(await sheetPicture(side, dpi))));
}

export interface Client {
  readonly driver: EsclDriver;
  readonly memory: ScannerMemory;
}

export function client(limits: EsclLimits = quick, memory = openScannerMemory(null)): Client {
  return { memory, driver: esclScanners({ memory, discovery: null, limits }) };
}

export interface ScanEnd {
  readonly pages: string[];
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
  readonly heldBytes: number;
}

/** Scans and tells how it ended; `onPage` is what the main process does with a page. */
export async function scan(
  driver: EsclDriver,
  request: Partial<ScanRequest> & { readonly scannerId: string },
  options: { readonly signal?: AbortSignal; readonly onPage?: (index: number) => Promise<void> | void } = {},
): Promise<ScanEnd> {
  const pages: string[] = [];
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 20);
  const before = process.memoryUsage().arrayBuffers;
  const failed = await driver
    .scan(
      { source: 'feeder', dpi: 75, ...request },
      {
        signal: options.signal ?? new AbortController().signal,
        progress: () => undefined,
        emit: () => undefined,
        item: async ({ index }, [picture]) => {
          await options.onPage?.(index);
          pages.push(digest(picture ?? new Uint8Array()));
        },
      },
    )
    .then(() => null)
    .catch((error: unknown) => {
      if (error instanceof BridgeError) return error;
      throw error;
    });
  clearInterval(watch);
  return {
    pages,
    code: failed?.code ?? null,
    details: failed?.details ?? {},
    heldBytes: Math.max(0, most - before),
  };
}

/** A certificate signed by itself, as network scanners make them; by the openssl program. */
export function selfSigned(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-certificate-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '30',
    ].concat(['-subj', `/CN=${name}`, '-keyout', key, '-out', cert]),
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
