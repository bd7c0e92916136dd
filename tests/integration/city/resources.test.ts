/** Resumable uploads, asking by hash, changes, the epoch: the real adapters against the simulator. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedBytes } from '../../../main/city/bundles.ts';
import { connectSystem } from '../../../main/city/connect.ts';
import { createDownlink } from '../../../main/city/downlink.ts';
import type { CityAdapter } from '../../../main/city/ports.ts';
import { acceptDossier, account, startRig, until, type Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ timeoutMs: 2_000 });
});
afterEach(async () => {
  await rig.end();
});

const signal = new AbortController().signal;
const codes = { units: [], procedures: [] };

/** A new adapter over the same store, as after a new start. */
function adapter(style: 'a' | 'b', baseUrl = rig.city.url): CityAdapter {
  const parts = { store: rig.store(), clock: { now: Date.now }, timeoutMs: 1_000 };
  const secrets = { clientId: 'tap-huan', clientSecret: 'tap-huan' };
  return connectSystem(
    style === 'a'
      ? { id: 'city', style, baseUrl, ...account, codes }
      : { id: 'city', style, baseUrl, unit: 'H26.48', ...secrets, codes },
    parts,
  ).adapter;
}

function fileOf(bytes: number) {
  const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(bytes)]);
  return { name: 'Tờ khai.pdf', bytes: content, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Passes bytes on to the city until so many have gone to it; then it cuts the line, until told otherwise. */
async function startCutter(
  port: number,
  after: () => number,
): Promise<{ server: Server; url: string; sent: () => number }> {
  let sent = 0;
  const server = createServer();
  server.removeAllListeners('connection');
  server.on('connection', (client: Socket) => {
    const city = connect(port, '127.0.0.1');
    const end = (): void => {
      client.destroy();
      city.destroy();
    };
    client.on('data', (chunk: Buffer) => {
      sent += chunk.byteLength;
      // What goes over the edge is cut in its middle.
      if (sent > after())
        city.write(chunk.subarray(0, Math.max(chunk.byteLength - (sent - after()), 0)), end);
      else city.write(chunk);
    });
    city.on('data', (chunk) => client.write(chunk));
    client.on('error', end).on('close', end);
    city.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => sent };
}

test.each(['a', 'b'] as const)(
  'style %s, line cut in the middle of a file: it goes on after a new start, not anew',
  async (style) => {
    const file = fileOf(3_000_000);
    let limit = 1_000_000;
    const cutter = await startCutter(Number(new URL(rig.city.url).port), () => limit);
    try {
      expect(await adapter(style, cutter.url).upload(file, signal)).toMatchObject({ ok: false });
      expect(rig.store().cityMemory.uploadUrl('city', file.sha256)).toMatch(/^\/tus\//);
      await rig.restart();
      const before = cutter.sent();
      limit = Number.POSITIVE_INFINITY;
      expect(await adapter(style, cutter.url).upload(file, signal)).toMatchObject({ ok: true });
      // Two thirds were left; from the beginning it would have been all.
      expect(cutter.sent() - before).toBeLessThan(2_400_000);
      expect(rig.store().cityMemory.uploadUrl('city', file.sha256)).toBeNull();
      expect((await rig.state()).counts.files).toBe(1);
    } finally {
      cutter.server.close();
    }
  },
);

test('an upload of which the city knows nothing any more begins anew', async () => {
  const file = fileOf(600_000);
  const written = rig.store().transaction(() => {
    rig.store().cityMemory.keepUpload('city', file.sha256, '/tus/00000000-0000-0000-0000-000000000000', 1);
  });
  expect(written.ok).toBe(true);
  expect(await adapter('a').upload(file, signal)).toMatchObject({ ok: true });
});

test('a file whose bytes are not those of its hash is not taken', async () => {
  const file = { ...fileOf(400_000), sha256: 'f'.repeat(64) };
  expect(await adapter('a').upload(file, signal)).toMatchObject({ ok: false });
  expect((await rig.state()).counts.files).toBe(0);
  expect(rig.store().cityMemory.uploadUrl('city', file.sha256)).toBeNull();
});

test('a cap on bandwidth is asked before each piece', async () => {
  const asked: number[] = [];
  const pace = (bytes: number): Promise<void> => {
    asked.push(bytes);
    return Promise.resolve();
  };
  const file = fileOf(500_000);
  expect(await adapter('a').upload(file, signal, pace)).toMatchObject({ ok: true });
  expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBe(file.bytes.byteLength);
  expect(Math.max(...asked)).toBeLessThanOrEqual(65_536);
});

test('a page that the city has already is not sent again, whoever sent it', async () => {
  const id = await acceptDossier(rig.store(), 2);
  const file = rig.store().dossiers.get(id)?.files[0];
  const bytes = await rig.store().blobs.get(file?.blob ?? '');
  if (!file || !bytes.ok) throw new Error('no file');
  await adapter('b').upload({ name: 'x', sha256: file.sha256, bytes: bytes.value }, signal);
  const before = (await rig.state()).requests['tus'] ?? 0;
  rig.sync().start();
  await until(rig.allSent, 'outbox empty');
  const state = await rig.state();
  // OPTIONS and one file, created together with its bytes.
  expect((state.requests['tus'] ?? 0) - before).toBe(2);
  expect(state.counts.files).toBe(2);
});

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(`${rig.city.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

test.each(['a', 'b'] as const)('style %s, the city restored from a backup: another epoch', async (style) => {
  const city = adapter(style);
  const before = await city.epoch(signal);
  expect(before).toMatchObject({ ok: true, value: expect.stringMatching(/.{10}/) as string });
  await city.upload(fileOf(10), signal);
  await post('/_restore', { lost: 1 });
  const after = await city.epoch(signal);
  expect(after.ok && before.ok && after.value !== before.value).toBe(true);
  expect((await rig.state()).counts.files).toBe(0);
  await rig.city.stop();
  await rig.city.start();
  expect(await city.epoch(signal)).toEqual(after);
});

const keys = generateKeyPairSync('ed25519');
const bundleKeys = [keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()];

function downlink() {
  const taken: string[] = [];
  const refused: string[] = [];
  const link = createDownlink({
    apply: () => undefined,
    systems: [{ id: 'city', adapter: adapter('b') }],
    store: rig.store(),
    clock: { now: Date.now },
    bundleKeys,
    dossierWithCode: rig.store().dossiers.idOfCityCode,
    hasDossier: (id) => rig.store().dossiers.get(id) !== null,
    onTaken: (_system, changes) => taken.push(...changes.map(({ kind }) => kind)),
    onBundleRefused: (_system, _kind, error) => refused.push(error),
    log: () => undefined,
  });
  return { link, taken, refused };
}

test('what the city tells comes once, in order, over restarts of both and a backup brought back', async () => {
  const id = await acceptDossier(rig.store());
  rig.sync().start();
  const maHoSo = await rig.sync().codeOf(id, 15_000);
  for (const change of [
    { loai: 'trang-thai', maHoSo, trangThai: 4, noiDung: 'Đang xử lý' },
    { loai: 'bo-sung', maThamChieu: id, yeuCauId: 'y1', noiDung: 'Thiếu giấy', giayTo: ['A'] },
  ]) {
    await post('/_change', change);
  }
  const first = downlink();
  await first.link.poll(signal);
  expect(first.taken).toEqual(['status', 'supplement']);
  await first.link.poll(signal);
  expect(first.taken).toHaveLength(2);

  await rig.city.stop();
  await rig.city.start();
  await rig.restart();
  await post('/_change', {
    loai: 'ket-qua',
    maHoSo,
    giayTo: [{ ten: 'Giấy khai sinh', so: '1', duongDan: '', hash: '' }],
  });
  const second = downlink();
  await second.link.poll(signal);
  expect(second.taken).toEqual(['result']);

  // The city forgets the result, is told of it again, and tells of something else.
  await post('/_restore', { lost: 1 });
  await post('/_change', { loai: 'trang-thai', maHoSo, trangThai: 9, noiDung: 'Xong' });
  await second.link.poll(signal);
  expect(second.taken).toEqual(['result', 'status']);
  expect(
    rig
      .store()
      .cityMemory.changesOf(id)
      .map(({ kind }) => kind),
  ).toEqual(['status', 'supplement', 'result', 'status']);
});

test('a signed calendar is kept; a forged and an older one are refused, and said', async () => {
  const issue = async (version: number, by = keys.privateKey): Promise<void> => {
    const unsigned = {
      kind: 'calendar',
      version,
      effectiveFrom: '2026-12-01',
      content: Buffer.from('{}').toString('base64'),
    };
    const chuKy = sign(null, signedBytes(unsigned), by).toString('base64');
    await post('/_bundle', {
      loai: 'calendar',
      phienBan: version,
      hieuLucTu: '2026-12-01',
      noiDung: unsigned.content,
      chuKy,
    });
    await post('/_change', { loai: 'goi', goi: 'calendar', phienBan: version, duongDan: '/goi/calendar' });
  };
  const { link, refused } = downlink();
  await issue(2);
  await link.poll(signal);
  expect(rig.store().cityMemory.newestBundle('calendar')).toMatchObject({ version: 2 });
  await issue(3, generateKeyPairSync('ed25519').privateKey);
  await link.poll(signal);
  expect(refused).toEqual(['bundle-signature-wrong']);
  // Announced as newer, and what comes is the old one.
  await issue(1);
  await post('/_change', { loai: 'goi', goi: 'calendar', phienBan: 9, duongDan: '' });
  await link.poll(signal);
  expect(refused).toEqual(['bundle-signature-wrong', 'bundle-older']);
  expect(rig.store().cityMemory.newestBundle('calendar')).toMatchObject({ version: 2 });
  expect(rig.store().cityMemory.bundleInForce('calendar', '2026-11-30')).toBeNull();
});

test('half an upload is kept by the city over its own end', async () => {
  const file = fileOf(2_000_000);
  const cutter = await startCutter(Number(new URL(rig.city.url).port), () => 900_000);
  try {
    await adapter('a', cutter.url).upload(file, signal);
  } finally {
    cutter.server.close();
  }
  await rig.city.stop();
  expect(readdirSync(join(rig.cityFolder, 'uploads')).some((name) => name.endsWith('.part'))).toBe(true);
  await rig.city.start();
  const before = rig.store().cityMemory.uploadUrl('city', file.sha256);
  expect(before).not.toBeNull();
  expect(await adapter('a').upload(file, signal)).toMatchObject({ ok: true });
});
