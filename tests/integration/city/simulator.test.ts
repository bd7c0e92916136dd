import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCitySimulator } from '../../../main/city/simulator-process.ts';
import type { CitySimulator } from '../../../main/city/simulator-process.ts';
import { account, readCityFiles, simulatorScript, temporaryFolder, until } from './rig.ts';

let folder: string;
let city: CitySimulator;
const launch = () =>
  startCitySimulator({ nodePath: process.execPath, script: simulatorScript, folder, log: () => undefined });

beforeEach(async () => {
  folder = temporaryFolder();
  city = await launch();
});
afterEach(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  error_code: string;
  message: string;
  session?: string;
  result: Record<string, string>[];
}

async function post(path: string, body: unknown): Promise<Reply> {
  const answer = await fetch(`${city.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return (await answer.json()) as Reply;
}

async function signIn(): Promise<string> {
  return (await post('/auth', account)).session ?? '';
}

function hoSo(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    MaHoSo: '',
    MaTTHC: '1.001193',
    TenTTHC: 'Đăng ký khai sinh',
    KenhThucHien: '1',
    ChuHoSo: 'Nguyễn Văn An',
    LoaiDoiTuong: '1',
    ThongTinKhac: JSON.stringify({ maThamChieu: 'ref-1' }),
    NgayNopHoSo: '20261123083000',
    NgayTiepNhan: '20261123083000',
    TrangThaiHoSo: '2',
    NoiNopHoSo: '2',
    ...change,
  };
}

const send = (session: string, isUpdating: string, ...data: unknown[]) =>
  post('/integration', { session, madonvi: 'X', service: 'DongBoHoSoMC', isUpdating, data });

test('the same reference again returns the same code and doubles nothing', async () => {
  const session = await signIn();
  const first = await send(session, 'False', hoSo());
  const second = await send(session, 'False', hoSo());
  expect(first.result[0]?.['MaHoSo']).toMatch(/^000\.00\.01\.H26-\d{6}-0001$/);
  expect(second.result).toEqual(first.result);
  expect(readCityFiles(folder).lines).toHaveLength(1);
});

test('"False" for a known code and "True" for an unknown one are refused', async () => {
  const session = await signIn();
  const code = (await send(session, 'False', hoSo())).result[0]?.['MaHoSo'];
  const again = hoSo({ MaHoSo: code, ThongTinKhac: '' });
  expect(await send(session, 'False', again)).toMatchObject({ error_code: '-1' });
  expect(await send(session, 'True', again)).toMatchObject({ error_code: '00' });
  const unknown = hoSo({ MaHoSo: '000.00.01.H26-261123-9999' });
  expect(await send(session, 'True', unknown)).toMatchObject({ error_code: '-1' });
});

test.each([
  ['a required field is missing', { ChuHoSo: '' }],
  ['a value is a number', { KenhThucHien: 1 }],
  ['a day does not exist', { NgayTiepNhan: '20260230083000' }],
  ['a date has another form', { NgayTiepNhan: '2026-11-23 08:30:00' }],
  ['a status is out of range', { TrangThaiHoSo: '11' }],
  ['the due date lies before the reception', { NgayHenTra: '20261122083000' }],
  [
    'a file was never uploaded',
    { TaiLieuNop: [{ TepDinhKemId: 'X', TenTepDinhKem: 'a', MaThanhPhanHoSo: 'b', DuocSoHoa: '1' }] },
  ],
  ['a fee is negative', { DanhSachLePhi: [{ TenPhiLePhi: 'a', HinhThucThu: '1', Gia: '-5' }] }],
])('refused with a message: %s', async (_name, change) => {
  const reply = await send(await signIn(), 'False', hoSo(change));
  expect(reply.error_code).toBe('-1');
  expect(reply.message.length).toBeGreaterThan(5);
  expect(readCityFiles(folder).lines).toHaveLength(0);
});

test('one bad dossier of a batch: none of them is written', async () => {
  const reply = await send(await signIn(), 'False', hoSo(), hoSo({ ThongTinKhac: '', ChuHoSo: 5 }));
  expect(reply.error_code).toBe('-1');
  expect(readCityFiles(folder).lines).toHaveLength(0);
});

test('simulator-restart: dossiers, files, progress and the day’s numbers are still there', async () => {
  const session = await signIn();
  const form = new FormData();
  form.append('files', new Blob(['%PDF-1.7 x']), 'Tờ khai.pdf');
  await fetch(`${city.url}/upload`, { method: 'POST', headers: { session }, body: form });
  const code = (await send(session, 'False', hoSo())).result[0]?.['MaHoSo'] ?? '';
  await post('/integration', {
    session,
    madonvi: 'X',
    service: 'CapNhatTienDoHoSoMC',
    data: [
      { MaHoSo: code, NguoiXuLy: 'a', ThoiDiemXuLy: '20261123083000', NoiDungXuLy: 'b', TrangThai: '4' },
    ],
  });
  const state = async () => {
    const { counts, dossiers, files } = (await (await fetch(`${city.url}/_state`)).json()) as {
      counts: Record<string, number>;
      dossiers: unknown;
      files: unknown;
    };
    return { dossiers, files, progress: counts['progress'] };
  };
  const before = await state();
  expect(before.progress).toBe(1);
  await city.stop();
  await city.start();
  expect(await state()).toEqual(before);
  expect(
    (await post('/integration', { session, madonvi: 'X', service: 'TraCuuHoSo', mahoso: code })).error_code,
  ).toBe('-1');
  const next = await send(await signIn(), 'False', hoSo({ ThongTinKhac: '' }));
  expect(next.result[0]?.['MaHoSo']).toBe(code.replace(/0001$/, '0002'));
});

test('a last line torn by a power cut is cut off; the rest stays', async () => {
  await send(await signIn(), 'False', hoSo());
  await city.stop();
  const journal = join(folder, 'journal.jsonl');
  const whole = readFileSync(journal, 'utf8');
  appendFileSync(journal, '{"type":"dossier","hoSo":{"MaHo');
  await city.start();
  expect(readFileSync(journal, 'utf8')).toBe(whole);
});

test('a damaged line in the middle: it does not start on half its memory', async () => {
  await send(await signIn(), 'False', hoSo());
  await city.stop();
  const journal = join(folder, 'journal.jsonl');
  writeFileSync(journal, `garbage\n${readFileSync(journal, 'utf8')}`);
  await expect(city.start()).rejects.toThrow(/could not open its state/);
});

test('it ends when its parent is gone', async () => {
  const child = spawn(process.execPath, [simulatorScript, '--data', join(folder, 'b'), '--with-parent'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  child.stdin.destroy();
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
});

test('malformed bodies of every kind are refused and never end it', async () => {
  const session = await signIn();
  const services = [
    'DongBoHoSoMC',
    'CapNhatTienDoHoSoMC',
    'TraCuuHoSo',
    'LayThuTuc',
    'LayDanhSachTTHC',
    '__proto__',
    5,
  ];
  const keys = fc.constantFrom(
    'MaHoSo',
    'TaiLieuNop',
    'DinhDanhCHS',
    'ThongTinKhac',
    'NgayTiepNhan',
    '__proto__',
    'toString',
    'Gia',
  );
  const record = fc.oneof(
    fc.anything(),
    fc.dictionary(keys, fc.anything()).map((broken) => hoSo(broken)),
  );
  const message = fc.record({
    session: fc.constantFrom(session, 'x', 5, null),
    madonvi: fc.constantFrom('X', '', 7),
    service: fc.constantFrom(...services),
    isUpdating: fc.constantFrom('True', 'False', true, null),
    mahoso: fc.anything(),
    data: fc.oneof(fc.array(record, { maxLength: 3 }), fc.anything()),
  });
  const body = fc.oneof(
    message.map(
      (value) =>
        JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? 1 : field)) ?? '',
    ),
    fc.json(),
    fc.string(),
    fc.constant('['.repeat(200_000)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('/auth', '/integration', '/_faults'), body, async (path, text) => {
      const answer = await fetch(`${city.url}${path}`, { method: 'POST', body: text });
      expect(answer.status).not.toBe(500);
      const reply = (await answer.json()) as Partial<Reply>;
      if (answer.status >= 400) expect(reply.error_code).toBe('-1');
    }),
    { numRuns: 400 },
  );
});

test('malformed uploads are refused and never end it', async () => {
  const session = await signIn();
  const piece = fc.constantFrom(
    '--b',
    '--b--',
    '\r\n',
    'Content-Disposition: form-data; name="files"; filename="a.pdf"',
    'Content-Disposition: form-data',
    '%PDF-1.7',
    '\0',
  );
  const type = fc.constantFrom(
    'multipart/form-data; boundary=b',
    'multipart/form-data; boundary=',
    'text/plain',
    '',
  );
  await fc.assert(
    fc.asyncProperty(type, fc.array(piece, { maxLength: 14 }), async (contentType, pieces) => {
      const answer = await fetch(`${city.url}/upload`, {
        method: 'POST',
        headers: { session, 'content-type': contentType },
        body: pieces.join(''),
      });
      expect([200, 400]).toContain(answer.status);
      await answer.arrayBuffer();
    }),
    { numRuns: 300 },
  );
});

test('bytes that are no HTTP, a body too large and a sender who leaves half-way do not end it', async () => {
  const port = Number(new URL(city.url).port);
  const raw = async (text: string): Promise<void> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.end(text);
    socket.resume();
    await once(socket, 'close');
  };
  await raw('\x16\x03\x01\x02\x00garbage\r\n\r\n');
  await raw('POST /integration HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"half":');
  await raw('GET http://[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  const large = fetch(`${city.url}/integration`, { method: 'POST', body: 'x'.repeat(11 * 1024 * 1024) });
  // Whether the answer 413 is still read depends on how fast the sender writes.
  expect(await large.then((answer) => answer.status).catch(() => 413)).toBe(413);
  await until(async () => (await fetch(`${city.url}/_state`)).ok, 'still there');
});
