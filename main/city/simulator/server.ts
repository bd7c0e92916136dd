/** The simulated city's HTTP side: routes, limits, the `Date` header, faults. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { textOf } from './checks.ts';
import { noFaults, readFaults } from './faults.ts';
import type { Fields, Journal } from './journal.ts';
import { readMultipart } from './multipart.ts';
import type { KnownProcedure } from './procedures.ts';
import { openState } from './state.ts';
import { createStyleA, refusal } from './style-a.ts';
import type { Answer } from './style-a.ts';

const maximumMessageBytes = 10 * 1024 * 1024;
const maximumUploadBytes = 64 * 1024 * 1024;

/** A request that is wrong as HTTP; the text goes back to the sender. */
class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > limit) throw new BadRequest(413, 'Nội dung quá lớn');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const body = await bodyOf(request, maximumMessageBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new BadRequest(400, 'Nội dung không phải là JSON hợp lệ');
  }
}

export interface CityServerOptions {
  readonly journal: Journal;
  readonly procedures: readonly KnownProcedure[];
  readonly username: string;
  readonly password: string;
  /** How long a session lives, ms. */
  readonly sessionTtlMs: number;
}

export function createCityServer(options: CityServerOptions): Server {
  const now = Date.now;
  const state = openState(options.journal, now);
  const initialFaults = noFaults(options.sessionTtlMs);
  let faults = { ...initialFaults };
  const requests = new Map<string, number>();
  const styleA = createStyleA({
    state,
    username: options.username,
    password: options.password,
    procedures: options.procedures,
    faults: () => faults,
    takeRefusal: () => {
      const words = faults.refuseNext;
      faults.refuseNext = null;
      return words;
    },
    now,
  });

  const count = (name: string): void => {
    requests.set(name, (requests.get(name) ?? 0) + 1);
  };

  const upload = async (request: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(request, maximumUploadBytes);
    const parts = readMultipart(request.headers['content-type'] ?? '', body);
    if (!parts) throw new BadRequest(400, 'Nội dung không phải là multipart/form-data hợp lệ');
    if (!styleA.hasSession(request.headers['session']))
      return refusal('Phiên làm việc không hợp lệ hoặc đã hết hạn');
    const sent = parts.filter((part) => part.field === 'files');
    if (sent.length === 0) return refusal('Thiếu trường bắt buộc: files');
    const result: Fields[] = [];
    for (const part of sent) {
      if (part.bytes.byteLength === 0) return refusal('Tệp rỗng');
      const file = state.addFile(part.fileName.slice(0, 300), part.bytes);
      result.push({ TepDinhKemId: file.id, HashTepTin: file.sha256, DuongDanTaiTepTin: `/files/${file.id}` });
    }
    return { body: { error_code: '00', message: 'Thành công', result }, changed: true };
  };

  const showState = (): Fields => ({
    counts: {
      dossiers: state.dossiers().length,
      files: state.files().length,
      progress: state.dossiers().reduce((sum, dossier) => sum + dossier.progress.length, 0),
      sessions: styleA.sessionCount(),
      repeatedDossiers: state.repeats.dossiers,
      repeatedSteps: state.repeats.steps,
      repeatedFiles: state.repeats.files,
    },
    requests: Object.fromEntries(requests),
    dossiers: state.dossiers(),
    files: state.files(),
    faults,
  });

  const send = (response: ServerResponse, status: number, body: Fields): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };

  const sendFile = async (request: IncomingMessage, response: ServerResponse, id: string): Promise<void> => {
    const file = state.fileById(id);
    if (!styleA.hasSession(request.headers['session']))
      throw new BadRequest(401, 'Phiên làm việc không hợp lệ');
    if (!file) throw new BadRequest(404, 'Không tìm thấy tệp');
    const bytes = await readFile(options.journal.filePath(file.sha256));
    response.writeHead(200, { 'content-type': file.mime });
    response.end(bytes);
  };

  /** Test control, outside the faults themselves. */
  const control = async (
    route: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    if (route === 'GET /_state') {
      send(response, 200, showState());
    } else if (route === 'POST /_faults') {
      const read = readFaults(await jsonOf(request), faults, initialFaults);
      if (!read) throw new BadRequest(400, 'unknown fault');
      faults = read.faults;
      if (read.expireSessions) styleA.expireSessions();
      send(response, 200, { ...faults });
    } else {
      throw new BadRequest(404, 'Không có đường dẫn này');
    }
  };

  const answer = async (route: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let name = route;
    let result: Answer;
    if (route === 'POST /auth') {
      result = styleA.signIn(await jsonOf(request));
    } else if (route === 'POST /integration') {
      const message = await jsonOf(request);
      name = typeof message === 'object' && message !== null ? textOf(message as Fields, 'service') : '';
      result = styleA.message(message);
    } else if (route === 'POST /upload') {
      name = 'upload';
      result = await upload(request);
    } else {
      throw new BadRequest(404, 'Không có đường dẫn này');
    }
    count(name.slice(0, 40));
    const faulty = result.changed && (faults.dropService ?? name) === name;
    if (faulty && faults.dropAfterCommit > 0) {
      faults.dropAfterCommit -= 1;
      response.destroy();
      return;
    }
    if (faulty && faults.hangAfterCommit > 0) {
      faults.hangAfterCommit -= 1;
      return;
    }
    send(response, 200, result.body);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const route = `${request.method ?? ''} ${path}`;
    if (path.startsWith('/_')) {
      await control(route, request, response);
      return;
    }
    if (faults.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.slowMs));
    response.setHeader('date', new Date(now() + faults.clockOffsetMs).toUTCString());
    if (faults.http503 > 0) {
      faults.http503 -= 1;
      count('503');
      throw new BadRequest(503, 'Hệ thống tạm thời gián đoạn');
    }
    if (request.method === 'GET' && path.startsWith('/files/'))
      await sendFile(request, response, path.slice(7));
    else if (route === 'GET /')
      send(response, 200, { error_code: '00', message: 'Mô phỏng hệ thống Thành phố' });
    else await answer(route, request, response);
  };

  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(now() + faults.clockOffsetMs).toUTCString());
    handle(request, response).catch((error: unknown) => {
      const known = error instanceof BadRequest;
      // The sender may be gone or half-way through its body; the connection ends with the answer.
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      if (!request.complete) response.setHeader('connection', 'close');
      send(response, known ? error.status : 500, {
        error_code: '-1',
        message: known ? error.message : 'Lỗi hệ thống',
      });
    });
  });
  server.requestTimeout = 120_000;
  server.headersTimeout = 10_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}
