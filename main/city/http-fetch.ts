/**
 * `fetch` over `node:http`, as far as the city needs it. The built-in one throws past everybody, and so ends the program,
 * when an answer is given up while bytes of it arrive ("ReadableStream is already closed", nodejs/undici 2697).
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface FetchInit {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | Uint8Array;
  readonly signal: AbortSignal;
  readonly redirect: 'error';
}

/** What is read of the headers of an answer. */
export type AnswerHeaders = Pick<Headers, 'get' | 'has'>;

/** A whole answer. The built-in `Response` with its streams costs the main process more than the upload it answers. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** At most `mostAnswerBytes`: one with so many may have had more. */
  readonly body: Buffer;
}

export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** An answer is read no further, bytes; a reader sees that it has more than it takes. */
export const mostAnswerBytes = 4 * 1024 * 1024 + 1;
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

async function encoded(body: FetchInit['body']): Promise<{ bytes: Uint8Array; type: string | null } | null> {
  if (body === undefined) return null;
  if (body instanceof Uint8Array) return { bytes: body, type: null };
  if (typeof body === 'string') return { bytes: Buffer.from(body, 'utf8'), type: null };
  const written = new Response(body);
  return { bytes: new Uint8Array(await written.arrayBuffer()), type: written.headers.get('content-type') };
}

/** One that was sent more than once counts as its values in a row (RFC 9110, 5.3). */
function headersOf({ headersDistinct }: IncomingMessage): AnswerHeaders {
  const valuesOf = (name: string) => headersDistinct[name.toLowerCase()];
  return {
    has: (name) => valuesOf(name) !== undefined,
    get: (name) => valuesOf(name)?.join(', ') ?? null,
  };
}

/** Resolves with the whole answer; rejects when there is none, when it breaks off, and when `signal` says so. */
export const httpFetch: Fetch = async (url, { method, headers, body, signal }) => {
  const sent = await encoded(body);
  return await new Promise<FetchAnswer>((resolve, reject) => {
    const secure = url.startsWith('https:');
    const send = secure ? httpsRequest : httpRequest;
    const outgoing = send(url, {
      method,
      agent: secure ? agents.https : agents.http,
      headers: {
        ...(sent?.type ? { 'content-type': sent.type } : {}),
        ...headers,
        ...(sent || method === 'POST' || method === 'PATCH'
          ? { 'content-length': String(sent?.bytes.byteLength ?? 0) }
          : {}),
      },
    });
    const end = (error: unknown): void => {
      signal.removeEventListener('abort', giveUp);
      outgoing.destroy();
      reject(error instanceof Error ? error : new Error('no answer'));
    };
    const giveUp = (): void => end(new Error('given up'));
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    outgoing.on('error', end);
    outgoing.on('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      const chunks: Buffer[] = [];
      let size = 0;
      const answer = (): void => {
        signal.removeEventListener('abort', giveUp);
        const body = Buffer.concat(chunks).subarray(0, mostAnswerBytes);
        resolve({ status, headers: headersOf(incoming), body });
      };
      incoming.on('error', end);
      // Broken off: neither an end nor an error.
      incoming.on('close', () => {
        if (!incoming.complete) end(new Error('the answer broke off'));
      });
      if (status >= 300 && status < 400 && status !== 304) {
        end(new Error('led elsewhere'));
        return;
      }
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (size < mostAnswerBytes) return;
        answer();
        outgoing.destroy();
      });
      incoming.on('end', answer);
    });
    outgoing.end(sent?.bytes);
  });
};
