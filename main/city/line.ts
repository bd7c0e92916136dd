/** The line to one city system: requests below its address, with a limit that grows with what is sent. */
import type { Result } from '../domain/result.ts';
import { exchange, type CityAnswer, type ExchangeOptions } from './exchange.ts';
import { httpFetch, type Fetch } from './http-fetch.ts';
import type { CityExchange } from './ports.ts';

export interface LineRequest {
  /** Below the base address, or (of an upload that goes on) a whole address at the same place. */
  readonly path: string;
  readonly method: ExchangeOptions['method'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: NonNullable<ExchangeOptions['body']>;
  /** Bytes of a file in the body, else 0. */
  readonly bulkBytes?: number;
}

export interface CityLine {
  ask(request: LineRequest, signal: AbortSignal): Promise<Result<CityAnswer, 'city-unreachable'>>;
  onExchange(listener: (exchange: CityExchange) => void): () => void;
  /** A `Location` as a path below the base address; null when it leads elsewhere, where no credential may go. */
  pathOf(location: string): string | null;
}

export interface LineOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly fetch?: Fetch;
  /** Limit of one request, ms; an upload gets 1 ms more per 100 bytes. Default 10,000. */
  readonly timeoutMs?: number;
}

export function createCityLine(options: LineOptions): CityLine {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const listeners = new Set<(exchange: CityExchange) => void>();
  const base = `${options.baseUrl}/`;
  const { origin, pathname } = new URL(base);

  return {
    ask: ({ path, method, headers, body, bulkBytes = 0 }, signal) =>
      exchange({
        url: `${options.baseUrl}${path}`,
        method,
        ...(headers ? { headers } : {}),
        ...(body === undefined ? {} : { body }),
        bulk: bulkBytes > 0,
        timeoutMs: timeoutMs + Math.ceil(bulkBytes / 100),
        signal,
        fetch: options.fetch ?? httpFetch,
        heard: (heard) => {
          for (const listener of listeners) listener(heard);
        },
      }),
    onExchange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOf: (location) => {
      if (!URL.canParse(location, base)) return null;
      const url = new URL(location, base);
      const root = pathname.slice(0, -1);
      if (url.origin !== origin || !url.pathname.startsWith(`${root}/`)) return null;
      return `${url.pathname.slice(root.length)}${url.search}`;
    },
  };
}
