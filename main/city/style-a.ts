/** City adapter for style A, the "service" messages of the national portal / LGSP. */
import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import {
  areSameWords,
  CityCode,
  DossierAnswer,
  Envelope,
  LookUpAnswer,
  referenceIn,
  UploadAnswer,
} from './answers.ts';
import { noCodes, type CodeTables } from './codes.ts';
import { createCredentialKeeper, type Credential } from './credential.ts';
import type { CityAnswer } from './exchange.ts';
import { createCityLine, type LineOptions } from './line.ts';
import { hoSoOf, tienDoOf } from './mapping.ts';
import type { CityAdapter, CityError, CityUpload, DossierParcel, OutgoingFile, WireMemory } from './ports.ts';
import { createSharedResources, forgetfulMemory } from './resources.ts';
import { standingOf } from './standing.ts';

export interface StyleAOptions extends LineOptions {
  readonly username: string;
  readonly password: string;
  /** `madonvi`: the unit that sends. */
  readonly unit: string;
  /** Paths that a deployment names differently. */
  readonly paths?: { readonly auth: string; readonly integration: string; readonly upload: string };
  /** Without it nothing outlives this adapter. */
  readonly memory?: WireMemory;
  readonly codes?: CodeTables;
}

/** Sessions end silently; a refusal that reads like one, or any refusal under an old session, is tried once anew. */
const trustedSessionMs = 10 * 60 * 1000;
const soundsLikeSession = /phi[eê]n|session|token|h[eế]t h[aạ]n|đăng nhập|unauthori[sz]ed/iu;
const soundsLikeAbsent = /kh[oô]ng t[iì]m th[aấ]y|kh[oô]ng t[oồ]n t[aạ]i|not found/iu;

const json = { 'content-type': 'application/json' } as const;

/** Sorts an answer into accepted, refused, and "cannot tell", which counts as unreachable. */
function envelopeOf(answer: Result<CityAnswer, 'city-unreachable'>): Result<Envelope, CityError> {
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
}

function isStale(answer: Result<Envelope, CityError>, used: Credential): boolean {
  if (answer.ok) return false;
  const { code, details } = answer.error;
  if (details?.['reason'] === 'http-401' || details?.['reason'] === 'http-403') return true;
  if (code !== 'city-refused') return false;
  const old = performance.now() - used.since > trustedSessionMs;
  return old || soundsLikeSession.test(String(details?.['message'] ?? ''));
}

