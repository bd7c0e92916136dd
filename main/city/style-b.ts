/**
 * City adapter for style B, six REST steps of ministry portals over LGSP. The code comes before the dossier: it is
 * written down here before the dossier is sent under it, so that a send repeated is a send under the same code, and the
 * city's "already there" is a yes.
 *
 * Looking a dossier up (`GET /HoSo`) is in no published contract; where it is not offered, an unanswered send is simply
 * repeated under its code.
 */
import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import {
  CreatedAnswer,
  FilesAnswer,
  KnownAnswer,
  NextCodeAnswer,
  TokenAnswer,
  verdictOf,
  wordsOf,
} from './answers-b.ts';
import { areSameWords, CityCode, referenceIn } from './answers.ts';
import { noCodes, type CodeTables } from './codes.ts';
import { createCredentialKeeper } from './credential.ts';
import type { CityAnswer } from './exchange.ts';
import { createCityLine, type LineOptions, type LineRequest } from './line.ts';
import { noiHoSoOf, steppedDate, tienTrinhOf, trangThaiOf } from './mapping-b.ts';
import type {
  CityAdapter,
  CityError,
  CityUpload,
  DossierParcel,
  OutgoingFile,
  ProgressParcel,
  WireMemory,
} from './ports.ts';
import { createSharedResources, forgetfulMemory } from './resources.ts';
import { standingOf, unknownStanding } from './standing.ts';

export interface StyleBOptions extends LineOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Code of the unit under which dossier codes are issued. */
  readonly unit: string;
  readonly paths?: StyleBPaths;
  /** Without it nothing outlives this adapter. */
  readonly memory?: WireMemory;
  readonly codes?: CodeTables;
}

/** Paths that a deployment names differently. */
export interface StyleBPaths {
  readonly token: string;
  readonly nextCode: string;
  readonly upload: string;
  readonly create: string;
  readonly lookUp: string;
  readonly progress: string;
  readonly status: string;
}

const usualPaths: StyleBPaths = {
  token: '/token',
  nextCode: '/GetNextValue',
  upload: '/UploadFile',
  create: '/NoiHoSo',
  lookUp: '/HoSo',
  progress: '/CapNhatTienTrinh',
  status: '/CapNhatTrangThai',
};

const soundsLikeKnown = /(?:đã|da) (?:tồn tại|ton tai|có trên|được tạo)|already exist|duplicate/iu;
/** A refusal that is about the code that a dossier was sent under. */
const soundsLikeCode = /m[aã] h[oồ] s[oơ]|mahoso|\bcode\b/iu;
const json = { 'content-type': 'application/json' } as const;

type Answer = Result<CityAnswer, CityError>;

/** Sorts an answer into yes, the city's no, and "cannot tell", which counts as unreachable. */
function sorted(answer: Answer): Answer {
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status === 400 || status === 409 || status === 413 || status === 422) {
    return fail('city-refused', { message: wordsOf(body) || `HTTP ${status}` });
  }
  if (status < 200 || status > 299) return fail('city-unreachable', { reason: `http-${status}` });
  if (typeof body !== 'object' || body === null) return fail('city-unreachable', { reason: 'bad-answer' });
  if (verdictOf(body) === 'no') return fail('city-refused', { message: wordsOf(body) || 'code' });
  return answer;
}

function read<Schema extends z.ZodType>(schema: Schema, answer: Answer): Result<z.output<Schema>, CityError> {
  if (!answer.ok) return answer;
  const parsed = schema.safeParse(answer.value.body);
  return parsed.success ? ok(parsed.data) : fail('city-unreachable', { reason: 'bad-answer' });
}

