/**
 * The simulated city's resumable uploads: tus 1.0.0 with creation, creation-with-upload and termination. What arrived is
 * kept, fsynced, also when the connection breaks or this process ends. A finished upload answers with the file's id.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { bodyOf } from './bodies.ts';
import type { CityState, KnownFile } from './state.ts';

export interface TusReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly changed: boolean;
}

export interface TusServer {
  handle(request: IncomingMessage, path: string): Promise<TusReply>;
}

interface Upload {
  readonly length: number;
  readonly name: string;
  /** '' when the sender did not say. */
  readonly sha256: string;
  /** Of the finished file; its part is gone then. */
  readonly file: string | null;
}

const always = {
  'tus-resumable': '1.0.0',
  'tus-version': '1.0.0',
  'tus-extension': 'creation,creation-with-upload,termination',
  'cache-control': 'no-store',
} as const;
const maximumBytes = 64 * 1024 * 1024;
/** Up to this size a file that comes with its creation is taken in one piece. */
const togetherBytes = 1024 * 1024;

function metadataOf(header: string): ReadonlyMap<string, string> {
  const pairs = header.slice(0, 8_192).split(',');
  return new Map(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ');
      return [name, Buffer.from(value, 'base64').toString('utf8')];
    }),
  );
}

function numberIn(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : null;
}

