/** One HTTP request to the city, with a limit on time and on the answer's size. Never throws, names no secret. */
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import { mostAnswerBytes, type AnswerHeaders, type Fetch, type FetchAnswer } from './http-fetch.ts';
import type { CityExchange } from './ports.ts';

export interface CityAnswer {
  readonly status: number;
  /** Parsed JSON, or undefined when the body is not JSON. */
  readonly body: unknown;
  readonly headers: AnswerHeaders;
}

export interface ExchangeOptions {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | Uint8Array;
  readonly bulk: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly fetch: Fetch;
  readonly heard: (exchange: CityExchange) => void;
}

function jsonOf(body: Buffer): unknown {
  if (body.byteLength === 0 || body.byteLength >= mostAnswerBytes) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3), which counts from the city's own `Date`. */
function retryAfterOf(response: FetchAnswer, cityTime: number): number | null {
  if (response.status !== 429 && response.status !== 503) return null;
  const told = (response.headers.get('retry-after') ?? '').trim();
  if (/^\d{1,9}$/.test(told)) return Number(told) * 1_000;
  const until = Date.parse(told);
  const ms = until - (Number.isNaN(cityTime) ? Date.now() : cityTime);
  return ms > 0 ? ms : null;
}

export async function exchange(options: ExchangeOptions): Promise<Result<CityAnswer, 'city-unreachable'>> {
  const controller = new AbortController();
  let reason = 'connection';
  const end = (why: string) => (): void => {
    reason = why;
    controller.abort();
  };
  const stopped = end('stopped');
  const timer = setTimeout(end('timeout'), options.timeoutMs);
  options.signal.addEventListener('abort', stopped, { once: true });
  if (options.signal.aborted) stopped();
  const startedAt = performance.now();
  try {
    const response = await options.fetch(options.url, {
      method: options.method,
      // A redirect would carry the session to a place that nobody has configured.
      redirect: 'error',
      signal: controller.signal,
      ...(options.headers ? { headers: options.headers } : {}),
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    const retryAfterMs = retryAfterOf(response, date);
    options.heard({
      roundTripMs: performance.now() - startedAt,
      cityTime: Number.isNaN(date) ? null : date,
      bulk: options.bulk,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    });
    return ok({ status: response.status, body: jsonOf(response.body), headers: response.headers });
  } catch {
    return fail('city-unreachable', { reason });
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', stopped);
  }
}
