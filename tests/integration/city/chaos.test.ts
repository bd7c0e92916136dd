/** A short seeded run of what `npm run chaos` does for long, and proof that its checks can fail: damage planted on disk. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkRun, type CheckName } from '../../chaos/check.ts';
import type { LedgerDossier } from '../../chaos/ledger.ts';
import { openAside } from '../../chaos/read-station.ts';
import { runChaos, type ChaosRun } from '../../chaos/run.ts';
import { scheduleOf } from '../../chaos/schedule.ts';
import { keyOf } from '../../chaos/seeds.ts';

const plan = { seed: 7, operations: 160, stations: 4, restores: false };
let folder: string;
let run: ChaosRun;

const rest = { faultShare: 0.2, only: null, workers: 1, mostMs: 60_000, tell: () => undefined };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mc-chaos-'));
  run = await runChaos({ ...plan, ...rest, folder });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('chaos, short: every dossier exactly once, every refusal seen, both sides alike', () => {
  const { report } = run;
  expect(report.findings).toEqual([]);
  expect(report.done).toBe(plan.operations);
  expect(report.dossiers).toBeGreaterThan(20);
  expect(report.refused).toBeGreaterThan(0);
  const struck = Object.entries(report.faults).filter(([kind]) => kind !== 'none');
  expect(struck.length).toBeGreaterThan(6);
});

test('chaos, short: the same while the city is brought back from backups', async () => {
  const place = mkdtempSync(join(tmpdir(), 'mc-chaos-'));
  try {
    const { report } = await runChaos({ ...plan, ...rest, seed: 10, restores: true, folder: place });
    expect(report.findings).toEqual([]);
    expect(report.operations['restore']).toBe(2);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test('a seed says what happens, whatever else was asked before', () => {
  const all = [...scheduleOf(plan)];
  expect([...scheduleOf(plan)]).toEqual(all);
  expect([...scheduleOf({ ...plan, operations: 50 })]).toEqual(all.slice(0, 50));
  expect([...scheduleOf({ ...plan, seed: 8 })]).not.toEqual(all);
});

describe('planted damage is found', () => {
  type Line = { type: string; hoSo?: Record<string, unknown>; tienDo?: Record<string, unknown> };
  const names = (): CheckName[] => checkRun(run.place).map(({ check }) => check);
  const good = (): LedgerDossier[] =>
    [...run.place.ledger.dossiers.values()].filter(
      (one) => !one.refusable && one.steps.every(({ text }) => text !== ''),
    );
  const journals = (['cu', 'moi'] as const).map((city) => ({
    city,
    path: () => join(folder, city, 'journal.jsonl'),
  }));

  /** Changes both journals, looks, and puts them back. */
  function withJournals(change: (lines: Line[]) => Line[]): CheckName[] {
    const before = journals.map(({ path }) => readFileSync(path(), 'utf8'));
    journals.forEach(({ path }, place) => {
      const lines = (before[place] ?? '').split('\n').filter((line) => line !== '');
      const changed = change(lines.map((line) => JSON.parse(line) as Line));
      writeFileSync(path(), changed.map((line) => `${JSON.stringify(line)}\n`).join(''));
    });
    try {
      return names();
    } finally {
      journals.forEach(({ path }, place) => writeFileSync(path(), before[place] ?? ''));
    }
  }

  /** Changes the database of one station, looks, and puts it back. */
  function withStation(station: number, sql: string): CheckName[] {
    const place = join(folder, `tram-${String(station)}`);
    const path = join(place, 'store.db');
    copyFileSync(path, `${path}.before`);
    const engine = openAside(place, keyOf(plan.seed, station));
    try {
      engine.exec(sql);
      engine.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      engine.close();
    }
    try {
      return names();
    } finally {
      rmSync(`${path}-wal`, { force: true });
      rmSync(`${path}-shm`, { force: true });
      copyFileSync(`${path}.before`, path);
    }
  }

  const isOf = (line: Line, id: string): boolean =>
    line.type === 'dossier' && String(line.hoSo?.['ThongTinKhac']).includes(id);
  /** A dossier for which `fits`, as it stands in a journal. */
  const one = (fits: (dossier: LedgerDossier) => boolean = () => true): LedgerDossier => {
    const found = good().find(fits);
    if (!found) throw new Error('this run has no such dossier');
    return found;
  };
  const codeOf = (id: string): string => {
    for (const { path } of journals) {
      for (const text of readFileSync(path(), 'utf8').split('\n')) {
        const line = text === '' ? null : (JSON.parse(text) as Line);
        if (line && isOf(line, id)) return String(line.hoSo?.['MaHoSo']);
      }
    }
    throw new Error('not at a city');
  };
  const isStepOf = (line: Line, code: string): boolean => line.tienDo?.['MaHoSo'] === code;

  test('nothing is found where nothing was planted', () => {
    expect(names()).toEqual([]);
  });

  test('a dossier that the city lost', () => {
    const { id } = one();
    expect(withJournals((lines) => lines.filter((line) => !isOf(line, id)))).toContain('missing-at-city');
  });

  test('a city that was set back and never sent to again', () => {
    const found = withJournals((lines) => [...lines, { type: 'epoch', keep: 5 } as Line]);
    expect(found).toContain('missing-at-city');
  });

  test('a dossier twice under two codes', () => {
    const { id } = one();
    const again = (line: Line): Line => ({
      ...line,
      hoSo: { ...line.hoSo, MaHoSo: '000.00.01.H26-261123-9999' },
    });
    const found = withJournals((lines) =>
      lines.flatMap((line) => (isOf(line, id) ? [line, again(line)] : [line])),
    );
    expect(found).toContain('doubled');
  });

  test('a dossier without one of its files, and one whose file has other bytes', () => {
    const { id } = one(({ files }) => files.length > 0);
    const without = (line: Line): Line =>
      isOf(line, id) ? { ...line, hoSo: { ...line.hoSo, TaiLieuNop: [], ThanhPhanHoSo: [] } } : line;
    expect(withJournals((lines) => lines.map(without))).toContain('files-differ');

    const sha256 = one(({ files }) => files.length > 0).files[0] ?? '';
    const path = ['cu', 'moi'].map((city) => join(folder, city, 'files', sha256)).find(existsSync) ?? '';
    const before = readFileSync(path);
    appendFileSync(path, 'x');
    try {
      expect(names()).toEqual(expect.arrayContaining(['files-differ', 'phantom']));
    } finally {
      writeFileSync(path, before);
    }
  });

  test('a step lost, a step twice, two steps in another order', () => {
    const code = codeOf(one(({ steps }) => steps.length > 1).id);
    const isFirst = (): ((line: Line) => boolean) => {
      let seen = 0;
      return (line) => isStepOf(line, code) && (seen += 1) === 1;
    };
    const first = isFirst();
    expect(withJournals((lines) => lines.filter((line) => !first(line)))).toContain('steps-differ');
    const twice = isFirst();
    expect(withJournals((lines) => lines.flatMap((line) => (twice(line) ? [line, line] : [line])))).toContain(
      'steps-differ',
    );
    const turned = withJournals((lines) => {
      const steps = lines.filter((line) => isStepOf(line, code)).reverse();
      return lines.map((line) => (isStepOf(line, code) ? (steps.shift() ?? line) : line));
    });
    expect(turned).toContain('steps-differ');
  });

  test('another status than the last step', () => {
    const codes = good().map(({ id }) => codeOf(id));
    const found = withJournals((lines) => [
      ...lines,
      ...codes.map((code) => ({ type: 'status', code, status: { TrangThai: 1 } }) as unknown as Line),
    ]);
    expect(found).toContain('status-differs');
  });

  test('a dossier of nobody', () => {
    const { id } = one();
    const nobody = (line: Line): Line => ({
      ...line,
      hoSo: { ...line.hoSo, MaHoSo: 'H26.48-20261123-9999999', ThongTinKhac: '{"maThamChieu":"ai"}' },
    });
    const found = withJournals((lines) =>
      lines.flatMap((line) => (isOf(line, id) ? [line, nobody(line)] : [line])),
    );
    expect(found).toEqual(['phantom']);
  });

  const planted: readonly (readonly [string, CheckName, (id: string) => string])[] = [
    ['a dossier that its station lost', 'lost-at-station', (id) => `DELETE FROM dossiers WHERE id = '${id}'`],
    ['a step that its station lost', 'lost-at-station', (id) => `DELETE FROM outbox WHERE id = '${id}.2'`],
    ['another code', 'code-differs', (id) => `UPDATE dossiers SET city_code = 'H26-1-1' WHERE id = '${id}'`],
    [
      'a code that no event tells',
      'code-not-told',
      (id) =>
        `DROP TRIGGER events_never_go; DELETE FROM events WHERE subject = '${id}' AND type = 'dossier.linked'`,
    ],
    [
      'another city',
      'wrong-city',
      (id) => `UPDATE dossier_systems SET system = 'ai' WHERE dossier_id = '${id}'`,
    ],
    [
      'a refusal without cause',
      'refused-without-cause',
      (id) => `UPDATE outbox SET state = 'refused' WHERE id = '${id}.2'`,
    ],
    ['a message not sent', 'unsent', (id) => `UPDATE outbox SET state = 'waiting' WHERE id = '${id}.2'`],
  ];
  for (const [what, check, sql] of planted) {
    test(what, () => {
      const { id, station } = one();
      expect(withStation(station, sql(id))).toContain(check);
    });
  }

  test('a refusal without words, and one that the dossier does not show', () => {
    const refused = [...run.place.ledger.dossiers.values()].find(({ refusable }) => refusable);
    if (!refused) throw new Error('this run refuses nothing');
    const { id, station } = refused;
    const wordless = `UPDATE outbox SET last_error = ' ' WHERE dossier_id = '${id}'`;
    expect(withStation(station, wordless)).toContain('refusal-unseen');
    const hidden = `UPDATE dossiers SET sync = 'sent' WHERE id = '${id}'`;
    expect(withStation(station, hidden)).toContain('refusal-unseen');
  });
});
