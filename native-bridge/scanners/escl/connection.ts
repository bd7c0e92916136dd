/**
 * One question to a network scanner: HTTP or HTTPS with a deadline for each stage and a bound on the answer. Network
 * scanners sign their own certificates, so a certificate is trusted by what it was the first time, before a byte is sent.
 */
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { BridgeError } from '../../bridge-error.ts';
import { traceStep } from '../../trace.ts';
import type { EsclLimits } from './limits.ts';

export interface EsclQuestion {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly body?: string;
  /** SHA-256 of the certificate that the scanner must show, hex; undefined trusts any and tells it. */
  readonly fingerprint?: string | undefined;
  readonly kind: 'document' | 'page';
  readonly signal: AbortSignal;
}

export interface EsclAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** SHA-256 of the certificate, hex; null over plain HTTP. */
  readonly fingerprint: string | null;
}

const maxHeaderBytes = 64 * 1024;

const bad = (reason: string) => new BridgeError('scanner-answer-bad', { reason });
const silent = (stage: string) => new BridgeError('scanner-silent', { stage });

/** @throws BridgeError scanner-absent, -silent, -answer-bad, -page-too-large, -certificate-changed, cancelled */
export async function ask(question: EsclQuestion, limits: EsclLimits): Promise<EsclAnswer> {
  if (question.signal.aborted) throw new BridgeError('cancelled');
  const { socket, fingerprint } = await open(question, limits);
  const { method, url } = question;
  const trace = (what: string, details: Record<string, string | number>) =>
    traceStep(`escl:${url.host}`, `${method} ${url.pathname.split('/').at(-1) ?? ''} ${what}`, details);
  try {
    const response = await respond(question, socket, limits);
    trace('answered', { status: response.statusCode ?? 0 });
    const body = await readBody(response, question, limits);
    trace('read', { bytes: body.byteLength });
    return { status: response.statusCode ?? 0, headers: headersOf(response), body, fingerprint };
  } finally {
    socket.destroy();
  }
}

/** Waits for `attempt`, at most so long, and lets go of the socket when it is late or unwanted. */
async function within<Value>(
  ms: number,
  late: () => BridgeError,
  question: EsclQuestion,
  socket: Socket,
  attempt: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
    onAbort = () => reject(new BridgeError('cancelled'));
    question.signal.addEventListener('abort', onAbort, { once: true });
  });
  attempt.catch(() => undefined);
  try {
    return await Promise.race([attempt, limit]);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    question.signal.removeEventListener('abort', onAbort);
  }
}

async function open(
  question: EsclQuestion,
  limits: EsclLimits,
): Promise<{ socket: Socket; fingerprint: string | null }> {
  const { url } = question;
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (secure ? 443 : 80);
  // A scanner that was met over TLS is not asked in the clear: whoever answers there may be another.
  if (!secure && question.fingerprint !== undefined)
    throw new BridgeError('scanner-certificate-changed', { reason: 'plain' });
  const socket = secure
    ? // Trust comes from the fingerprint; old scanners know no better than TLS 1.2.
      connectTls({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' })
    : connectPlain({ host, port });
  const connected = new Promise<void>((resolve, reject) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve());
    socket.once('error', () => reject(new BridgeError('scanner-absent', { stage: 'connect' })));
    socket.once('close', () => reject(new BridgeError('scanner-absent', { stage: 'connect' })));
  });
  // Later errors belong to the request.
  socket.on('error', () => undefined);
  await within(
    limits.connectMs,
    () => new BridgeError('scanner-absent', { stage: 'connect' }),
    question,
    socket,
    connected,
  );
  if (!secure) return { socket, fingerprint: null };
  const { raw } = (socket as TLSSocket).getPeerCertificate();
  const fingerprint = createHash('sha256').update(raw).digest('hex');
  if (question.fingerprint !== undefined && question.fingerprint !== fingerprint) {
    socket.destroy();
    throw new BridgeError('scanner-certificate-changed', { reason: 'other' });
  }
  return { socket, fingerprint };
}

function respond(question: EsclQuestion, socket: Socket, limits: EsclLimits): Promise<IncomingMessage> {
  const { method, url, body } = question;
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest({
      method,
      host: url.hostname,
      path: url.pathname + url.search,
      createConnection: () => socket,
      maxHeaderSize: maxHeaderBytes,
      headers: {
        Host: url.host,
        Connection: 'close',
        Accept: '*/*',
        'Accept-Encoding': 'identity',
        'User-Agent': 'mot-cua',
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) }),
      },
    });
    request.on('response', resolve);
    request.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
    request.end(body);
  });
  const ms = question.kind === 'page' ? limits.pageStartMs : limits.answerMs;
  return within(ms, () => silent('answer'), question, socket, answered);
}

/** The words of the HTTP parser name what was wrong; the answer itself is never quoted. */
function failureOf(error: NodeJS.ErrnoException): BridgeError {
  const code = error.code ?? '';
  if (code === 'HPE_HEADER_OVERFLOW') return bad('header-too-long');
  if (code.startsWith('HPE_')) return bad('not-http');
  return code === 'ECONNRESET' || code === 'EPIPE'
    ? bad('hung-up')
    : new BridgeError('scanner-absent', { stage: 'answer' });
}

function readBody(response: IncomingMessage, question: EsclQuestion, limits: EsclLimits): Promise<Buffer> {
  const isPage = question.kind === 'page' && response.statusCode === 200;
  const maxBytes = isPage ? limits.pageBytes : limits.documentBytes;
  const tooLarge = () =>
    isPage
      ? new BridgeError('scanner-page-too-large', { limit: Math.round(limits.pageBytes / 1024 / 1024) })
      : bad('too-long');
  const announced = Number(response.headers['content-length'] ?? 0);
  let idle: NodeJS.Timeout | undefined;
  const end = (settle: () => void): void => {
    clearTimeout(idle);
    settle();
  };
  const collected = new Promise<Buffer>((resolve, reject) => {
    response.on('error', () => end(() => reject(bad('half'))));
    // Refused by its announcement: not a byte of it is read.
    if (announced > maxBytes) return reject(tooLarge());
    if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') return reject(bad('encoded'));
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stillComing = (): void => {
      clearTimeout(idle);
      idle = setTimeout(() => reject(silent('body')), limits.idleMs);
    };
    stillComing();
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return end(() => reject(tooLarge()));
      chunks.push(chunk);
      stillComing();
    });
    response.on('end', () =>
      end(() => (response.complete ? resolve(Buffer.concat(chunks, bytes)) : reject(bad('half')))),
    );
    response.on('close', () => end(() => reject(bad('half'))));
  });
  const ms = isPage ? limits.pageMs : limits.documentMs;
  return within(ms, () => silent('drip'), question, response.socket, collected).finally(() =>
    clearTimeout(idle),
  );
}

function headersOf(response: IncomingMessage): Record<string, string | undefined> {
  const { location, 'retry-after': retryAfter, 'content-type': contentType } = response.headers;
  return { location, 'retry-after': retryAfter, 'content-type': contentType };
}
