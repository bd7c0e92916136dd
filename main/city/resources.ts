/**
 * What both styles share beyond their own messages: asking by hash, resumable uploads, changes and the epoch. None of it
 * is in a published contract; a city that answers 404 (or 403, 405, 501) does not offer it, and the adapter does without.
 *
 *   GET  /thong-tin              {kyNguyen}                                   the epoch
 *   POST /tep/tra-cuu {hash:[]}  {tep: [{hash, id, duongDan}]}                contents that the city has
 *   …    /tus                    see tus.ts
 *   GET  /thay-doi               see changes.ts
 *   GET  /goi/<kind>             see bundles.ts
 */
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import { changePageOf } from './changes.ts';
import type { CredentialKeeper } from './credential.ts';
import type { CityAnswer } from './exchange.ts';
import type { CityLine, LineRequest } from './line.ts';
import type { CityAdapter, CityError, CityUpload, Pace, OutgoingFile, WireMemory } from './ports.ts';
import { createTusClient } from './tus.ts';

export interface ResourceParts {
  readonly line: CityLine;
  readonly credential: CredentialKeeper;
  /** The header that carries the credential. */
  readonly authorise: (credential: string) => Readonly<Record<string, string>>;
  readonly memory: WireMemory;
  /** The style's own way to send a whole file. */
  readonly uploadWhole: (file: OutgoingFile, signal: AbortSignal) => Promise<Result<CityUpload, CityError>>;
}

export type SharedResources = Pick<
  CityAdapter,
  'onExchange' | 'probe' | 'epoch' | 'holds' | 'upload' | 'changesSince' | 'bundle'
> & {
  /** With the credential; renewed once when the city answers 401. */
  readonly ask: (request: LineRequest, signal: AbortSignal) => Promise<Result<CityAnswer, CityError>>;
};

const About = z.looseObject({ kyNguyen: z.union([z.string(), z.number()]).transform(String) });
const Held = z.looseObject({
  tep: z
    .array(
      z.looseObject({
        hash: z.string().regex(/^[0-9a-fA-F]{64}$/),
        id: z.union([z.string().min(1).max(200), z.number()]).transform(String),
        duongDan: z.string().nullish(),
      }),
    )
    .max(1_000),
});

const changesAtOnce = 200;

/** A gateway answers 403 for a path that it was not told of. */
function notOffered(status: number): boolean {
  return status === 403 || status === 404 || status === 405 || status === 501;
}

export function createSharedResources(parts: ResourceParts): SharedResources {
  const { line, credential, authorise, memory, uploadWhole } = parts;
  let hashesCanBeAsked = true;

  const ask: SharedResources['ask'] = (request, signal) =>
    credential.use<CityAnswer>(
      (value) => line.ask({ ...request, headers: { ...request.headers, ...authorise(value) } }, signal),
      (answer) => answer.ok && answer.value.status === 401,
      signal,
    );

  const tus = createTusClient({ ask, askOpenly: line.ask, pathOf: line.pathOf, path: '/tus', memory });

  return {
    ask,
    onExchange: line.onExchange,
    probe: async (signal) => {
      const answer = await line.ask({ path: '/', method: 'GET' }, signal);
      if (!answer.ok) return answer;
      // Any answer but a server error shows that the city is there; the path itself may not exist.
      const { status } = answer.value;
      return status >= 500 ? fail('city-unreachable', { reason: `http-${status}` }) : ok(null);
    },
    epoch: async (signal) => {
      const answer = await line.ask({ path: '/thong-tin', method: 'GET' }, signal);
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      if (status >= 500) return fail('city-unreachable', { reason: `http-${status}` });
      const about = About.safeParse(body);
      return ok(status === 200 && about.success ? about.data.kyNguyen.slice(0, 200) : null);
    },
    holds: async (sha256s, signal) => {
      const none: ReadonlyMap<string, CityUpload> = new Map();
      if (!hashesCanBeAsked || sha256s.length === 0) return ok(none);
      const answer = await ask(
        {
          path: '/tep/tra-cuu',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ hash: sha256s }),
        },
        signal,
      );
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      if (status >= 500 && status !== 501) return fail('city-unreachable', { reason: `http-${status}` });
      if (notOffered(status)) hashesCanBeAsked = false;
      const held = Held.safeParse(body);
      if (status !== 200 || !held.success) return ok(none);
      return ok(
        new Map(
          held.data.tep.map((row) => [row.hash.toLowerCase(), { id: row.id, path: row.duongDan ?? '' }]),
        ),
      );
    },
    upload: async (file, signal, pace?: Pace) => {
      const resumable = await tus.offered(signal);
      if (!resumable.ok) return resumable;
      if (resumable.value) return tus.upload(file, signal, pace);
      await pace?.(file.bytes.byteLength, signal);
      return uploadWhole(file, signal);
    },
    changesSince: async (cursor, etag, signal) => {
      const query = new URLSearchParams({
        toiDa: String(changesAtOnce),
        ...(cursor === null ? {} : { tu: cursor }),
      });
      const headers = etag === null ? {} : { 'if-none-match': etag };
      const answer = await ask({ path: `/thay-doi?${query.toString()}`, method: 'GET', headers }, signal);
      if (!answer.ok) return answer;
      const { status, body, headers: told } = answer.value;
      if (status === 304 || notOffered(status)) return ok(null);
      if (status === 410) return fail('city-refused', { message: 'cursor-unknown' });
      if (status !== 200) return fail('city-unreachable', { reason: `http-${status}` });
      const page = changePageOf(body, told.get('etag'));
      return page ? ok(page) : fail('city-unreachable', { reason: 'bad-answer' });
    },
    bundle: async (kind, signal) => {
      const answer = await ask({ path: `/goi/${encodeURIComponent(kind)}`, method: 'GET' }, signal);
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      return status === 200 ? ok(body) : fail('city-unreachable', { reason: `http-${status}` });
    },
  };
}

/** For a system of which nothing is to be remembered, e.g. while it is tested. */
export function forgetfulMemory(): WireMemory {
  const uploads = new Map<string, string>();
  const codes = new Map<string, string>();
  return {
    uploadUrl: (sha256) => uploads.get(sha256) ?? null,
    keepUpload: (sha256, url) => void uploads.set(sha256, url),
    forgetUpload: (sha256) => void uploads.delete(sha256),
    reservedCode: (dossierId) => codes.get(dossierId) ?? null,
    reserveCode: (dossierId, code) => {
      codes.set(dossierId, code);
      return true;
    },
  };
}
