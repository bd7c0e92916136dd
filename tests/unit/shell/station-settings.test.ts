import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStation, settingsPlaces, trainingClockOffset } from '../../../main/shell/station-settings.ts';

function publicKeyOf(modulusLength: number): string {
  return generateKeyPairSync('rsa', { modulusLength })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
}
const escrowPublicKey = publicKeyOf(3072);
const secret = 'mat-khau-that-1';

const right = {
  counter: { id: 'Q01', name: 'Quầy 01', branch: 'Chi nhánh số 1', agency: null, unitCode: 'CN01' },
  city: {
    style: 'a',
    baseUrl: 'https://city.example/api',
    username: 'quay01',
    password: secret,
    unit: 'CN01',
  },
  escrowPublicKey,
  slipPrinters: [{ path: '/dev/ttyS0', baud: 19200, widthPx: 576, name: 'Máy in phiếu' }],
};

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mot-cua-station-file-')), 'station.json');
  writeFileSync(file, text);
  return file;
}

/** `right` with the value at `path` replaced; undefined takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(right);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce((each, name) => each[name] as Record<string, unknown>, copy);
  holder[last] = value;
  return copy;
}

it('is training only where there is no file at all', () => {
  expect(readStation(['/no/such/folder/station.json'])).toEqual({ ok: true, value: { mode: 'training' } });
});

it('is a station with a right file, also one saved by Notepad with a byte order mark', () => {
  for (const text of [JSON.stringify(right), `\uFEFF${JSON.stringify(right)}`]) {
    const station = readStation([fileWith(text)]);
    const { city, ...others } = right;
    const systems = [{ ...city, id: 'city' }];
    expect(station).toMatchObject({
      ok: true,
      value: { mode: 'production', settings: { ...others, city: { systems, rows: [{ system: 'city' }] } } },
    });
  }
});

describe('the city as rows of systems', () => {
  const { style: _style, ...account } = right.city;
  const old = { ...account, style: 'a', id: 'city' };
  const fresh = {
    id: 'moi',
    style: 'b',
    baseUrl: 'https://moi.example/lgsp/',
    clientId: 'x',
    clientSecret: secret,
    unit: 'H26.48',
    codes: { units: [{ ours: '00004', theirs: 'H26.48.1', from: '2026-12-01' }] },
  };
  const rows = [
    { from: '2000-01-01', system: 'city' },
    { from: '2026-12-01', system: 'moi', ministries: ['Bộ Tư pháp'] },
  ];
  const read = (city: unknown) => readStation([fileWith(JSON.stringify(changed('city', city)))]);

  it('is taken: a change of vendor is a new row', () => {
    expect(read({ systems: [old, fresh], rows })).toMatchObject({
      ok: true,
      value: {
        settings: { city: { systems: [{ id: 'city' }, { baseUrl: 'https://moi.example/lgsp' }], rows } },
      },
    });
  });

  it.each([
    ['a row names a system that is not there', { systems: [old], rows }, 'city.rows'],
    ['no row takes everything', { systems: [old, fresh], rows: rows.slice(1) }, 'city.rows'],
    ['two systems have one name', { systems: [old, old], rows: rows.slice(0, 1) }, 'city.systems'],
    [
      'a field of a system is wrong',
      { systems: [{ ...fresh, clientId: '' }], rows },
      'city.systems.0.clientId',
    ],
    [
      'a key is none of Ed25519',
      { systems: [old], rows: rows.slice(0, 1), bundleKeys: [escrowPublicKey] },
      'city.bundleKeys.0',
    ],
  ])('is refused, naming the field: %s', (_name, city, field) => {
    const station = read(city);
    expect(station).toMatchObject({ ok: false, error: { code: 'wrong-shape' } });
    expect(JSON.stringify(station)).toContain(field);
    expect(JSON.stringify(station)).not.toContain(secret);
  });
});

it.each(['none', 'rts-cts', 'xon-xoff'] as const)('takes a slip printer with flow control %s', (flow) => {
  const station = readStation([fileWith(JSON.stringify(changed('slipPrinters.0.flow', flow)))]);
  expect(station).toMatchObject({ ok: true, value: { settings: { slipPrinters: [{ flow }] } } });
});

it('takes a slip printer without a word about flow control as one that has none', () => {
  const station = readStation([fileWith(JSON.stringify(right))]);
  expect(station).toMatchObject({ ok: true, value: { settings: { slipPrinters: [{ flow: 'none' }] } } });
});

it('takes a file without slip printers', () => {
  const station = readStation([fileWith(JSON.stringify(changed('slipPrinters', undefined)))]);
  expect(station).toMatchObject({ ok: true, value: { settings: { slipPrinters: [] } } });
});

describe('a wrong field is named, its value is not, and it never means training', () => {
  const wrong: readonly (readonly [string, unknown])[] = [
    ['counter', undefined],
    ['counter.id', 'quầy-1'],
    ['counter.id', 'Q'],
    ['counter.id', 'Q123456789012'],
    ['counter.name', ''],
    ['counter.branch', undefined],
    ['counter.agency', 7],
    ['counter.agency', undefined],
    ['counter.unitCode', ''],
    ['counter.nmae', 'x'],
    ['city', null],
    ['city.style', 'c'],
    ['city.baseUrl', 'ftp://city.example'],
    ['city.baseUrl', 'city.example'],
    ['city.username', ''],
    ['city.password', ''],
    ['city.unit', undefined],
    ['city.passwrod', secret],
    ['escrowPublicKey', undefined],
    ['escrowPublicKey', '-----BEGIN PUBLIC KEY-----\nnot a key\n-----END PUBLIC KEY-----\n'],
    ['escrowPublicKey', publicKeyOf(2048)],
    ['slipPrinters', 'ttyS0'],
    ['slipPrinters.0.path', ''],
    ['slipPrinters.0.baud', 4800],
    ['slipPrinters.0.widthPx', 500],
    ['slipPrinters.0.flow', 'hardware'],
    ['slipPrinters.0.name', undefined],
    ['slipPrinter', []],
  ];
  it.each(wrong)('%s = %j', (path, value) => {
    const file = fileWith(JSON.stringify(changed(path, value)));
    const station = readStation([file]);
    expect(station).toEqual({ ok: false, error: { code: 'wrong-shape', details: { file, fields: path } } });
    expect(JSON.stringify(station)).not.toContain(secret);
  });

  it.each([
    ['nothing', '', 'not valid JSON'],
    ['cut in the middle', JSON.stringify(right).slice(0, 200), 'not valid JSON'],
    ['a list', '[]', 'not an object'],
    ['null', 'null', 'not an object'],
  ])('%s', (_, text, fields) => {
    const file = fileWith(text);
    expect(readStation([file])).toMatchObject({ ok: false, error: { details: { file, fields } } });
  });

  it('names all wrong fields at once', () => {
    const both = changed('counter.id', '');
    Object.assign(both as object, { escrowPublicKey: '' });
    expect(readStation([fileWith(JSON.stringify(both))])).toMatchObject({
      ok: false,
      error: { details: { fields: 'counter.id, escrowPublicKey' } },
    });
  });

  it('a folder in its place', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'mot-cua-station-file-')), 'station.json');
    mkdirSync(file);
    expect(readStation([file])).toMatchObject({
      ok: false,
      error: { details: { fields: 'cannot be read' } },
    });
  });

  it('a place that may not be looked into', () => {
    // A name longer than any file system takes: neither "there" nor "not there", whoever asks.
    const file = join(tmpdir(), 'x'.repeat(300), 'station.json');
    expect(readStation([file])).toMatchObject({
      ok: false,
      error: { details: { fields: 'cannot be read' } },
    });
  });

  it('a wrong file of the administrator, although the user has a right one', () => {
    const station = readStation([fileWith('{'), fileWith(JSON.stringify(right))]);
    expect(station.ok).toBe(false);
  });
});

it('looks where only an administrator can write before it looks in the user folder', () => {
  expect(settingsPlaces('linux', '/home/cb/.config/MotCua')).toEqual([
    '/etc/mot-cua/station.json',
    '/home/cb/.config/MotCua/station.json',
  ]);
});

it('never sets a station clock wrong on purpose', () => {
  process.env['MOT_CUA_CLOCK_OFFSET_MS'] = '7200000';
  try {
    const station = readStation([fileWith(JSON.stringify(right))]);
    if (!station.ok) throw new Error('not read');
    expect(trainingClockOffset(station.value)).toBe(0);
    expect(trainingClockOffset({ mode: 'training' })).toBe(7_200_000);
  } finally {
    delete process.env['MOT_CUA_CLOCK_OFFSET_MS'];
  }
});