export function createStyleA(options: StyleAOptions): CityAdapter {
  const paths = options.paths ?? { auth: '/auth', integration: '/integration', upload: '/upload' };
  const codes = options.codes ?? noCodes;
  const line = createCityLine(options);

  const credential = createCredentialKeeper(async (signal) => {
    const body = JSON.stringify({ username: options.username, password: options.password });
    const answer = envelopeOf(
      await line.ask({ path: paths.auth, method: 'POST', headers: json, body }, signal),
    );
    if (!answer.ok) return answer;
    return answer.value.session === ''
      ? fail('city-unreachable', { reason: 'bad-answer' })
      : ok(answer.value.session);
  });

  const uploadWhole = async (
    file: OutgoingFile,
    signal: AbortSignal,
  ): Promise<Result<CityUpload, CityError>> => {
    const answer = await credential.use(
      async (session) => {
        const form = new FormData();
        form.append('files', new Blob([new Uint8Array(file.bytes)], { type: 'application/pdf' }), file.name);
        const headers = { session };
        const bulkBytes = file.bytes.byteLength;
        return envelopeOf(
          await line.ask({ path: paths.upload, method: 'POST', headers, body: form, bulkBytes }, signal),
        );
      },
      isStale,
      signal,
    );
    if (!answer.ok) return answer;
    const parsed = UploadAnswer.safeParse(answer.value.result);
    const kept = parsed.success ? parsed.data[0] : undefined;
    if (!kept) return fail('city-unreachable', { reason: 'bad-answer' });
    if (kept.HashTepTin !== '' && kept.HashTepTin.toLowerCase() !== file.sha256) {
      return fail('city-unreachable', { reason: 'hash-differs' });
    }
    return ok({ id: kept.TepDinhKemId, path: kept.DuongDanTaiTepTin });
  };

  const shared = createSharedResources({
    line,
    credential,
    authorise: (session) => ({ session }),
    memory: options.memory ?? forgetfulMemory(),
    uploadWhole,
  });

  const call = (service: string, fields: Record<string, unknown>, signal: AbortSignal) =>
    credential.use(
      async (session) => {
        const body = JSON.stringify({ session, madonvi: options.unit, service, ...fields });
        return envelopeOf(
          await line.ask({ path: paths.integration, method: 'POST', headers: json, body }, signal),
        );
      },
      isStale,
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

  const standing: CityAdapter['standing'] = async (code, dossierId, signal) => {
    const found = await lookUp({ mahoso: code }, signal);
    if (!found.ok) return found;
    const entry = found.value.find(({ MaHoSo }) => MaHoSo === code);
    const reference = referenceIn(entry?.ThongTinKhac ?? '');
    const isOurs = reference === '' || reference === dossierId;
    return ok(
      standingOf({
        holder: !entry ? 'none' : isOurs ? 'ours' : 'another',
        status: entry?.TrangThaiHoSo ?? '',
        steps: entry?.DanhSachTienDo,
        isSame: (other, step) => {
          const { ThoiDiemXuLy, TrangThai } = tienDoOf(step);
          const isThen = other.ThoiDiemXuLy === ThoiDiemXuLy && other.TrangThai === TrangThai;
          return isThen && areSameWords(other.NoiDungXuLy, step.text);
        },
        statusGoesAlone: false,
      }),
    );
  };

  const message = (isUpdating: 'True' | 'False', parcel: DossierParcel, signal: AbortSignal) =>
    call('DongBoHoSoMC', { isUpdating, data: [hoSoOf(parcel, codes)] }, signal);

  const create = async (parcel: DossierParcel, signal: AbortSignal): Promise<Result<string, CityError>> => {
    const answer = await message('False', parcel, signal);
    if (!answer.ok) {
      if (answer.error.code !== 'city-refused') return answer;
      // "False" for a known dossier is refused: see whether it is.
      const known = await findDossier(parcel.dossier.id, signal);
      return known.ok && known.value !== null ? ok(known.value) : answer;
    }
    const parsed = DossierAnswer.safeParse(answer.value.result);
    const code = CityCode.safeParse(parsed.success ? parsed.data[0]?.MaHoSo : undefined);
    if (code.success) return ok(code.data);
    // Taken, but the code did not come along: ask for it.
    const found = await findDossier(parcel.dossier.id, signal);
    if (!found.ok) return found;
    const under = found.value ?? parcel.dossier.cityCode;
    return under === null ? fail('city-unreachable', { reason: 'bad-answer' }) : ok(under);
  };

  /** "True" for a dossier that the city does not hold (any more) is refused, and over another's it would be a loss. */
  const replace = async (
    parcel: DossierParcel,
    given: string,
    signal: AbortSignal,
  ): Promise<Result<string, CityError>> => {
    const anew = (): Promise<Result<string, CityError>> =>
      create({ ...parcel, dossier: { ...parcel.dossier, cityCode: null } }, signal);
    const held = await standing(given, parcel.dossier.id, signal);
    if (!held.ok) return held;
    const { holder } = held.value;
    if (holder === 'another') return anew();
    if (holder === 'none') {
      const created = await create(parcel, signal);
      if (created.ok || created.error.code !== 'city-refused') return created;
      // Given to another since we looked.
      const since = await standing(given, parcel.dossier.id, signal);
      return since.ok && since.value.holder === 'another' ? anew() : created;
    }
    const answer = await message('True', parcel, signal);
    return answer.ok ? ok(given) : answer;
  };

  const { ask: _unused, ...resources } = shared;
  return {
    ...resources,
    findDossier,
    standing,
    canBeAsked: () => true,
    sendDossier: (parcel, signal) => {
      const given = parcel.dossier.cityCode;
      return given === null ? create(parcel, signal) : replace(parcel, given, signal);
    },
    sendProgress: async (parcel, signal) => {
      const answer = await call('CapNhatTienDoHoSoMC', { data: [tienDoOf(parcel)] }, signal);
      return answer.ok ? ok(null) : answer;
    },
  };
}
