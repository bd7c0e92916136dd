/** What a city system must do for its stations to lose and double nothing; each check by name, with what was found. */
import { randomUUID } from 'node:crypto';
import { referenceIn } from '../answers.ts';
import { steppedDate } from '../mapping-b.ts';
import { wireDate } from '../mapping.ts';
import type { Endpoint } from './endpoint.ts';
import { ownerName, parcelOf, sampleDossier, samplePdf, stepOf } from './sample.ts';
import type { RawAnswer } from './raw.ts';

export type Verdict =
  | { readonly verdict: 'passed'; readonly found: string }
  | { readonly verdict: 'failed'; readonly found: string }
  | { readonly verdict: 'not-offered'; readonly found: string };

export interface Check {
  readonly name: string;
  /** Why a station needs it. */
  readonly about: string;
  run(city: Endpoint): Promise<Verdict>;
}

export const passed = (found = ''): Verdict => ({ verdict: 'passed', found });
export const failed = (found: string): Verdict => ({ verdict: 'failed', found });
export const notOffered = (found: string): Verdict => ({ verdict: 'not-offered', found });
export const signal = (): AbortSignal => AbortSignal.timeout(30_000);

function told(answer: RawAnswer): string {
  return `HTTP ${String(answer.status)} ${answer.words}`.trim();
}

function mustRefuse(answer: RawAnswer): Verdict {
  return answer.refused ? passed(told(answer)) : failed(`not refused: ${told(answer)}`);
}

async function created(city: Endpoint) {
  const dossier = sampleDossier();
  const code = await city.nextCode();
  const message = city.message(parcelOf(dossier), code);
  const answer = await city.create(message);
  return { dossier, message, answer, code: answer.code || code };
}

/** How often the city holds this step. */
async function stepsHeld(city: Endpoint, code: string, at: number): Promise<number | null> {
  const { dossiers } = await city.lookUp(code);
  const steps = dossiers[0]?.[city.steps];
  if (!Array.isArray(steps)) return null;
  const when = city.style === 'a' ? wireDate(at) : steppedDate(at);
  return steps.filter((step) => (step as Record<string, unknown>)['ThoiDiemXuLy'] === when).length;
}