export function createStyleB(options: StyleBOptions): CityAdapter {
  const paths = options.paths ?? usualPaths;
  const codes = options.codes ?? noCodes;
  const memory = options.memory ?? forgetfulMemory();
  const line = createCityLine(options);
  let canBeAsked = true;

  const credential = createCredentialKeeper(async (signal) => {
    const body = JSON.stringify({ client_id: options.clientId, client_secret: options.clientSecret });
    const answer = await line.ask({ path: paths.token, method: 'POST', headers: json, body }, signal);
    if (answer.ok && (answer.value.status === 401 || answer.value.status === 403)) {
      return fail('city-refused', { message: 'token' });
    }
    return read(TokenAnswer, sorted(answer));
  });

  const uploadWhole = async (
    file: OutgoingFile,
    signal: AbortSignal,
  ): Promise<Result<CityUpload, CityError>> => {
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(file.bytes)], { type: 'application/pdf' }), file.name);
    const bulkBytes = file.bytes.byteLength;
    const answer = await shared.ask({ path: paths.upload, method: 'POST', body: form, bulkBytes }, signal);
    const files = read(FilesAnswer, sorted(answer));
    if (!files.ok) return files;
    const kept = files.value[0];
    if (!kept) return fail('city-unreachable', { reason: 'bad-answer' });
    if (kept.HashTepTin !== '' && kept.HashTepTin.toLowerCase() !== file.sha256) {
      return fail('city-unreachable', { reason: 'hash-differs' });
    }
    return ok({ id: kept.IdTepTin, path: '' });
  };

  const shared = createSharedResources({
    line,
    credential,
    authorise: (token) => ({ authorization: `Bearer ${token}` }),
    memory,
    uploadWhole,
  });

  const post = (path: string, body: unknown, signal: AbortSignal): Promise<Answer> => {
    const request: LineRequest = { path, method: 'POST', headers: json, body: JSON.stringify(body) };
    return shared.ask(request, signal).then(sorted);
  };

  /** Null: this city cannot be asked. */
  const lookUp = async (
    key: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Result<z.output<typeof KnownAnswer> | null, CityError>> => {
    if (!canBeAsked) return ok(null);
    const path = `${paths.lookUp}?${new URLSearchParams(key).toString()}`;
    const answer = await shared.ask({ path, method: 'GET' }, signal);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    // 404 with a verdict is an answer about the dossier, without one about the path.
    if (status === 404 && verdictOf(body) !== 'none') return ok([]);
    if (status === 403 || status === 404 || status === 405 || status === 501) {
      canBeAsked = false;
      return ok(null);
    }
    return read(KnownAnswer, sorted(answer));
  };

  const findDossier: CityAdapter['findDossier'] = async (dossierId, signal) => {
    const reserved = memory.reservedCode(dossierId);
    const keys: Record<string, string>[] = [{ thamChieu: dossierId }];
    if (reserved !== null) keys.unshift({ maHoSo: reserved });
    for (const key of keys) {
      const found = await lookUp(key, signal);
      if (!found.ok) return found;
      const ours = found.value?.find(({ MaHoSo, ThongTinKhac }) => {
        const reference = referenceIn(ThongTinKhac ?? '');
        // A city that was set back may have given the code to another's dossier; that one has a reference of its own.
        return reference === dossierId || (reference === '' && reserved !== null && MaHoSo === reserved);
      });
      if (!ours) continue;
      const code = CityCode.safeParse(ours.MaHoSo);
      return code.success ? ok(code.data) : fail('city-unreachable', { reason: 'bad-answer' });
    }
    return ok(null);
  };

  /** The next code, written down before it is used. */
  const newCode = async (dossierId: string, signal: AbortSignal): Promise<Result<string, CityError>> => {
    const query = new URLSearchParams({ code: options.unit }).toString();
    const answer = sorted(await shared.ask({ path: `${paths.nextCode}?${query}`, method: 'GET' }, signal));
    const next = read(NextCodeAnswer, answer);
    if (!next.ok) return next;
    const code = CityCode.safeParse(next.value);
    if (!code.success) return fail('city-unreachable', { reason: 'bad-answer' });
    return memory.reserveCode(dossierId, code.data)
      ? ok(code.data)
      : fail('city-unreachable', { reason: 'disk-full' });
  };

  /** `absent`: refused, and nothing of ours stands there. */
  const createUnder = async (
    code: string,
    parcel: DossierParcel,
    signal: AbortSignal,
  ): Promise<{ readonly code: Result<string, CityError>; readonly absent: boolean }> => {
    const answer = await post(paths.create, noiHoSoOf(parcel, code, options.unit, codes), signal);
    if (answer.ok) {
      const created = read(CreatedAnswer, answer);
      if (!created.ok) return { code: created, absent: false };
      // A city that files it under another code than it gave has the last word.
      const final = CityCode.safeParse(created.value);
      return { code: ok(final.success ? final.data : code), absent: false };
    }
    if (answer.error.code !== 'city-refused') return { code: answer, absent: false };
    // The code was given to us alone: what stands under it is our earlier send. Some cities say no to what they took.
    const found = await findDossier(parcel.dossier.id, signal);
    if (!found.ok) return { code: found, absent: false };
    if (found.value !== null) return { code: ok(found.value), absent: false };
    const isKnown = soundsLikeKnown.test(String(answer.error.details?.['message'] ?? ''));
    return isKnown && !canBeAsked ? { code: ok(code), absent: false } : { code: answer, absent: canBeAsked };
  };

  const sendDossier: CityAdapter['sendDossier'] = async (parcel, signal) => {
    const { dossier } = parcel;
    const given = dossier.cityCode ?? memory.reservedCode(dossier.id);
    if (given !== null) {
      const sent = await createUnder(given, parcel, signal);
      const words = sent.code.ok ? '' : String(sent.code.error.details?.['message'] ?? '');
      if (!sent.absent || !soundsLikeCode.test(words)) return sent.code;
      // A city that was set back does not know that it gave the code, or has given it again.
    }
    const code = await newCode(dossier.id, signal);
    return code.ok ? (await createUnder(code.value, parcel, signal)).code : code;
  };

  const sendStatus = async (
    parcel: ProgressParcel,
    signal: AbortSignal,
  ): Promise<Result<null, CityError>> => {
    const answer = await post(paths.status, [trangThaiOf(parcel)], signal);
    return answer.ok ? ok(null) : answer;
  };

  const { ask: _unused, ...resources } = shared;
  return {
    ...resources,
    findDossier,
    standing: async (cityCode, dossierId, signal) => {
      const found = await lookUp({ maHoSo: cityCode }, signal);
      if (!found.ok) return found;
      if (found.value === null) return ok(unknownStanding);
      const entry = found.value.find(({ MaHoSo }) => MaHoSo === cityCode);
      const reference = referenceIn(entry?.ThongTinKhac ?? '');
      const isOurs = reference === '' || reference === dossierId;
      return ok(
        standingOf({
          holder: !entry ? 'none' : isOurs ? 'ours' : 'another',
          status: entry?.TrangThai ?? '',
          steps: entry?.TienTrinh,
          isSame: ({ ThoiDiemXuLy, TrangThai, NoiDungXuLy }, step) =>
            ThoiDiemXuLy === steppedDate(step.at) &&
            TrangThai === String(step.status) &&
            areSameWords(NoiDungXuLy, step.text),
          statusGoesAlone: true,
        }),
      );
    },
    canBeAsked: () => canBeAsked,
    sendDossier,
    sendProgress: async (parcel, signal) => {
      const step = await post(paths.progress, [tienTrinhOf(parcel)], signal);
      return step.ok ? sendStatus(parcel, signal) : step;
    },
    sendStatus,
  };
}
