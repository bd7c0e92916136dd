/** Answers that a real city has given or may give, from a server that says exactly what it is told to. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStyleA } from '../../../main/city/style-a.ts';
import { createCitySync } from '../../../main/city/sync.ts';
import { onlySystem } from '../../../main/city/systems.ts';
import { dossierOf } from '../../unit/city/sample.ts';
import { acceptDossier, openRealStore, temporaryFolder, until } from './rig.ts';

type Script = (name: string, message: Record<string, unknown>, response: ServerResponse) => unknown;

const code = '000.00.01.H26-261123-0001';
let server: Server;
let baseUrl: string;
let script: Script;
let heard: string[];

/** Answers the service by name; `undefined` means that the script has answered by itself. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const path = request.url ?? '';
  const json = path === '/upload' ? '{}' : Buffer.concat(chunks).toString() || '{}';
  const message = JSON.parse(json) as Record<string, unknown>;
  const name = path === '/integration' ? String(message['service']) : path;
  heard.push(name);
  const answer = script(name, message, response);
  if (answer === undefined) return;
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
}

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const signal = new AbortController().signal;
const adapter = () =>
  createStyleA({ baseUrl, username: 'user', password: 'S3cret-word', unit: 'X', timeoutMs: 600 });
const parcel = (cityCode: string | null = null) => ({
  dossier: dossierOf('d-1', { cityCode }),
  procedure: null,
  uploads: new Map<string, never>(),
});
const ours = { MaHoSo: code, ThongTinKhac: JSON.stringify({ maThamChieu: 'd-1' }) };
const others = { MaHoSo: '000.00.01.H26-261123-0007', ThongTinKhac: '{"maThamChieu":"d-2"}' };
const signedIn = { session: 'abc', error_code: '0' };

/** Sign-in works; the rest is told by service. */
function answers(byName: Record<string, unknown>): void {
  script = (name) =>
    name in byName ? byName[name] : name === '/auth' ? signedIn : { error_code: '00', result: [] };
}

test.each([
  ['"0"', '0'],
  ['0', 0],
  ['"00"', '00'],
  ['00 with a blank', ' 00 '],
])('error_code %s means accepted', async (_name, form) => {
  answers({
    '/auth': { session: 'abc', error_code: form },
    DongBoHoSoMC: { error_code: form, result: [{ MaHoSo: code }] },
  });
  expect(await adapter().sendDossier(parcel(), signal)).toEqual({ ok: true, value: code });
});

test.each([
  ['one object instead of a list', { error_code: '00', result: { MaHoSo: code } }],
  ['unknown further fields', { error_code: '00', result: [{ MaHoSo: code, X: { y: [1] } }], extra: null }],
  ['a message that is null', { error_code: 0, message: null, result: [{ MaHoSo: code }] }],
])('understood: %s', async (_name, answer) => {
  answers({ DongBoHoSoMC: answer });
  expect(await adapter().sendDossier(parcel(), signal)).toEqual({ ok: true, value: code });
});

test.each([
  ['the result is missing', { error_code: '00' }],
  ['the result is a text', { error_code: '00', result: 'OK' }],
  ['the code is empty', { error_code: '00', result: [{ MaHoSo: '' }] }],
  ['the code is a temporary one of ours', { error_code: '00', result: [{ MaHoSo: 'TAM-Q1-261123-0001' }] }],
])('taken, but %s: the code is asked for', async (_name, answer) => {
  answers({ DongBoHoSoMC: answer, TraCuuHoSo: { error_code: '00', result: [ours] } });
  expect(await adapter().sendDossier(parcel(), signal)).toEqual({ ok: true, value: code });
});

test.each([
  ['no JSON', '<html>gateway</html>'],
  ['a list', []],
  ['no error_code', { result: [{ MaHoSo: code }] }],
  ['an error_code that is an object', { error_code: {}, result: [] }],
  ['an error_code that is true', { error_code: true, result: [] }],
])('%s is not taken for a yes or a no', async (_name, answer) => {
  answers({ DongBoHoSoMC: answer });
  expect(await adapter().sendDossier(parcel(), signal)).toMatchObject({
    ok: false,
    error: { code: 'city-unreachable', details: { reason: 'bad-answer' } },
  });
});

