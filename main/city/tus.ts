/**
 * Resumable uploads, the client's part of tus 1.0.0 (core, creation, creation-with-upload). The address of an upload is
 * remembered by the content's SHA-256 before its bytes go, so that it goes on after a broken line or a new start.
 *
 * Assumed of the city, beyond tus: the answers to the last PATCH and to HEAD of a finished upload carry `Tep-Id`,
 * `Tep-Hash` (SHA-256, hex) and `Tep-Duong-Dan`.
 */
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { CityAnswer } from './exchange.ts';
import type { LineRequest } from './line.ts';
import type { CityError, CityUpload, OutgoingFile, Pace, WireMemory } from './ports.ts';

export interface TusParts {
  /** With the credential. */
  readonly ask: (request: LineRequest, signal: AbortSignal) => Promise<Result<CityAnswer, CityError>>;
  /** Without: OPTIONS needs none, and a gateway that forbids it has not refused the credential. */
  readonly askOpenly: (request: LineRequest, signal: AbortSignal) => Promise<Result<CityAnswer, CityError>>;
  readonly pathOf: (location: string) => string | null;
  readonly path: string;
  readonly memory: WireMemory;
}

export interface TusClient {
  /** Whether the city speaks tus 1.0.0; asked once, and again after an answer that did not come. */
  offered(signal: AbortSignal): Promise<Result<boolean, CityError>>;
  upload(
    file: OutgoingFile,
    signal: AbortSignal,
    pace: Pace | undefined,
  ): Promise<Result<CityUpload, CityError>>;
}

const version = { 'tus-resumable': '1.0.0' } as const;
/** Up to this size a file goes together with its creation where the city takes that: one round trip instead of two. */
const togetherBytes = 256 * 1024;
/** With a cap on bandwidth the bytes go in pieces of this size, so that the cap is felt. */
const pacedPieceBytes = 64 * 1024;

type Step = { readonly path: string; readonly offset: number; readonly done: CityUpload | null };

