/** Which request is which message of the contract. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { bodyOf, HttpProblem, jsonOf } from './bodies.ts';
import { textOf } from './checks.ts';
import type { Effects } from './effects.ts';
import type { Fields } from './journal.ts';
import { readMultipart } from './multipart.ts';
import { createResources } from './resources.ts';
import type { CityServerOptions } from './server-options.ts';
import type { Sessions } from './sessions.ts';
import type { CityState } from './state.ts';
import { createStyleA, refusal, type Answer } from './style-a.ts';
import { createStyleB, refusalB } from './style-b.ts';
import { createTusServer } from './tus.ts';

const maximumUploadBytes = 64 * 1024 * 1024;

/** What a request asks for, before anything is done. */
export interface Task {
  /** By which faults and counts know it. */
  readonly name: string;
  readonly style: 'a' | 'b' | 'shared';
  readonly open?: true;
  run(effects: Effects): Answer | Promise<Answer>;
}

export interface Routes {
  taskOf(route: string, query: URLSearchParams, request: IncomingMessage): Promise<Task>;
  /** Whether it carries a session or token that lives. */
  isLive(request: IncomingMessage): boolean;
}

export function createRoutes(parts: {
  readonly options: CityServerOptions;
  readonly state: CityState;
  readonly sessions: Sessions;
  readonly sessionTtlMs: () => number;
  readonly now: () => number;
}): Routes {
  const { options, state, sessions, sessionTtlMs, now } = parts;
  const account = { username: options.username, password: options.password };
  const styleA = createStyleA({ state, sessions, ...account, procedures: options.procedures });
  const styleB = createStyleB({
    ...{ state, sessions, sessionTtlMs },
    ...{ clientId: account.username, clientSecret: account.password },
  });
  const resources = createResources(state, now);
  const tus = createTusServer(options.journal.folder, state);

  const isLive = (request: IncomingMessage): boolean => {
    const bearer = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
    return sessions.isLive(bearer ?? request.headers['session']);
  };

  const upload = async (request: IncomingMessage, style: 'a' | 'b'): Promise<Answer> => {
    const body = await bodyOf(request, maximumUploadBytes);
    const parts = readMultipart(request.headers['content-type'] ?? '', body);
    if (!parts) throw new HttpProblem(400, 'Nội dung không phải là multipart/form-data hợp lệ');
    const no = (words: string): Answer => (style === 'a' ? refusal(words) : refusalB(400, words));
    if (!isLive(request)) {
      const words = 'Phiên làm việc không hợp lệ hoặc đã hết hạn';
      return style === 'a' ? refusal(words) : refusalB(401, words);
    }
    const sent = parts.filter((part) => part.field === 'files');
    if (sent.length === 0) return no('Thiếu trường bắt buộc: files');
    if (sent.some((part) => part.bytes.byteLength === 0)) return no('Tệp rỗng');
    const files = sent.map((part) => state.addFile(part.fileName.slice(0, 300), part.bytes));
    if (style === 'b') {
      const data = files.map((file) => ({ IdTepTin: file.id, HashTepTin: file.sha256 }));
      return { body: { code: 200, message: 'Thành công', data }, changed: true };
    }
    const result = files.map((file) => ({
      TepDinhKemId: file.id,
      HashTepTin: file.sha256,
      DuongDanTaiTepTin: `/files/${file.id}`,
    }));
    return { body: { error_code: '00', message: 'Thành công', result }, changed: true };
  };

  const download = async (id: string): Promise<Answer> => {
    const file = state.fileById(id);
    if (!file) throw new HttpProblem(404, 'Không tìm thấy tệp');
    const bytes = await readFile(options.journal.filePath(file.sha256));
    return { body: {}, raw: bytes, headers: { 'content-type': file.mime }, changed: false };
  };

  const tusTask = (request: IncomingMessage, path: string): Task => ({
    name: 'tus',
    style: 'shared',
    ...(request.method === 'OPTIONS' ? { open: true } : {}),
    run: async () => {
      const { status, headers, changed } = await tus.handle(request, path);
      return { status, headers, raw: Buffer.alloc(0), body: {}, changed };
    },
  });

  const styleATask = async (route: string, request: IncomingMessage): Promise<Task | null> => {
    const style = 'a';
    if (route === 'POST /auth') {
      const message = await jsonOf(request);
      return { name: 'auth', style, open: true, run: () => styleA.signIn(message) };
    }
    if (route === 'POST /upload')
      return { name: 'upload', style, open: true, run: () => upload(request, style) };
    if (route !== 'POST /integration') return null;
    const message = await jsonOf(request);
    const name = typeof message === 'object' && message !== null ? textOf(message as Fields, 'service') : '';
    return { name, style, open: true, run: (effects) => styleA.message(message, effects) };
  };

  const styleBTask = async (
    route: string,
    query: URLSearchParams,
    request: IncomingMessage,
  ): Promise<Task | null> => {
    const style = 'b';
    if (route === 'POST /UploadFile')
      return { name: 'upload', style, open: true, run: () => upload(request, style) };
    if (route === 'GET /GetNextValue') {
      return { name: 'GetNextValue', style, run: () => styleB.nextCode(query.get('code') ?? '') };
    }
    if (route === 'GET /HoSo') {
      const key = { code: query.get('maHoSo') ?? '', reference: query.get('thamChieu') ?? '' };
      return { name: 'lookUp', style, run: () => styleB.lookUp(key) };
    }
    if (
      !['POST /token', 'POST /NoiHoSo', 'POST /CapNhatTienTrinh', 'POST /CapNhatTrangThai'].includes(route)
    ) {
      return null;
    }
    const message = await jsonOf(request);
    if (route === 'POST /token')
      return { name: 'token', style, open: true, run: () => styleB.token(message) };
    const name = route.slice('POST /'.length);
    if (name === 'NoiHoSo') return { name, style, run: (effects) => styleB.create(message, effects) };
    const run = name === 'CapNhatTienTrinh' ? styleB.progress : styleB.status;
    return { name, style, run: () => run(message) };
  };

  const sharedTask = async (
    route: string,
    query: URLSearchParams,
    request: IncomingMessage,
  ): Promise<Task | null> => {
    const style = 'shared';
    const path = route.slice(route.indexOf(' ') + 1);
    if (route === 'GET /') {
      const body = { error_code: '00', message: 'Mô phỏng hệ thống Thành phố' };
      return { name: 'GET /', style, open: true, run: () => ({ body, changed: false }) };
    }
    if (route === 'GET /thong-tin') return { name: 'thong-tin', style, open: true, run: resources.about };
    if (route === 'POST /tep/tra-cuu') {
      const message = await jsonOf(request);
      return { name: 'tra-cuu', style, run: () => resources.held(message) };
    }
    if (route === 'GET /thay-doi') {
      const run = (): Answer => {
        const answer = resources.changes(query, request.headers['if-none-match'] ?? '');
        return { ...answer, headers: { etag: answer.etag } };
      };
      return { name: 'thay-doi', style, run };
    }
    if (route.startsWith('GET /goi/'))
      return { name: 'goi', style, run: () => resources.bundle(path.slice(5)) };
    if (route.startsWith('GET /files/')) return { name: 'files', style, run: () => download(path.slice(7)) };
    if (options.tus && (path === '/tus' || path.startsWith('/tus/'))) return tusTask(request, path);
    return null;
  };

  const taskOf = async (route: string, query: URLSearchParams, request: IncomingMessage): Promise<Task> => {
    const task =
      (options.styles === 'b' ? null : await styleATask(route, request)) ??
      (options.styles === 'a' ? null : await styleBTask(route, query, request)) ??
      (await sharedTask(route, query, request));
    if (!task) throw new HttpProblem(404, 'Không có đường dẫn này');
    return task;
  };

  return { taskOf, isLive };
}