export function createTusServer(folder: string, state: CityState): TusServer {
  const uploads = join(folder, 'uploads');
  mkdirSync(uploads, { recursive: true, mode: 0o700 });
  const busy = new Set<string>();
  const aboutPath = (id: string): string => join(uploads, `${id}.json`);
  const partPath = (id: string): string => join(uploads, `${id}.part`);

  const reply = (status: number, headers: Record<string, string> = {}, changed = false): TusReply => ({
    status,
    headers: { ...always, ...headers },
    changed,
  });

  /** Null also for what a power cut tore: it is sent anew. */
  const readAbout = (id: string): Upload | null => {
    if (!existsSync(aboutPath(id))) return null;
    try {
      return JSON.parse(readFileSync(aboutPath(id), 'utf8')) as Upload;
    } catch {
      return null;
    }
  };
  const writeAbout = (id: string, upload: Upload): void => {
    writeFileSync(`${aboutPath(id)}.part`, JSON.stringify(upload), { flush: true, mode: 0o600 });
    renameSync(`${aboutPath(id)}.part`, aboutPath(id));
  };

  const arrived = (id: string): number => (existsSync(partPath(id)) ? statSync(partPath(id)).size : 0);

  const finishedHeaders = (file: KnownFile): Record<string, string> => ({
    'tep-id': file.id,
    'tep-hash': file.sha256,
    'tep-duong-dan': `/files/${file.id}`,
  });

  /** Null when the bytes are not those that were announced: nothing is kept then. */
  const finish = async (id: string, upload: Upload): Promise<KnownFile | null> => {
    const bytes = await readFile(partPath(id));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (upload.sha256 !== '' && upload.sha256 !== sha256) {
      await rm(partPath(id), { force: true });
      await rm(aboutPath(id), { force: true });
      return null;
    }
    const file = state.addFile(upload.name, bytes);
    writeAbout(id, { ...upload, file: file.id });
    await rm(partPath(id), { force: true });
    return file;
  };

  /** Appends what arrives, up to the length; what arrived before a break stays. */
  const take = async (
    request: IncomingMessage,
    id: string,
    upload: Upload,
  ): Promise<'whole' | 'too-much'> => {
    const handle = await open(
      partPath(id),
      constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND,
      0o600,
    );
    let size = arrived(id);
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        if (size + chunk.byteLength > upload.length) return 'too-much';
        await handle.appendFile(chunk);
        size += chunk.byteLength;
      }
      return 'whole';
    } finally {
      await handle.sync();
      await handle.close();
    }
  };

  const received = async (
    request: IncomingMessage,
    id: string,
    upload: Upload,
    status: number,
  ): Promise<TusReply> => {
    busy.add(id);
    try {
      if ((await take(request, id, upload)) === 'too-much') return reply(413);
      const offset = arrived(id);
      if (offset < upload.length) return reply(status, { 'upload-offset': String(offset) }, true);
      const file = await finish(id, upload);
      return file
        ? reply(status, { 'upload-offset': String(offset), ...finishedHeaders(file) }, true)
        : reply(460);
    } finally {
      busy.delete(id);
    }
  };

  /**
   * A small file with its creation: straight to where files are kept. When it breaks off nothing is, for the sender has
   * not learnt an address under which it could go on.
   */
  const createWhole = async (request: IncomingMessage, id: string, upload: Upload): Promise<TusReply> => {
    const bytes = await bodyOf(request, upload.length);
    if (bytes.byteLength < upload.length) return reply(400);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (upload.sha256 !== '' && upload.sha256 !== sha256) return reply(460);
    const file = state.addFile(upload.name, bytes);
    // Only for who asks again: what was promised is in the journal.
    writeFileSync(aboutPath(id), JSON.stringify({ ...upload, file: file.id }), { mode: 0o600 });
    const offset = { 'upload-offset': String(upload.length), location: `/tus/${id}` };
    return reply(201, { ...offset, ...finishedHeaders(file) }, true);
  };

  const create = async (request: IncomingMessage): Promise<TusReply> => {
    const length = numberIn(request.headers['upload-length']);
    if (length === null || length === 0) return reply(400);
    if (length > maximumBytes) return reply(413);
    const metadata = metadataOf(String(request.headers['upload-metadata'] ?? ''));
    const sha256 = (metadata.get('sha256') ?? '').toLowerCase();
    const id = randomUUID();
    const upload = { length, name: (metadata.get('filename') ?? '').slice(0, 300), sha256, file: null };
    const location = { location: `/tus/${id}` };
    if (request.headers['content-type'] !== 'application/offset+octet-stream') {
      writeAbout(id, upload);
      request.resume();
      return reply(201, location, true);
    }
    if (length <= togetherBytes) return createWhole(request, id, upload);
    writeAbout(id, upload);
    const answer = await received(request, id, upload, 201);
    return answer.status === 201 ? { ...answer, headers: { ...answer.headers, ...location } } : answer;
  };

  const about = (id: string): TusReply => {
    const upload = readAbout(id);
    if (!upload) return reply(404);
    const length = { 'upload-length': String(upload.length) };
    if (upload.file === null) return reply(200, { ...length, 'upload-offset': String(arrived(id)) });
    const file = state.fileById(upload.file);
    // Lost with a backup that was brought back.
    if (!file) return reply(410);
    return reply(200, { ...length, 'upload-offset': String(upload.length), ...finishedHeaders(file) });
  };

  const append = async (request: IncomingMessage, id: string): Promise<TusReply> => {
    const upload = readAbout(id);
    if (!upload) return reply(404);
    if (request.headers['content-type'] !== 'application/offset+octet-stream') return reply(415);
    if (busy.has(id)) return reply(423);
    const offset = upload.file === null ? arrived(id) : upload.length;
    if (numberIn(request.headers['upload-offset']) !== offset) return reply(409);
    if (upload.file !== null) return about(id);
    return received(request, id, upload, 204);
  };

  return {
    handle: async (request, path) => {
      const id = /^\/tus\/([0-9a-f-]{36})$/.exec(path)?.[1];
      if (request.method === 'OPTIONS') return reply(204, { 'tus-max-size': String(maximumBytes) });
      if (request.headers['tus-resumable'] !== '1.0.0') return reply(412);
      if (path === '/tus' && request.method === 'POST') return create(request);
      if (!id) return reply(404);
      if (request.method === 'HEAD') return about(id);
      if (request.method === 'PATCH') return append(request, id);
      if (request.method !== 'DELETE') return reply(405);
      await rm(partPath(id), { force: true });
      await rm(aboutPath(id), { force: true });
      return reply(204);
    },
  };
}
