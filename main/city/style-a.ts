/** City adapter for style A, the "service" messages of the national portal / LGSP. */
import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import { CityCode, DossierAnswer, Envelope, LookUpAnswer, referenceIn, UploadAnswer } from './answers.ts';
import { exchange } from './exchange.ts';
import type { CityAnswer } from './exchange.ts';
import { hoSoOf, tienDoOf } from './mapping.ts';
import type { CityAdapter, CityError, CityExchange } from './ports.ts';

export interface StyleAOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** `madonvi`: the unit that sends. */
  readonly unit: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Limit of one request, ms; an upload gets 1 ms more per 100 bytes. Default 10,000. */
  readonly timeoutMs?: number;
  /** Paths that a deployment names differently. */
  readonly paths?: { readonly auth: string; readonly integration: string; readonly upload: string };
}

interface Session {
  readonly id: string;
  readonly since: number;
}

/** Sessions end silently; a refusal that reads like one, or any refusal under an old session, is tried once anew. */
const trustedSessionMs = 10 * 60 * 1000;
const soundsLikeSession = /phi[eê]n|session|token|h[eế]t h[aạ]n|đăng nhập|unauthori[sz]ed/iu;
const soundsLikeAbsent = /kh[oô]ng t[iì]m th[aấ]y|kh[oô]ng t[oồ]n t[aạ]i|not found/iu;