test('a city that ignores the reference and answers with another dossier: not ours', async () => {
  answers({ TraCuuHoSo: { error_code: '00', result: [others] } });
  expect(await adapter().findDossier('d-1', signal)).toEqual({ ok: true, value: null });
  answers({ TraCuuHoSo: { error_code: '00', result: [others, ours] } });
  expect(await adapter().findDossier('d-1', signal)).toEqual({ ok: true, value: code });
});

test.each([
  ['an empty list', { error_code: '00', result: [] }],
  ['null', { error_code: '00', result: null }],
  ['a refusal that says so', { error_code: '-1', message: 'Không tìm thấy hồ sơ' }],
])('"not there" told by %s', async (_name, answer) => {
  answers({ TraCuuHoSo: answer });
  expect(await adapter().findDossier('d-1', signal)).toEqual({ ok: true, value: null });
});

test('a look-up refused for another reason is not "not there"', async () => {
  answers({ TraCuuHoSo: { error_code: '-1', message: 'Lỗi hệ thống' } });
  expect(await adapter().findDossier('d-1', signal)).toMatchObject({ ok: false });
});

test('"False" refused because the city has the dossier already: linked', async () => {
  answers({
    DongBoHoSoMC: { error_code: '-1', message: 'Hồ sơ đã có' },
    TraCuuHoSo: { error_code: '00', result: [ours] },
  });
  expect(await adapter().sendDossier(parcel(), signal)).toEqual({ ok: true, value: code });
});

test('a code that the city does not know any more: sent as new under it', async () => {
  const modes: unknown[] = [];
  script = (name, message) => {
    if (name === '/auth') return signedIn;
    if (name === 'TraCuuHoSo') return { error_code: '00', result: [] };
    modes.push(message['isUpdating']);
    return message['isUpdating'] === 'True'
      ? { error_code: '-1', message: 'Lỗi' }
      : { error_code: '0', result: [] };
  };
  expect(await adapter().sendDossier(parcel(code), signal)).toEqual({ ok: true, value: code });
  expect(modes).toEqual(['False']);
});

test('a code that the city has given to another dossier: sent as new, nothing of the other is replaced', async () => {
  const sent: unknown[] = [];
  const fresh = '000.00.01.H26-261123-0099';
  script = (name, message) => {
    if (name === '/auth') return signedIn;
    if (name === 'TraCuuHoSo') return { error_code: '00', result: [{ ...others, MaHoSo: code }] };
    sent.push([message['isUpdating'], (message['data'] as { MaHoSo: string }[])[0]?.MaHoSo]);
    return { error_code: '0', result: [{ MaHoSo: fresh }] };
  };
  expect(await adapter().sendDossier(parcel(code), signal)).toEqual({ ok: true, value: fresh });
  expect(sent).toEqual([['False', '']]);
});

test('a session that never holds ends after one more sign-in', async () => {
  answers({ DongBoHoSoMC: { error_code: '-1', message: 'Session expired' } });
  expect(await adapter().sendDossier(parcel(), signal)).toMatchObject({
    error: { code: 'city-unreachable' },
  });
  expect(heard).toEqual(['/auth', 'DongBoHoSoMC', '/auth', 'DongBoHoSoMC']);
});

test('many at once under a dead session share one new sign-in', async () => {
  let live = 'first';
  let given = 'first';
  script = (name, message) => {
    if (name === '/auth') return { session: given, error_code: '0' };
    if (message['session'] !== live) return { error_code: '-1', message: 'Phiên làm việc đã hết hạn' };
    return { error_code: '00', result: [ours] };
  };
  const city = adapter();
  await city.findDossier('d-1', signal);
  live = given = 'second';
  const found = await Promise.all([1, 2, 3, 4].map(() => city.findDossier('d-1', signal)));
  expect(found.every((one) => one.ok && one.value === code)).toBe(true);
  expect(heard.filter((name) => name === '/auth')).toHaveLength(2);
});

test('wrong-password: nothing is refused, everything waits, and no secret is told', async () => {
  answers({ '/auth': { error_code: '-1', message: 'Sai mật khẩu S3cret-word' } });
  const answer = await adapter().sendDossier(parcel(), signal);
  expect(answer).toEqual({
    ok: false,
    error: { code: 'city-unreachable', details: { reason: 'sign-in-refused' } },
  });
});

