/** What the simulated network scanner can be made to do wrong. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { htmlPage } from './documents.ts';

/** Faults of the paper: they strike at page `page` (from 1) of a tray, and last until they are put right. */
export type PaperFault = 'jam' | 'cover-open' | 'stopped';
/** Faults of an answer, by what is wrong with it. */
export type AnswerFault =
  | 'busy'
  | 'silent'
  | 'slow-drip'
  | 'half'
  | 'html'
  | 'huge-announced'
  | 'huge-chunked'
  | 'length-too-long'
  | 'length-too-short'
  | 'empty'
  | 'garbled-chunks'
  | 'not-http'
  | 'huge-header'
  | 'encoded'
  | 'entity-bomb'
  | 'deep'
  | 'hang-up'
  | 'error-500';

export type FaultPlace = 'capabilities' | 'status' | 'job' | 'page';

export type EsclFault =
  | { readonly kind: 'paper'; readonly fault: PaperFault; readonly page: number }
  | {
      readonly kind: 'answer';
      readonly fault: AnswerFault;
      readonly place: FaultPlace;
      /** Good answers at this place before it strikes; 0 unless told. */
      readonly after?: number;
      /** How often it strikes; for ever unless told. */
      readonly times?: number;
    };

const gigabyte = 1024 ** 3;

/** Gives the answer `body` wrongly. */
export async function misanswer(
  response: ServerResponse,
  fault: AnswerFault,
  type: string,
  body: Uint8Array,
): Promise<void> {
  const headers = { 'Content-Type': type };
  const half = body.subarray(0, Math.floor(body.byteLength / 2));
  switch (fault) {
    case 'busy':
      response.writeHead(503, { 'Retry-After': '1' }).end();
      return;
    case 'error-500':
      response.writeHead(500).end();
      return;
    case 'silent':
      return;
    case 'hang-up':
      response.socket?.destroy();
      return;
    case 'half':
      response.writeHead(200, { ...headers, 'Content-Length': body.byteLength });
      response.write(half, () => response.socket?.destroy());
      return;
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(htmlPage);
      return;
    case 'empty':
      response.writeHead(200, { ...headers, 'Content-Length': 0 }).end();
      return;
    case 'encoded':
      response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip' }).end(body);
      return;
    case 'length-too-short':
      // More than a second answer could be: the rest is garbage to the client.
      raw(
        response,
        `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${half.byteLength}\r\n\r\n`,
        body,
      );
      return;
    case 'length-too-long':
      response.writeHead(200, { ...headers, 'Content-Length': body.byteLength + 1000 });
      response.write(body);
      setTimeout(() => response.socket?.destroy(), 100).unref();
      return;
    case 'garbled-chunks':
      raw(
        response,
        `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        half,
      );
      return;
    case 'not-http':
      raw(response, 'SSH-2.0-OpenSSH_9.2\r\n', new Uint8Array());
      return;
    case 'huge-header':
      raw(response, `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(2 * 1024 * 1024)}\r\n\r\n`, body);
      return;
    case 'entity-bomb':
      response.writeHead(200, headers).end(entityBomb());
      return;
    case 'deep':
      response.writeHead(200, headers).end(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`);
      return;
    case 'slow-drip':
      response.writeHead(200, { ...headers, 'Content-Length': body.byteLength });
      for (const byte of body) {
        if (response.destroyed) return;
        response.write(Uint8Array.of(byte));
        await wait(50, undefined, { ref: false });
      }
      response.end();
      return;
    case 'huge-announced':
      response.writeHead(200, { ...headers, 'Content-Length': 2 * gigabyte });
      await pour(response, body, 2 * gigabyte);
      return;
    case 'huge-chunked':
      response.writeHead(200, headers);
      await pour(response, body, 2 * gigabyte);
  }
}

/** Writes as fast as the other side reads, so that what it reads is what it chose to read. */
async function pour(response: ServerResponse, start: Uint8Array, bytes: number): Promise<void> {
  const piece = new Uint8Array(1024 * 1024);
  const gone = once(response, 'close');
  response.write(start);
  for (let written = start.byteLength; written < bytes && !response.destroyed; written += piece.byteLength) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), gone]);
  }
  response.end();
}

function raw(response: ServerResponse, head: string, body: Uint8Array): void {
  response.socket?.write(head);
  response.socket?.end(body);
}

/** Ten entities, each ten of the one before: 10 GB of text from one kilobyte. */
function entityBomb(): string {
  const entities = Array.from(
    { length: 10 },
    (_, level) => `<!ENTITY e${level} "${level === 0 ? 'x' : `&e${level - 1};`.repeat(10)}">`,
  );
  return `<?xml version="1.0"?><!DOCTYPE a [${entities.join('')}]><a>&e9;</a>`;
}
