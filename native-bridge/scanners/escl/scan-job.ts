/** One scan job: made, its pages fetched one after the other while earlier ones are taken, and put away in the end. */
import { setTimeout as wait } from 'node:timers/promises';
import { BridgeError } from '../../bridge-error.ts';
import type { ScanContext, ScanRequest } from '../driver.ts';
import { nearestDpi, type EsclCapabilities, type PageFormat } from './capabilities.ts';
import { ask, type EsclAnswer, type EsclQuestion } from './connection.ts';
import type { EsclLimits } from './limits.ts';
import { checkPage } from './page.ts';
import { regionOf, writeSettings } from './scan-settings.ts';
import { feederFault, feederIsEmpty, jobFault, pathOf, readStatus, type EsclStatus } from './status.ts';

export interface EsclScanner {
  /** Ends with a slash, e.g. `http://192.0.2.7/eSCL/`. */
  readonly base: URL;
  readonly fingerprint: string | undefined;
  readonly capabilities: EsclCapabilities;
}

type Job = { readonly path: string; readonly format: PageFormat; readonly dpi: number };
type Asking = Pick<EsclQuestion, 'method' | 'kind'> & { readonly path: string; readonly body?: string };

/** The scanner is told to forget a job even when the person has cancelled, ms. */
const farewellMs = 3_000;
/** While the scanner works on a page the caller hears that somebody is there, ms. */
const heartbeatMs = 5_000;

/** @throws BridgeError with the `pages` handed over. */
export async function runScanJob(
  scanner: EsclScanner,
  request: ScanRequest,
  context: ScanContext,
  limits: EsclLimits,
): Promise<number> {
  const { source } = request;
  let pages = 0;
  let job: Job | undefined;
  const heartbeat = setInterval(() => context.progress(pages, null), heartbeatMs);

  const put = ({ path, ...rest }: Asking, signal = context.signal): Promise<EsclAnswer> =>
    ask({ ...rest, url: new URL(path, scanner.base), fingerprint: scanner.fingerprint, signal }, limits);

  async function status(): Promise<EsclStatus | null> {
    const answer = await put({ method: 'GET', path: 'ScannerStatus', kind: 'document' });
    return answer.status === 200 ? readStatus(answer.body) : null;
  }

  /** Asks again while the scanner is busy; a fault of the feeder ends the waiting at once. */
  async function patiently(asking: Asking): Promise<EsclAnswer> {
    const until = performance.now() + limits.busyMs;
    for (;;) {
      const answer = await put(asking);
      if (answer.status !== 503) return answer;
      if (source !== 'flatbed') {
        const fault = feederFault(await status());
        if (fault) throw new BridgeError(fault);
      }
      const pause = retryAfterMs(answer.headers['retry-after'], limits);
      if (performance.now() + pause > until) throw new BridgeError('scanner-busy');
      context.progress(pages, null);
      await wait(pause, undefined, { signal: context.signal });
    }
  }

  async function begin(): Promise<Job> {
    const input = scanner.capabilities.inputs.get(source);
    if (!input) throw new BridgeError('scanner-failed', { reason: 'no-such-source' });
    const now = await status();
    if (source !== 'flatbed') {
      const fault = feederFault(now) ?? (feederIsEmpty(now) ? 'scanner-empty' : null);
      if (fault) throw new BridgeError(fault);
    }
    const dpi = nearestDpi(input.resolutions, request.dpi);
    const [format = 'image/jpeg'] = input.formats;
    const wanted = request.colour ?? 'colour';
    const colour = input.colours.includes(wanted) ? wanted : (input.colours[0] ?? 'colour');
    const { version } = scanner.capabilities;
    const body = writeSettings({ version, source, dpi, colour, format, ...regionOf(input) });
    const answer = await patiently({ method: 'POST', path: 'ScanJobs', kind: 'document', body });
    if (answer.status === 409) throw new BridgeError('scanner-failed', { reason: 'settings-refused' });
    if (answer.status === 401 || answer.status === 403)
      throw new BridgeError('scanner-failed', { reason: 'not-allowed' });
    if (answer.status !== 201)
      throw new BridgeError('scanner-answer-bad', { reason: `status-${answer.status}` });
    // Only the path counts: a scanner behind another name gives addresses that lead elsewhere.
    const path = pathOf(answer.headers['location'] ?? '');
    if (!/^\/[\x21-\x7e]{1,500}$/.test(path))
      throw new BridgeError('scanner-answer-bad', { reason: 'no-job' });
    return { path, format, dpi };
  }

  /** False when there are no more pages. */
  async function nextPage({ path, format, dpi }: Job): Promise<boolean> {
    const answer = await patiently({ method: 'GET', path: `${path}/NextDocument`, kind: 'page' });
    if (answer.status === 200) {
      if (pages >= limits.pages) throw new BridgeError('scanner-failed', { reason: 'endless' });
      checkPage(answer, format);
      await context.item({ index: pages, dpi, mime: format }, [answer.body]);
      pages += 1;
      context.progress(pages, null);
      // Some scanners give the sheet on the glass again and again.
      return source !== 'flatbed';
    }
    const now = await status();
    const fault = (source === 'flatbed' ? null : feederFault(now)) ?? jobFault(now, path);
    if (fault) throw new BridgeError(fault);
    if (answer.status !== 404 && answer.status !== 410)
      throw new BridgeError('scanner-failed', { status: answer.status });
    if (pages > 0) return false;
    throw new BridgeError(source === 'flatbed' ? 'scanner-failed' : 'scanner-empty', { reason: 'no-page' });
  }

  try {
    job = await begin();
    while (await nextPage(job));
    if (source !== 'flatbed') job = undefined;
    return pages;
  } catch (error) {
    if (context.signal.aborted) throw new BridgeError('cancelled', { pages });
    if (error instanceof BridgeError) throw new BridgeError(error.code, { ...error.details, pages });
    throw error;
  } finally {
    clearInterval(heartbeat);
    // A job left behind keeps the scanner busy for everybody.
    if (job) {
      const farewell = AbortSignal.timeout(farewellMs);
      await put({ method: 'DELETE', path: job.path, kind: 'document' }, farewell).catch(() => undefined);
    }
  }
}

/** Seconds, as scanners give it; a date or nonsense counts as nothing. */
function retryAfterMs(header: string | undefined, { busyWaitMs }: EsclLimits): number {
  const seconds = /^\s*(\d{1,6})\s*$/.exec(header ?? '')?.[1];
  const named = seconds === undefined ? busyWaitMs : Number(seconds) * 1_000;
  return Math.min(10 * busyWaitMs, Math.max(busyWaitMs, named));
}
