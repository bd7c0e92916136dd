/**
 * Document scanners on Windows, through Windows Image Acquisition (WIA) by a script of ours (wia.ps1).
 * Untested: neither the script nor this way of starting it has met a Windows machine or a scanner. What is tested is this
 * side, against a program that speaks the script's lines.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BridgeError } from '../../bridge-error.ts';
import { traceStep } from '../../trace.ts';
import type { ScanContext, ScannerDriver, ScannerInfo, ScanRequest } from '../driver.ts';
import { keptList } from '../kept-list.ts';
import { makePageFolder } from '../page-folder.ts';
import { handPages } from '../page-tray.ts';
import { nearestResolution, type Resolutions } from '../resolution.ts';
import type { ListedScanner } from './wia-lines.ts';
import { runWia, windowsPowerShell, type WiaProgram } from './wia-process.ts';
import { warmingUp, wiaFailure } from './wia-status.ts';

export interface WiaLimits {
  /** PowerShell starts, then each device is opened; those that were listed until then count, ms. Callers wait 30 s. */
  readonly listMs: number;
  /** A lamp that warms up, then a slow page at 600 dpi, ms. */
  readonly pageMs: number;
  /** Looking starts a PowerShell and opens devices, so it is not done more often than this, ms. */
  readonly listKeptMs: number;
  /** A cold lamp is asked again after so many ms, so often. */
  readonly warmingPauseMs: number;
  readonly warmingTries: number;
}

const usualLimits: WiaLimits = {
  listMs: 25_000,
  pageMs: 120_000,
  listKeptMs: 60_000,
  warmingPauseMs: 3_000,
  warmingTries: 20,
};

/** Tells our ids from those of other drivers; what follows is the DeviceID of Windows. */
const prefix = 'wia:';

export function wiaScanners(
  program: WiaProgram = windowsPowerShell,
  limits: WiaLimits = usualLimits,
): ScannerDriver {
  const devices = new Map<string, ListedScanner>();
  const scanning = new Set<string>();
  const known = keptList(look, limits.listKeptMs);

  async function look(): Promise<ScannerInfo[]> {
    const found: ListedScanner[] = [];
    const end = await runWia(
      program,
      { Action: 'list' },
      {
        silenceMs: limits.listMs,
        signal: AbortSignal.timeout(limits.listMs),
        onLine: (line) => {
          if (line.kind === 'scanner') found.push(line);
          else if ('code' in line) traceStep('wia', `list ${line.kind}`, { code: line.code });
        },
      },
    );
    traceStep('wia', `list ${end.reason}`, { status: end.status ?? 'none', stray: end.strayBytes });
    devices.clear();
    for (const device of found) devices.set(prefix + device.id, device);
    return [...devices].map(([id, { name, sources }]) => ({ id, name, sources, virtual: false }));
  }

  /** @throws BridgeError scanner-absent */
  async function deviceOf(scannerId: string): Promise<ListedScanner> {
    if (!devices.has(scannerId)) {
      known.forget();
      await known.list();
    }
    const device = devices.get(scannerId);
    // PowerShell takes a name beginning with a dash for a parameter.
    if (!device || device.id.startsWith('-')) throw new BridgeError('scanner-absent', { pages: 0 });
    return device;
  }

  async function scan(request: ScanRequest, context: ScanContext): Promise<number> {
    const device = await deviceOf(request.scannerId);
    if (!device.sources.includes(request.source))
      throw new BridgeError('scanner-failed', { pages: 0, reason: 'no-such-source' });
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await scanOnce(device, request, context);
      if (outcome.failed !== warmingUp || outcome.pages > 0 || attempt === limits.warmingTries) {
        const code = outcome.failed === null ? null : wiaFailure(outcome.failed, outcome.pages);
        if (code !== null)
          throw new BridgeError(code, { pages: outcome.pages, reason: outcome.failed ?? 'none' });
        if (outcome.pages === 0) throw new BridgeError('scanner-failed', { pages: 0, reason: 'no-page' });
        return outcome.pages;
      }
      await pause(limits.warmingPauseMs, context.signal);
    }
  }

  /** One run of the script. @throws BridgeError with the `pages` handed over, when it did not end in its own words */
  async function scanOnce(
    device: ListedScanner,
    request: ScanRequest,
    context: ScanContext,
  ): Promise<Outcome> {
    const folder = makePageFolder();
    const tray = handPages(context);
    let failed: string | null = null;
    let ended = false;
    try {
      const end = await runWia(
        program,
        {
          Action: 'scan',
          Device: device.id,
          Source: request.source,
          Dpi: String(nearestResolution(resolutionsOf(device), Math.round(request.dpi))),
          Colour: request.colour ?? 'colour',
          Folder: folder,
        },
        {
          silenceMs: limits.pageMs,
          signal: AbortSignal.any([context.signal, tray.failed]),
          onLine: (line) => {
            if (line.kind === 'page') tray.push(join(folder, line.file), line.dpi);
            if (line.kind === 'failed') failed = line.code;
            ended ||= line.kind === 'end' || line.kind === 'failed';
          },
        },
      );
      traceStep(prefix + device.id, `scan ${end.reason}`, {
        status: end.status ?? 'none',
        code: failed ?? 'none',
        stray: end.strayBytes,
      });
      const pages = await tray.settled();
      if (end.reason === 'not-installed') throw new BridgeError('scanner-absent', { pages });
      if (end.reason === 'flooded')
        throw new BridgeError('scanner-answer-bad', { pages, reason: 'too-long' });
      if (end.reason === 'silent') throw new BridgeError('scanner-failed', { pages, reason: 'silent' });
      if (!ended) throw new BridgeError('scanner-failed', { pages, reason: 'broke-off' });
      return { pages, failed };
    } finally {
      tray.end();
      // Windows lets go of a killed program's files a moment later.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }

  return {
    // A scan in progress keeps its device to itself: the list from before it stands.
    list: () => (scanning.size > 0 ? Promise.resolve(known.last()) : known.list()),
    owns: (scannerId) => scannerId.startsWith(prefix),
    async scan(request, context) {
      const { scannerId } = request;
      if (scanning.has(scannerId)) throw new BridgeError('scanner-busy', { pages: 0 });
      scanning.add(scannerId);
      try {
        return await scan(request, context);
      } catch (error) {
        known.forget();
        throw error;
      } finally {
        scanning.delete(scannerId);
      }
    },
  };
}

interface Outcome {
  readonly pages: number;
  /** HRESULT in the script's words; null when it went well. */
  readonly failed: string | null;
}

function resolutionsOf({ resolutions: { listed, low, high } }: ListedScanner): Resolutions {
  return listed.length === 0 && high >= low && high > 0 ? { low, high } : listed;
}

/** @throws BridgeError cancelled */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    throw new BridgeError('cancelled', { pages: 0 });
  }
}