test.each([500, 502, 503, 429, 404])('HTTP %i leaves the outcome open', async (status) => {
  script = (name, _message, response) => {
    if (name === '/auth') return signedIn;
    response.statusCode = status;
    return { error_code: '-1', message: 'x' };
  };
  expect(await adapter().sendDossier(parcel(), signal)).toMatchObject({
    error: { code: 'city-unreachable' },
  });
});

test('HTTP 400 is the city’s no, with its words', async () => {
  script = (name, _message, response) => {
    if (name === '/auth') return signedIn;
    if (name === 'TraCuuHoSo') return { error_code: '00', result: [] };
    response.statusCode = 400;
    return { error_code: '-1', message: 'Thiếu trường' };
  };
  expect(await adapter().sendDossier(parcel(), signal)).toMatchObject({
    error: { code: 'city-refused', details: { message: 'Thiếu trường' } },
  });
});

test('a redirect is not followed: the session stays here', async () => {
  script = (name, _message, response) => {
    if (name === '/auth') return signedIn;
    if (name === '/elsewhere') return { error_code: '00', result: [{ MaHoSo: code }] };
    response.writeHead(307, { location: '/elsewhere' });
    return '';
  };
  expect((await adapter().sendDossier(parcel(), signal)).ok).toBe(false);
  expect(heard).not.toContain('/elsewhere');
});

test.each([
  ['never answers', () => undefined],
  [
    'stops in the middle of its answer',
    (response: ServerResponse) => {
      response.write('{"error_code":');
    },
  ],
])('a city that %s: the limit ends it', async (_name, act) => {
  script = (name, _message, response) => {
    if (name === '/auth') return signedIn;
    act(response);
    return undefined;
  };
  expect(await adapter().sendDossier(parcel(), signal)).toMatchObject({
    error: { details: { reason: 'timeout' } },
  });
});

test('an answer without end is cut off', async () => {
  script = (name, _message, response) => {
    if (name === '/auth') return signedIn;
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
    return undefined;
  };
  expect(await adapter().findDossier('d-1', signal)).toMatchObject({ ok: false });
});

test('a file that arrives with another hash does not count as uploaded', async () => {
  const bytes = Buffer.from('%PDF-1.7');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  answers({ '/upload': { error_code: '00', result: [{ TepDinhKemId: 5, HashTepTin: 'f'.repeat(64) }] } });
  expect(await adapter().upload({ name: 'a.pdf', sha256, bytes }, signal)).toMatchObject({
    error: { details: { reason: 'hash-differs' } },
  });
  answers({ '/upload': { error_code: '00', result: { TepDinhKemId: 5, HashTepTin: sha256.toUpperCase() } } });
  expect(await adapter().upload({ name: 'a.pdf', sha256, bytes }, signal)).toEqual({
    ok: true,
    value: { id: '5', path: '' },
  });
});

test('whatever JSON the city answers, the adapter gives a result', async () => {
  const city = adapter();
  const value = fc.jsonValue();
  await fc.assert(
    fc.asyncProperty(value, value, value, async (errorCode, message, result) => {
      const body = { error_code: errorCode, message, result };
      answers({ DongBoHoSoMC: body, TraCuuHoSo: body });
      expect(typeof (await city.sendDossier(parcel(), signal)).ok).toBe('boolean');
    }),
    { numRuns: 150 },
  );
});

test('a code given to two dossiers: the second waits and says so, the first keeps it', async () => {
  answers({ DongBoHoSoMC: { error_code: '00', result: [{ MaHoSo: code }] } });
  const folder = temporaryFolder();
  const store = openRealStore(folder, randomBytes(32));
  const sync = createCitySync({
    store,
    systems: onlySystem(adapter()),
    clock: { now: Date.now },
    log: () => undefined,
  });
  try {
    const first = await acceptDossier(store);
    sync.start();
    expect(await sync.codeOf(first, 10_000)).toBe(code);
    const second = await acceptDossier(store);
    sync.kick();
    await until(() => store.outbox.items(9).some(({ lastError }) => lastError === 'unexpected'), 'told');
    expect(store.dossiers.get(first)?.cityCode).toBe(code);
    expect(store.dossiers.get(second)).toMatchObject({ cityCode: null, sync: 'waiting' });
  } finally {
    await sync.stop();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
