/** One IPP server, spoken to over HTTP (RFC 8010 section 4): CUPS by its socket or port, a network printer by its address. */
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { userInfo } from 'node:os';
import { BridgeError } from '../../bridge-error.ts';
import {
  BrokenIpp,
  decodeResponse,
  encodeRequest,
  ippTag,
  type IppAttribute,
  type IppGroup,
  type IppResponse,
} from './message.ts';

export interface IppServer {
  /** `/run/cups/cups.sock`, or null. */
  readonly socketPath: string | null;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

export interface IppCall {
  readonly path: string;
  readonly operation: number;
  readonly target: readonly IppAttribute[];
  readonly job?: readonly IppAttribute[];
  readonly document?: Uint8Array;
  readonly limitMs: number;
}

/** The server refused; `status` as in RFC 8011, appendix B. */
export class IppRefused extends Error {
  override readonly name = 'IppRefused';
  readonly status: number;
  constructor(status: number) {
    super(`ipp status 0x${status.toString(16)}`);
    this.status = status;
  }
}

/** A list of printers with the few attributes asked for is some kilobytes; more than this is not believed. */
const maxAnswerBytes = 8 * 1024 * 1024;
const usualSocket = '/run/cups/cups.sock';
let lastRequestId = 0;

/** `ipp://host:port/path`; undefined for anything else. */
export function serverOf(uri: string): { readonly server: IppServer; readonly path: string } | undefined {
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.protocol !== 'ipp:' && url.protocol !== 'ipps:') return undefined;
  if (url.hostname === '' || url.username !== '') return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const server = { socketPath: null, host, port: Number(url.port || 631), secure: url.protocol === 'ipps:' };
  return { server, path: url.pathname };
}

/** Where CUPS's own programs would look: CUPS_SERVER, then client.conf, then the local socket. */
export async function cupsServer(): Promise<IppServer> {
  const told = process.env['CUPS_SERVER'] ?? (await serverInClientConf()) ?? usualSocket;
  if (told.startsWith('/')) return { socketPath: told, host: 'localhost', port: 631, secure: false };
  const [, host = 'localhost', port = '631'] = /^(.*?)(?::(\d+))?(?:\/version=.*)?$/.exec(told) ?? [];
  return { socketPath: null, host, port: Number(port), secure: false };
}

async function serverInClientConf(): Promise<string | undefined> {
  const text = await readFile('/etc/cups/client.conf', 'utf8').catch(() => '');
  return /^\s*ServerName\s+(\S+)/im.exec(text)?.[1];
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'mot-cua';
  }
}

/**
 * @throws BridgeError printer-absent (nobody answers there), printer-failed (late, or not IPP)
 * @throws IppRefused
 */
export async function callIpp(server: IppServer, call: IppCall): Promise<readonly IppGroup[]> {
  lastRequestId = (lastRequestId % 1_000_000) + 1;
  const head = encodeRequest({
    operation: call.operation,
    requestId: lastRequestId,
    groups: [
      {
        tag: ippTag.operationGroup,
        attributes: [
          { tag: ippTag.charset, name: 'attributes-charset', values: ['utf-8'] },
          { tag: ippTag.language, name: 'attributes-natural-language', values: ['vi'] },
          ...call.target,
        ],
      },
      ...(call.job && call.job.length > 0 ? [{ tag: ippTag.jobGroup, attributes: call.job }] : []),
    ],
  });
  const body = call.document ? Buffer.concat([head, call.document]) : Buffer.from(head);
  let answer = await post(server, call, body, {});
  // CUPS asks who we are before a job is cancelled; over its socket the kernel vouches for us.
  if (answer.code === 401 && server.socketPath !== null)
    answer = await post(server, call, body, { authorization: `PeerCred ${userName()}` });
  if (answer.code !== 200) throw new BridgeError('printer-failed', { reason: `http-${answer.code}` });
  const { status, groups } = decoded(answer.bytes);
  if (status >= 0x0400) throw new IppRefused(status);
  return groups;
}

function decoded(bytes: Uint8Array): IppResponse {
  try {
    return decodeResponse(bytes);
  } catch (error) {
    if (error instanceof BrokenIpp) throw new BridgeError('printer-failed', { reason: 'not-ipp' });
    throw error;
  }
}

function post(
  server: IppServer,
  { path, limitMs }: IppCall,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly bytes: Uint8Array }> {
  const options: RequestOptions = {
    ...(server.socketPath === null
      ? { host: server.host, port: server.port }
      : { socketPath: server.socketPath }),
    method: 'POST',
    path,
    agent: false,
    signal: AbortSignal.timeout(limitMs),
    headers: { 'content-type': 'application/ipp', 'content-length': body.byteLength, ...headers },
  };
  return new Promise((resolve, reject) => {
    const request = (server.secure ? httpsRequest : httpRequest)(options, (response) => {
      read(response).then((bytes) => resolve({ code: response.statusCode ?? 0, bytes }), reject);
    });
    request.once('error', reject);
    request.end(body);
  }).catch((error: unknown) => {
    throw failureOf(error);
  }) as Promise<{ code: number; bytes: Uint8Array }>;
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    length += piece.byteLength;
    if (length > maxAnswerBytes) throw new BridgeError('printer-failed', { reason: 'too-long' });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function failureOf(error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ECONNREFUSED|ENOENT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EAI_AGAIN|EACCES)$/.test(code))
    return new BridgeError('printer-absent');
  return new BridgeError('printer-failed', { reason: /^[A-Z_]{3,40}$/.test(code) ? code : 'cut' });
}