export function createTusClient({ ask, askOpenly, pathOf, path, memory }: TusParts): TusClient {
  let known: { readonly resumable: boolean; readonly together: boolean } | null = null;

  const offered: TusClient['offered'] = async (signal) => {
    if (known) return ok(known.resumable);
    const answer = await askOpenly({ path, method: 'OPTIONS' }, signal);
    if (!answer.ok) return answer;
    const { headers, status } = answer.value;
    if (status >= 500 && status !== 501) return fail('city-unreachable', { reason: `http-${status}` });
    const versions = headers.get('tus-version') ?? headers.get('tus-resumable') ?? '';
    const extensions = (headers.get('tus-extension') ?? '').split(',').map((name) => name.trim());
    known = {
      resumable:
        headers.has('tus-resumable') &&
        versions.split(',').some((one) => one.trim() === '1.0.0') &&
        extensions.includes('creation'),
      together: extensions.includes('creation-with-upload'),
    };
    return ok(known.resumable);
  };

  const bytesOf = ({ bytes }: OutgoingFile, from: number, to: number): Uint8Array => bytes.subarray(from, to);

  /** Where the upload stands by this answer; `hash-differs` when the city got something else. */
  const stepOf = (file: OutgoingFile, at: string, answer: CityAnswer): Result<Step, 'city-unreachable'> => {
    const { headers } = answer;
    const text = headers.get('upload-offset') ?? '';
    const offset = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(offset <= file.bytes.byteLength)) return fail('city-unreachable', { reason: 'bad-answer' });
    if (offset < file.bytes.byteLength) return ok({ path: at, offset, done: null });
    const id = headers.get('tep-id') ?? '';
    if (id === '' || id.length > 200) return fail('city-unreachable', { reason: 'bad-answer' });
    if ((headers.get('tep-hash') ?? '').toLowerCase() !== file.sha256) {
      memory.forgetUpload(file.sha256);
      return fail('city-unreachable', { reason: 'hash-differs' });
    }
    return ok({ path: at, offset, done: { id, path: headers.get('tep-duong-dan') ?? '' } });
  };

  const refusalOf = (status: number, body: unknown): ReturnType<typeof fail<CityError>> => {
    const told = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
    if (status === 400 || status === 413 || status === 415 || status === 422) {
      return fail('city-refused', { message: told || `HTTP ${status}` });
    }
    return fail('city-unreachable', { reason: `http-${status}` });
  };

  /** Null: the city does not know it (any more). */
  const resumed = async (
    file: OutgoingFile,
    at: string,
    signal: AbortSignal,
  ): Promise<Result<Step | null, CityError>> => {
    const answer = await ask({ path: at, method: 'HEAD', headers: version }, signal);
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    if (status === 404 || status === 410 || status === 403) return ok(null);
    if (status !== 200 && status !== 204) return fail('city-unreachable', { reason: `http-${status}` });
    if (headers.get('upload-length') !== String(file.bytes.byteLength)) return ok(null);
    return stepOf(file, at, answer.value);
  };

  const created = async (
    file: OutgoingFile,
    signal: AbortSignal,
    pace: Pace | undefined,
  ): Promise<Result<Step, CityError>> => {
    const together = known?.together === true && file.bytes.byteLength <= togetherBytes;
    const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
    if (together) await pace?.(file.bytes.byteLength, signal);
    const answer = await ask(
      {
        path,
        method: 'POST',
        headers: {
          ...version,
          'upload-length': String(file.bytes.byteLength),
          'upload-metadata': `filename ${encoded(file.name)},filetype ${encoded('application/pdf')},sha256 ${encoded(file.sha256)}`,
          ...(together ? { 'content-type': 'application/offset+octet-stream' } : {}),
        },
        ...(together
          ? { body: bytesOf(file, 0, file.bytes.byteLength), bulkBytes: file.bytes.byteLength }
          : {}),
      },
      signal,
    );
    if (!answer.ok) return answer;
    const { status, headers, body } = answer.value;
    if (status !== 201) return refusalOf(status, body);
    const at = pathOf(headers.get('location') ?? '');
    if (at === null) return fail('city-unreachable', { reason: 'bad-answer' });
    if (together && headers.has('upload-offset')) return stepOf(file, at, answer.value);
    memory.keepUpload(file.sha256, at);
    return ok({ path: at, offset: 0, done: null });
  };

  const sendOn = async (
    file: OutgoingFile,
    step: Step,
    signal: AbortSignal,
    pace: Pace | undefined,
  ): Promise<Result<Step, CityError>> => {
    const left = file.bytes.byteLength - step.offset;
    const size = pace ? Math.min(left, pacedPieceBytes) : left;
    await pace?.(size, signal);
    const answer = await ask(
      {
        path: step.path,
        method: 'PATCH',
        headers: {
          ...version,
          'upload-offset': String(step.offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: bytesOf(file, step.offset, step.offset + size),
        bulkBytes: size,
      },
      signal,
    );
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    if (status === 460) {
      // What arrived is not what was announced (the checksum extension's status).
      memory.forgetUpload(file.sha256);
      return fail('city-unreachable', { reason: 'hash-differs' });
    }
    if (status === 204 || status === 200) return stepOf(file, step.path, answer.value);
    if (status === 409) {
      const now = await resumed(file, step.path, signal);
      if (!now.ok) return now;
      if (now.value && now.value.offset !== step.offset) return ok(now.value);
    }
    if (status === 404 || status === 410 || status === 409) {
      memory.forgetUpload(file.sha256);
      return fail('city-unreachable', { reason: 'upload-gone' });
    }
    return refusalOf(status, body);
  };

  return {
    offered,
    upload: async (file, signal, pace) => {
      const before = memory.uploadUrl(file.sha256);
      let step: Step | null = null;
      if (before !== null) {
        const found = await resumed(file, before, signal);
        if (!found.ok) return found;
        step = found.value;
        if (!step) memory.forgetUpload(file.sha256);
      }
      if (!step) {
        const fresh = await created(file, signal, pace);
        if (!fresh.ok) return fresh;
        step = fresh.value;
      }
      while (!step.done) {
        const next: Result<Step, CityError> = await sendOn(file, step, signal, pace);
        if (!next.ok) return next;
        if (next.value.offset <= step.offset) return fail('city-unreachable', { reason: 'bad-answer' });
        step = next.value;
      }
      memory.forgetUpload(file.sha256);
      return ok(step.done);
    },
  };
}