export function createStyleA(options: StyleAOptions): CityAdapter {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const paths = options.paths ?? { auth: '/auth', integration: '/integration', upload: '/upload' };
  const listeners = new Set<(exchange: CityExchange) => void>();
  let session: Session | null = null;
  let signingIn: Promise<Result<Session, CityError>> | null = null;

  const request = (
    path: string,
    content: { body: string | FormData; headers: Record<string, string>; bulkBytes: number } | null,
    signal: AbortSignal,
  ): Promise<Result<CityAnswer, 'city-unreachable'>> =>
    exchange({
      url: `${options.baseUrl}${path}`,
      method: content ? 'POST' : 'GET',
      ...(content ? { body: content.body, headers: content.headers } : {}),
      bulk: (content?.bulkBytes ?? 0) > 0,
      timeoutMs: timeoutMs + Math.ceil((content?.bulkBytes ?? 0) / 100),
      signal,
      fetch: options.fetch ?? globalThis.fetch,
      heard: (heard) => {
        for (const listener of listeners) listener(heard);
      },
    });

  /** Sorts an answer into accepted, refused, and "cannot tell", which counts as unreachable. */
  const envelopeOf = (answer: Result<CityAnswer, 'city-unreachable'>): Result<Envelope, CityError> => {
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    const parsed = Envelope.safeParse(body);
    if (status === 400 || status === 413 || status === 422) {
      return fail('city-refused', { message: (parsed.success && parsed.data.message) || `HTTP ${status}` });
    }
    if (status < 200 || status > 299) return fail('city-unreachable', { reason: `http-${status}` });
    if (!parsed.success) return fail('city-unreachable', { reason: 'bad-answer' });
    if (parsed.data.accepted) return ok(parsed.data);
    return fail('city-refused', { message: parsed.data.message || `error_code ${parsed.data.errorCode}` });
  };

  const authenticate = async (signal: AbortSignal): Promise<Result<Session, CityError>> => {
    const body = JSON.stringify({ username: options.username, password: options.password });
    const answer = envelopeOf(
      await request(
        paths.auth,
        { body, headers: { 'content-type': 'application/json' }, bulkBytes: 0 },
        signal,
      ),
    );
    // A wrong password is our set-up's fault, not the dossier's: nothing is refused, everything waits.
    if (!answer.ok && answer.error.code === 'city-refused') {
      return fail('city-unreachable', { reason: 'sign-in-refused' });
    }
    if (!answer.ok) return answer;
    if (answer.value.session === '') return fail('city-unreachable', { reason: 'bad-answer' });
    session = { id: answer.value.session, since: performance.now() };
    return ok(session);
  };

  /** One sign-in at a time, shared by all who need it; `stale` is the session that did not work. */
  const sessionFor = async (
    stale: Session | null,
    signal: AbortSignal,
  ): Promise<Result<Session, CityError>> => {
    if (session && session !== stale) return ok(session);
    signingIn ??= authenticate(signal).finally(() => {
      signingIn = null;
    });
    return signingIn;
  };

  const isStale = (
    used: Session,
    error: { code: CityError; details?: Readonly<Record<string, unknown>> },
  ): boolean => {
    const reason = error.details?.['reason'];
    if (reason === 'http-401' || reason === 'http-403') return true;
    if (error.code !== 'city-refused') return false;
    return (
      soundsLikeSession.test(String(error.details?.['message'] ?? '')) ||
      performance.now() - used.since > trustedSessionMs
    );
  };

  const withSession = async (
    send: (session: string) => Promise<Result<CityAnswer, 'city-unreachable'>>,
    signal: AbortSignal,
  ): Promise<Result<Envelope, CityError>> => {
    const first = await sessionFor(null, signal);
    if (!first.ok) return first;
    const answer = envelopeOf(await send(first.value.id));
    if (answer.ok || !isStale(first.value, answer.error)) return answer;
    const second = await sessionFor(first.value, signal);
    if (!second.ok) return second;
    const again = envelopeOf(await send(second.value.id));
    if (!again.ok && isStale(second.value, again.error)) {
      session = null;
      return fail('city-unreachable', { reason: 'session-refused' });
    }
    return again;
  };

  const call = (service: string, fields: Record<string, unknown>, signal: AbortSignal) =>
    withSession(
      (id) =>
        request(
          paths.integration,
          {
            body: JSON.stringify({ session: id, madonvi: options.unit, service, ...fields }),
            headers: { 'content-type': 'application/json' },
            bulkBytes: 0,
          },
          signal,
        ),
      signal,
    );

  const lookUp = async (
    key: { mahoso: string } | { thamchieu: string },
    signal: AbortSignal,
  ): Promise<Result<z.infer<typeof LookUpAnswer>, CityError>> => {
    const answer = await call('TraCuuHoSo', key, signal);
    if (!answer.ok) {
      const absent = soundsLikeAbsent.test(String(answer.error.details?.['message'] ?? ''));
      return answer.error.code === 'city-refused' && absent ? ok([]) : answer;
    }
    const parsed = LookUpAnswer.safeParse(answer.value.result);
    return parsed.success ? ok(parsed.data) : fail('city-unreachable', { reason: 'bad-answer' });
  };

  const findDossier: CityAdapter['findDossier'] = async (dossierId, signal) => {
    const found = await lookUp({ thamchieu: dossierId }, signal);
    if (!found.ok) return found;
    // A city that ignores `thamchieu` may answer with somebody else's dossier.
    const ours = found.value.find((entry) => referenceIn(entry.ThongTinKhac) === dossierId);
    if (!ours) return ok(null);
    const code = CityCode.safeParse(ours.MaHoSo);
    return code.success ? ok(code.data) : fail('city-unreachable', { reason: 'bad-answer' });
  };

  const knowsCode = async (code: string, signal: AbortSignal): Promise<Result<boolean, CityError>> => {
    const found = await lookUp({ mahoso: code }, signal);
    return found.ok ? ok(found.value.some((entry) => entry.MaHoSo === code)) : found;
  };

  return {
    onExchange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    probe: async (signal) => {
      const answer = await request('/', null, signal);
      if (!answer.ok) return answer;
      // Any answer but a server error shows that the city is there; the path itself may not exist.
      if (answer.value.status >= 500)
        return fail('city-unreachable', { reason: `http-${answer.value.status}` });
      return ok(null);
    },
    findDossier,
    findProgress: async (parcel, signal) => {
      const found = await lookUp({ mahoso: parcel.cityCode }, signal);
      if (!found.ok) return found;
      const step = tienDoOf(parcel);
      const entry = found.value.find(({ MaHoSo }) => MaHoSo === parcel.cityCode);
      const known = entry?.DanhSachTienDo?.some(
        (other) => other.ThoiDiemXuLy === step['ThoiDiemXuLy'] && other.TrangThai === step['TrangThai'],
      );
      return ok(known === true);
    },
    upload: async (file, signal) => {
      const answer = await withSession((id) => {
        const form = new FormData();
        form.append('files', new Blob([new Uint8Array(file.bytes)], { type: 'application/pdf' }), file.name);
        return request(
          paths.upload,
          { body: form, headers: { session: id }, bulkBytes: file.bytes.byteLength },
          signal,
        );
      }, signal);
      if (!answer.ok) return answer;
      const parsed = UploadAnswer.safeParse(answer.value.result);
      const kept = parsed.success ? parsed.data[0] : undefined;
      if (!kept) return fail('city-unreachable', { reason: 'bad-answer' });
      if (kept.HashTepTin !== '' && kept.HashTepTin.toLowerCase() !== file.sha256) {
        return fail('city-unreachable', { reason: 'hash-differs' });
      }
      return ok({ id: kept.TepDinhKemId, path: kept.DuongDanTaiTepTin });
    },
    sendDossier: async (parcel, signal) => {
      const given = parcel.dossier.cityCode;
      const data = [hoSoOf(parcel)];
      const send = (isUpdating: 'True' | 'False') => call('DongBoHoSoMC', { isUpdating, data }, signal);
      let answer = await send(given === null ? 'False' : 'True');
      if (!answer.ok && answer.error.code === 'city-refused') {
        // "False" for a known dossier and "True" for an unknown one are refused: see which it is.
        if (given === null) {
          const known = await findDossier(parcel.dossier.id, signal);
          if (known.ok && known.value !== null) return ok(known.value);
        } else {
          const known = await knowsCode(given, signal);
          if (known.ok && !known.value) answer = await send('False');
        }
      }
      if (!answer.ok) return answer;
      if (given !== null) return ok(given);
      const parsed = DossierAnswer.safeParse(answer.value.result);
      const code = CityCode.safeParse(parsed.success ? parsed.data[0]?.MaHoSo : undefined);
      if (code.success) return ok(code.data);
      // Taken, but the code did not come along: ask for it.
      const found = await findDossier(parcel.dossier.id, signal);
      if (!found.ok) return found;
      return found.value === null ? fail('city-unreachable', { reason: 'bad-answer' }) : ok(found.value);
    },
    sendProgress: async (parcel, signal) => {
      const answer = await call('CapNhatTienDoHoSoMC', { data: [tienDoOf(parcel)] }, signal);
      return answer.ok ? ok(null) : answer;
    },
  };
}
