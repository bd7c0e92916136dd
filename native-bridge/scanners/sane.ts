/** Document scanners through SANE, by its own `scanimage` (SANE standard 1.06). */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BridgeError } from '../bridge-error.ts';
import type { ScanContext, ScannerDriver, ScannerInfo, ScanRequest, Source } from './driver.ts';
import { keptList } from './kept-list.ts';
import { makePageFolder } from './page-folder.ts';
import { handPages } from './page-tray.ts';
import { pageArguments, parseOptions, sourcesOf, type SaneOption } from './sane-options.ts';
import { failureOf } from './sane-status.ts';
import { runScanimage } from './scanimage.ts';

/** Network backends ask around before they answer, ms. */
const listLimitMs = 20_000;
const optionsLimitMs = 15_000;
/** A lamp that warms up, then a slow page at 600 dpi, ms. */
const pageLimitMs = 120_000;
/** Looking for scanners opens USB devices, so it is not done more often than this, ms. */
const listKeptMs = 30_000;
/** Between the fields of a device in the list; no device name holds it. */
const fieldMark = '\u001f';

/** SANE's own eSCL backends would list every network scanner a second time. */
const ours = /^(escl:|airscan:e)/;

export function saneScanners(): ScannerDriver {
  const options = new Map<string, SaneOption[]>();
  const scanning = new Set<string>();
  const known = keptList(look, listKeptMs);

  async function look(): Promise<ScannerInfo[]> {
    const format = `%d${fieldMark}%v${fieldMark}%m%n`;
    const { stdout } = await runScanimage(['-f', format], { silenceMs: listLimitMs });
    const found = stdout
      .split('\n')
      .map((line) => line.split(fieldMark))
      .filter((fields) => fields.length === 3);
    const scanners: ScannerInfo[] = [];
    for (const [id = '', vendor = '', model = ''] of found) {
      if (ours.test(id)) continue;
      const sources = await sourcesIfOpen(id);
      if (sources) scanners.push({ id, name: nameOf(vendor, model), sources, virtual: false });
    }
    return scanners;
  }

  /** Listed but not to be opened (no permission, another program has it): not offered. */
  async function sourcesIfOpen(id: string): Promise<Source[] | undefined> {
    try {
      return [...sourcesOf(await optionsOf(id)).keys()];
    } catch (error) {
      if (error instanceof BridgeError) return undefined;
      throw error;
    }
  }

  /** @throws BridgeError scanner-absent or scanner-busy when the device cannot be opened. */
  async function optionsOf(id: string): Promise<SaneOption[]> {
    const read = options.get(id);
    if (read) return read;
    const { status, stdout, stderr, reason } = await runScanimage(['-d', id, '-A'], {
      silenceMs: optionsLimitMs,
    });
    if (reason === 'not-installed') throw new BridgeError('scanner-absent', { pages: 0 });
    if (status !== 0)
      throw new BridgeError(failureOf({ status, stderr, pages: 0 }) ?? 'scanner-absent', { pages: 0 });
    const parsed = parseOptions(stdout);
    options.set(id, parsed);
    return parsed;
  }

  async function scan(request: ScanRequest, context: ScanContext): Promise<number> {
    const { scannerId: id, source } = request;
    const offered = await optionsOf(id);
    const sourceArguments = sourcesOf(offered).get(source);
    if (!sourceArguments) throw new BridgeError('scanner-failed', { pages: 0, reason: 'no-such-source' });
    const page = pageArguments(offered, request.dpi, request.colour);
    const folder = makePageFolder();
    try {
      const args = [
        ['-d', id, '--format=pnm', `--batch=${join(folder, 'page%04d.pnm')}`, '--batch-print'],
        source === 'flatbed' ? ['--batch-count=1'] : [],
        sourceArguments,
        page.args,
      ].flat();
      return await runBatch(args, page.dpi, context);
    } catch (error) {
      throw (await isUnplugged(id, error))
        ? new BridgeError('scanner-absent', (error as BridgeError).details)
        : error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    // A scan in progress keeps its device to itself: the list from before it stands.
    list: () => (scanning.size > 0 ? Promise.resolve(known.last()) : known.list()),
    owns: () => true,
    async scan(request, context) {
      const { scannerId } = request;
      if (scanning.has(scannerId)) throw new BridgeError('scanner-busy', { pages: 0 });
      // SANE takes a name beginning with a dash for an option.
      if (!/^[^-\s][^\0]*$/.test(scannerId)) throw new BridgeError('scanner-absent', { pages: 0 });
      scanning.add(scannerId);
      try {
        return await scan(request, context);
      } catch (error) {
        // What it could do may have been read from another device under the same name.
        options.delete(scannerId);
        known.forget();
        throw error;
      } finally {
        scanning.delete(scannerId);
      }
    },
  };
}

/** Hands each page over while the scanner works on the next one. @throws BridgeError with the `pages` handed over. */
async function runBatch(args: readonly string[], dpi: number, context: ScanContext): Promise<number> {
  const tray = handPages(context);
  try {
    const end = await runScanimage(args, {
      silenceMs: pageLimitMs,
      signal: AbortSignal.any([context.signal, tray.failed]),
      onLine: (path) => tray.push(path, dpi),
    });
    const pages = await tray.settled();
    if (end.reason === 'silent') throw new BridgeError('scanner-failed', { pages, reason: 'silent' });
    const code = failureOf({ status: end.status, stderr: end.stderr, pages });
    if (code) throw new BridgeError(code, { pages, status: end.status ?? -1 });
    return pages;
  } finally {
    tray.end();
  }
}

/** An input/output error (status 9) is also what an unplugged cable gives; opening the device again tells. */
async function isUnplugged(id: string, error: unknown): Promise<boolean> {
  if (!(error instanceof BridgeError) || error.details['status'] !== 9) return false;
  return (await runScanimage(['-d', id, '-A'], { silenceMs: optionsLimitMs })).status !== 0;
}

function nameOf(vendor: string, model: string): string {
  return /^noname$/i.test(vendor) ? model : `${vendor} ${model}`;
}