export const checks: readonly Check[] = [
  {
    name: 'date-header',
    about: 'Deadlines use the city’s time: every answer carries Date, within two minutes of true time',
    run: async (city) => {
      const { headers } = await fetch(`${city.url}/`, { signal: signal() });
      const date = Date.parse(headers.get('date') ?? '');
      if (Number.isNaN(date)) return failed('no Date header');
      const off = Math.abs(Date.now() - date);
      return off < 120_000 ? passed(`${String(off)} ms`) : failed(`${String(off)} ms off`);
    },
  },
  {
    name: 'wrong-account-refused',
    about: 'A wrong password gives no session',
    run: async (city) => {
      const answer = await city.signIn('wrong');
      return answer.credential === '' && answer.refused ? passed(told(answer)) : failed(told(answer));
    },
  },
  {
    name: 'sign-in',
    about: 'The account given signs in',
    run: async (city) => {
      const answer = await city.signIn('right');
      return answer.credential !== '' && answer.accepted ? passed() : failed(told(answer));
    },
  },
  {
    name: 'bad-session-refused',
    about: 'A session that never was is refused by 401 or in words, never by a server error',
    run: async (city) => {
      const message = city.message(parcelOf(sampleDossier()), await city.nextCode());
      return mustRefuse(await city.create(message, randomUUID()));
    },
  },
  {
    name: 'upload-hash',
    about: 'An upload is answered with the SHA-256 of what arrived',
    run: async (city) => {
      const file = samplePdf();
      const answer = await city.uploadRaw(file);
      if (!answer.accepted) return failed(told(answer));
      if (answer.hash === '') return notOffered('no HashTepTin');
      return answer.hash === file.sha256 ? passed() : failed('another hash');
    },
  },
  {
    name: 'create-gives-code',
    about: 'A dossier is taken and answered with its code',
    run: async (city) => {
      const { answer, code } = await created(city);
      return answer.accepted && code !== '' ? passed(code) : failed(told(answer));
    },
  },
  {
    name: 'create-repeated-is-one',
    about: 'The same dossier sent again (its answer was lost) makes no second one',
    run: async (city) => {
      const { message, answer, code } = await created(city);
      if (!answer.accepted) return failed(told(answer));
      const again = await city.create(message);
      if (again.accepted)
        return again.code === code ? passed('same code') : failed(`a second code: ${again.code}`);
      return again.refused ? passed(told(again)) : failed(told(again));
    },
  },
  {
    name: 'look-up-by-reference',
    about: 'After a lost answer a station asks by its own id (thamChieu) whether the dossier arrived',
    run: async (city) => {
      const { dossier, answer, code } = await created(city);
      if (!answer.accepted) return failed(told(answer));
      const found = await city.adapter().findDossier(dossier.id, signal());
      if (!found.ok) return failed(found.error.code);
      if (found.value === code) return passed();
      return found.value === null && city.style === 'b'
        ? notOffered('sends are repeated under their code')
        : failed(`found ${String(found.value)}`);
    },
  },
  {
    name: 'look-up-of-unknown',
    about: 'A dossier that is not there is told as absent, not as an error',
    run: async (city) => {
      const found = await city.adapter().findDossier(randomUUID(), signal());
      return found.ok && found.value === null ? passed() : failed(found.ok ? 'found one' : found.error.code);
    },
  },
  {
    name: 'text-survives',
    about: 'Vietnamese text comes back as it was sent, and so does our id',
    run: async (city) => {
      const { dossier, answer, code } = await created(city);
      if (!answer.accepted) return failed(told(answer));
      const { dossiers, status } = await city.lookUp(code);
      const held = dossiers[0];
      if (!held) return city.style === 'b' ? notOffered(`HTTP ${String(status)}`) : failed('not found');
      const name = String(held['ChuHoSo']).normalize('NFC');
      if (name !== ownerName.normalize('NFC')) return failed('ChuHoSo differs');
      return referenceIn(String(held['ThongTinKhac'])) === dossier.id
        ? passed()
        : failed('ThongTinKhac differs');
    },
  },
  {
    name: 'missing-field-refused',
    about: 'A dossier without its owner is refused with words',
    run: async (city) => {
      const message = city.message(parcelOf(sampleDossier()), await city.nextCode());
      return mustRefuse(await city.create({ ...message, ChuHoSo: '' }));
    },
  },
  {
    name: 'bad-date-refused',
    about: 'A day that does not exist is refused',
    run: async (city) => {
      const message = city.message(parcelOf(sampleDossier()), await city.nextCode());
      const bad = city.style === 'a' ? '20260230000000' : '2026-02-30 00:00:00';
      return mustRefuse(await city.create({ ...message, NgayTiepNhan: bad }));
    },
  },
  {
    name: 'unknown-file-refused',
    about: 'A dossier that names a file that never arrived is refused',
    run: async (city) => {
      const parcel = parcelOf(sampleDossier(), { id: `khong-co-${randomUUID()}`, path: '' });
      return mustRefuse(await city.create(city.message(parcel, await city.nextCode())));
    },
  },
  {
    name: 'foreign-code-refused',
    about: 'Nobody’s dossier is overwritten: a code that another dossier has is refused for a new one',
    run: async (city) => {
      const { answer, code } = await created(city);
      if (!answer.accepted) return failed(told(answer));
      return mustRefuse(await city.create(city.message(parcelOf(sampleDossier()), code)));
    },
  },
  {
    name: 'unknown-code-refused',
    about: 'A code that the city never gave is refused',
    run: async (city) => {
      const code = city.style === 'a' ? '000.00.01.H26-000101-9999' : 'H26.99-20000101-9999999';
      const message = city.message(parcelOf(sampleDossier()), code);
      return mustRefuse(await (city.replace ?? city.create)(message));
    },
  },
  {
    name: 'progress-taken',
    about: 'A step of progress is taken and can be seen',
    run: async (city) => {
      const { dossier, answer, code } = await created(city);
      if (!answer.accepted) return failed(told(answer));
      const step = await city.progress(stepOf(dossier, code));
      if (!step.accepted) return failed(told(step));
      const held = await stepsHeld(city, code, dossier.acceptedAt);
      if (held === null) return notOffered('taken; steps cannot be seen');
      return held === 1 ? passed() : failed(`held ${String(held)} times`);
    },
  },
  {
    name: 'progress-repeated-is-one',
    about: 'The same step sent again is there once',
    run: async (city) => {
      const { dossier, code } = await created(city);
      await city.progress(stepOf(dossier, code));
      const again = await city.progress(stepOf(dossier, code));
      if (!again.accepted && !again.refused) return failed(told(again));
      const held = await stepsHeld(city, code, dossier.acceptedAt);
      if (held === null) return notOffered('steps cannot be seen');
      return held === 1 ? passed() : failed(`held ${String(held)} times`);
    },
  },
  {
    name: 'progress-of-unknown-refused',
    about: 'A step of a dossier that the city does not have is refused: a restored city does not swallow it',
    run: async (city) => {
      const code = city.style === 'a' ? '000.00.01.H26-000101-9998' : 'H26.99-20000101-9999998';
      return mustRefuse(await city.progress(stepOf(sampleDossier(), code)));
    },
  },
  {
    name: 'parallel-codes-differ',
    about: 'Dossiers sent at the same moment get codes of their own',
    run: async (city) => {
      const all = await Promise.all(Array.from({ length: 8 }, () => created(city)));
      const codes = new Set(all.filter(({ answer }) => answer.accepted).map(({ code }) => code));
      return codes.size === all.length
        ? passed()
        : failed(`${String(codes.size)} codes for ${String(all.length)}`);
    },
  },
  {
    name: 'not-json-refused',
    about: 'A message that is cut in half is refused, not an error of the server',
    run: async (city) => {
      const path = city.style === 'a' ? '/integration' : '/NoiHoSo';
      const headers = { 'content-type': 'application/json', ...(await city.headers()) };
      const response = await fetch(`${city.url}${path}`, {
        ...{ method: 'POST', headers, body: '{"session": "x", "data": [', signal: signal() },
      });
      await response.arrayBuffer();
      const { status } = response;
      return status >= 400 && status < 500 ? passed() : failed(`HTTP ${String(status)}`);
    },
  },
];
