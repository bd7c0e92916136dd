/** One city system as the checks see it: the real adapter, and its messages raw, to send what an adapter never would. */
import { envelope } from './raw.ts';
import { noCodes } from '../codes.ts';
import { noiHoSoOf, tienTrinhOf } from '../mapping-b.ts';
import { hoSoOf, tienDoOf } from '../mapping.ts';
import type { CityAdapter, DossierParcel, ProgressParcel } from '../ports.ts';
import { createStyleA } from '../style-a.ts';
import { createStyleB } from '../style-b.ts';
import type { RawAnswer } from './raw.ts';

export type Credentials =
  | { readonly style: 'a'; readonly username: string; readonly password: string; readonly unit: string }
  | { readonly style: 'b'; readonly clientId: string; readonly clientSecret: string; readonly unit: string };

export interface Endpoint {
  readonly url: string;
  readonly style: 'a' | 'b';
  /** A fresh one, as after a new start. */
  adapter(): CityAdapter;
  signIn(secret: 'right' | 'wrong'): Promise<RawAnswer & { readonly credential: string }>;
  /** `{authorization}` or `{session}`, for what both styles share. */
  headers(): Promise<Readonly<Record<string, string>>>;
  uploadRaw(file: {
    readonly name: string;
    readonly bytes: Uint8Array;
  }): Promise<RawAnswer & { readonly hash: string }>;
  /** The code to create a dossier under: style B's next one, '' in style A. */
  nextCode(): Promise<string>;
  message(parcel: DossierParcel, code: string): Record<string, unknown>;
  create(
    message: Record<string, unknown>,
    credential?: string,
  ): Promise<RawAnswer & { readonly code: string }>;
  /** Null: style B has one way to create and to replace. */
  readonly replace: ((message: Record<string, unknown>) => Promise<RawAnswer>) | null;
  lookUp(code: string): Promise<RawAnswer & { readonly dossiers: readonly Record<string, unknown>[] }>;
  progress(step: ProgressParcel): Promise<RawAnswer>;
  /** Name of a dossier's list of steps. */
  readonly steps: string;
}

const json = { 'content-type': 'application/json' };
const limitMs = 20_000;

export function createEndpoint(url: string, credentials: Credentials): Endpoint {
  const isA = credentials.style === 'a';
  let credential: Promise<string> | null = null;

  const request = async (path: string, init: RequestInit): Promise<RawAnswer> => {
    const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(limitMs) });
    return envelope(response);
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> =>
    request(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });

  const signIn: Endpoint['signIn'] = async (secret) => {
    const word = (right: string): string => (secret === 'right' ? right : `sai-${right}`);
    const answer =
      credentials.style === 'a'
        ? await post('/auth', { username: credentials.username, password: word(credentials.password) })
        : await post('/token', {
            client_id: credentials.clientId,
            client_secret: word(credentials.clientSecret),
          });
    return { ...answer, credential: answer.text('session') || answer.text('access_token') };
  };
  const held = (): Promise<string> => {
    credential ??= signIn('right').then((answer) => answer.credential);
    return credential;
  };
  const bearing = (value: string): Record<string, string> =>
    isA ? { session: value } : { authorization: `Bearer ${value}` };

  const service = async (name: string, fields: object, given?: string): Promise<RawAnswer> =>
    post('/integration', {
      session: given ?? (await held()),
      madonvi: credentials.unit,
      service: name,
      ...fields,
    });
  const rest = async (path: string, body: unknown, given?: string): Promise<RawAnswer> =>
    post(path, body, bearing(given ?? (await held())));

  return {
    url,
    style: credentials.style,
    adapter: () =>
      credentials.style === 'a'
        ? createStyleA({ baseUrl: url, timeoutMs: limitMs, ...credentials })
        : createStyleB({ baseUrl: url, timeoutMs: limitMs, ...credentials }),
    signIn,
    headers: async () => bearing(await held()),
    uploadRaw: async ({ name, bytes }) => {
      const form = new FormData();
      form.append('files', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
      const answer = await request(isA ? '/upload' : '/UploadFile', {
        method: 'POST',
        headers: bearing(await held()),
        body: form,
      });
      return { ...answer, hash: answer.text('HashTepTin').toLowerCase() };
    },
    nextCode: async () => {
      if (isA) return '';
      const query = new URLSearchParams({ code: credentials.unit }).toString();
      const answer = await request(`/GetNextValue?${query}`, { headers: bearing(await held()) });
      return answer.text('value') || answer.text('maHoSo');
    },
    message: (parcel, code) =>
      isA ? { ...hoSoOf(parcel), MaHoSo: code } : { ...noiHoSoOf(parcel, code, credentials.unit, noCodes) },
    create: async (message, given) => {
      const answer = isA
        ? await service('DongBoHoSoMC', { isUpdating: 'False', data: [message] }, given)
        : await rest('/NoiHoSo', message, given);
      return { ...answer, code: answer.text('MaHoSo') || answer.text('maHoSo') };
    },
    replace: isA ? (message) => service('DongBoHoSoMC', { isUpdating: 'True', data: [message] }) : null,
    lookUp: async (code) => {
      const answer = isA
        ? await service('TraCuuHoSo', { mahoso: code })
        : await request(`/HoSo?${new URLSearchParams({ maHoSo: code }).toString()}`, {
            headers: bearing(await held()),
          });
      return { ...answer, dossiers: answer.rows() };
    },
    progress: (step) =>
      isA
        ? service('CapNhatTienDoHoSoMC', { data: [tienDoOf(step)] })
        : rest('/CapNhatTienTrinh', [tienTrinhOf(step)]),
    steps: isA ? 'DanhSachTienDo' : 'TienTrinh',
  };
}
