/**
 * What the simulated city knows, rebuilt from its journal at every start. Every question is answered from an index;
 * nothing but a restore walks through everything.
 */
import { createHash, randomUUID } from 'node:crypto';
import { fileTypeOf } from './checks.ts';
import type { Fields, Journal, JournalLine } from './journal.ts';

export interface KnownDossier {
  readonly code: string;
  readonly reference: string | null;
  readonly style: 'a' | 'b';
  hoSo: Fields;
  readonly progress: Fields[];
}

export interface KnownFile {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string;
  readonly mime: string;
}

/** What came in more than once and was kept once. */
export interface Repeats {
  dossiers: number;
  steps: number;
  files: number;
}

/** Code of Hà Nội's reception unit that style A issues under. */
const codePrefix = '000.00.01.H26';

export interface NewDossier {
  readonly hoSo: Fields;
  readonly reference: string | null;
  readonly style: 'a' | 'b';
}

export interface CityState {
  readonly repeats: Repeats;
  readonly epoch: () => string;
  /** Lines that count; a backup is a number of them. */
  readonly lineCount: () => number;
  /** Brings back the first `keep` lines: what came later is gone, and the epoch is a new one. */
  restore(keep: number): void;
  dossiers(): KnownDossier[];
  files(): KnownFile[];
  counts(): { dossiers: number; files: number; progress: number; numbers: number; changes: number };
  byCode(code: string): KnownDossier | null;
  byReference(reference: string): KnownDossier | null;
  fileById(id: string): KnownFile | null;
  fileByHash(sha256: string): KnownFile | null;
  /** Creates the dossiers, all or none, and gives their codes; those without `MaHoSo` get the next of the day. */
  create(items: readonly NewDossier[]): string[];
  replace(code: string, hoSo: Fields): void;
  /** The next code of a unit; never given twice. */
  nextCode(unit: string): string;
  wasGiven(code: string): boolean;
  addProgress(steps: readonly Fields[]): void;
  setStatus(code: string, status: Fields): void;
  /** Keeps the same content once: the same bytes give the same id. */
  addFile(name: string, bytes: Uint8Array): KnownFile;
  addChange(change: Fields): Fields;
  changesFrom(place: number, limit: number): readonly Fields[];
  setBundle(bundle: Fields): void;
  bundle(kind: string): Fields | null;
}

const zoneOffsetMs = 7 * 60 * 60 * 1000;

function localOf(instant: number): string {
  return new Date(instant + zoneOffsetMs).toISOString();
}

interface Tables {
  lines: number;
  epoch: string;
  progress: number;
  readonly byCode: Map<string, KnownDossier>;
  readonly byReference: Map<string, KnownDossier>;
  readonly files: Map<string, KnownFile>;
  readonly filesByHash: Map<string, KnownFile>;
  readonly given: Set<string>;
  /** By what comes before the number of a code. */
  readonly lastNumber: Map<string, number>;
  readonly changes: Fields[];
  readonly bundles: Map<string, Fields>;
}

function emptyTables(): Tables {
  return {
    lines: 0,
    epoch: '',
    progress: 0,
    byCode: new Map(),
    byReference: new Map(),
    files: new Map(),
    filesByHash: new Map(),
    given: new Set(),
    lastNumber: new Map(),
    changes: [],
    bundles: new Map(),
  };
}

function noteNumber(tables: Tables, code: string): void {
  const parts = /^(.+-\d{6,8})-(\d{4,})$/.exec(code);
  const series = parts?.[1];
  if (series) tables.lastNumber.set(series, Math.max(tables.lastNumber.get(series) ?? 0, Number(parts[2])));
}

function applyDossier(tables: Tables, line: JournalLine & { type: 'dossier' }): void {
  const code = String(line.hoSo['MaHoSo']);
  const known = tables.byCode.get(code);
  const dossier: KnownDossier = {
    code,
    reference: line.reference ?? known?.reference ?? null,
    style: line.style ?? 'a',
    hoSo: line.hoSo,
    progress: known?.progress ?? [],
  };
  tables.byCode.set(code, dossier);
  if (dossier.reference !== null) tables.byReference.set(dossier.reference, dossier);
  noteNumber(tables, code);
}

function applyProgress(tables: Tables, tienDo: Fields): void {
  const dossier = tables.byCode.get(String(tienDo['MaHoSo']));
  if (!dossier) return;
  dossier.progress.push(tienDo);
  tables.progress += 1;
  // In style B the status goes by a message of its own.
  if (dossier.style === 'a') dossier.hoSo = { ...dossier.hoSo, TrangThaiHoSo: tienDo['TrangThai'] };
}

function apply(tables: Tables, line: JournalLine): void {
  if (line.type === 'epoch') {
    tables.epoch = line.epoch;
    return;
  }
  tables.lines += 1;
  if (line.type === 'dossier') applyDossier(tables, line);
  else if (line.type === 'progress') applyProgress(tables, line.tienDo);
  else if (line.type === 'change') tables.changes.push(line.change);
  else if (line.type === 'bundle') tables.bundles.set(String(line.bundle['loai']), line.bundle);
  else if (line.type === 'number') {
    tables.given.add(line.code);
    noteNumber(tables, line.code);
  } else if (line.type === 'status') {
    const dossier = tables.byCode.get(line.code);
    if (dossier) dossier.hoSo = { ...dossier.hoSo, TrangThai: line.status['TrangThai'] };
  } else {
    const { id, sha256, bytes, name, mime } = line;
    const file = { id, sha256, bytes, name, mime };
    tables.files.set(id, file);
    tables.filesByHash.set(sha256, file);
  }
}

/** The lines that count, in order. */
function counting(lines: readonly JournalLine[]): JournalLine[] {
  const kept: JournalLine[] = [];
  let epoch: JournalLine | null = null;
  for (const line of lines) {
    if (line.type === 'epoch') {
      kept.length = Math.min(kept.length, line.keep);
      epoch = line;
    } else kept.push(line);
  }
  return epoch ? [...kept, epoch] : kept;
}

export function openState(journal: Journal, now: () => number): CityState {
  const repeats: Repeats = { dossiers: 0, steps: 0, files: 0 };
  let tables = emptyTables();
  const stamp = (): string => new Date(now()).toISOString();

  const load = (): void => {
    tables = emptyTables();
    for (const line of counting(journal.read())) apply(tables, line);
  };
  const commit = (lines: readonly JournalLine[]): void => {
    journal.append(lines);
    for (const line of lines) apply(tables, line);
  };
  load();
  if (tables.epoch === '')
    commit([{ type: 'epoch', at: stamp(), epoch: randomUUID(), keep: Number.MAX_SAFE_INTEGER }]);

  const nextOf = (series: string, digits: number): string => {
    const number = (tables.lastNumber.get(series) ?? 0) + 1;
    tables.lastNumber.set(series, number);
    return `${series}-${String(number).padStart(digits, '0')}`;
  };

  return {
    repeats,
    epoch: () => tables.epoch,
    lineCount: () => tables.lines,
    restore: (keep) => {
      journal.append([{ type: 'epoch', at: stamp(), epoch: randomUUID(), keep: Math.max(keep, 0) }]);
      load();
    },
    dossiers: () => [...tables.byCode.values()],
    files: () => [...tables.files.values()],
    counts: () => ({
      dossiers: tables.byCode.size,
      files: tables.files.size,
      progress: tables.progress,
      numbers: tables.given.size,
      changes: tables.changes.length,
    }),
    byCode: (code) => tables.byCode.get(code) ?? null,
    byReference: (reference) => tables.byReference.get(reference) ?? null,
    fileById: (id) => tables.files.get(id) ?? null,
    fileByHash: (sha256) => tables.filesByHash.get(sha256) ?? null,
    create: (items) => {
      const series = `${codePrefix}-${localOf(now()).slice(2, 10).replaceAll('-', '')}`;
      const lines = items.map(({ hoSo, reference, style }): JournalLine & { type: 'dossier' } => {
        const given = String(hoSo['MaHoSo'] ?? '');
        let code = given;
        while (code === '' || (given === '' && tables.byCode.has(code))) code = nextOf(series, 4);
        const line = { type: 'dossier', at: stamp(), reference, hoSo: { ...hoSo, MaHoSo: code } } as const;
        return style === 'b' ? { ...line, style } : line;
      });
      commit(lines);
      return lines.map((line) => String(line.hoSo['MaHoSo']));
    },
    replace: (code, hoSo) => {
      const known = tables.byCode.get(code);
      const line = {
        type: 'dossier',
        at: stamp(),
        reference: known?.reference ?? null,
        hoSo: { ...hoSo, MaHoSo: code },
      } as const;
      commit([known?.style === 'b' ? { ...line, style: 'b' } : line]);
    },
    nextCode: (unit) => {
      const code = nextOf(`${unit}-${localOf(now()).slice(0, 10).replaceAll('-', '')}`, 7);
      commit([{ type: 'number', at: stamp(), code }]);
      return code;
    },
    wasGiven: (code) => tables.given.has(code),
    addProgress: (steps) => {
      const fresh: Fields[] = [];
      for (const step of steps) {
        const text = JSON.stringify(step);
        const known = tables.byCode.get(String(step['MaHoSo']))?.progress ?? [];
        if ([...known, ...fresh].some((other) => JSON.stringify(other) === text)) repeats.steps += 1;
        else fresh.push(step);
      }
      if (fresh.length > 0) commit(fresh.map((tienDo) => ({ type: 'progress', at: stamp(), tienDo })));
    },
    setStatus: (code, status) => {
      const known = tables.byCode.get(code)?.hoSo['TrangThai'];
      if (String(known) !== String(status['TrangThai']))
        commit([{ type: 'status', at: stamp(), code, status }]);
    },
    addFile: (name, bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const known = tables.filesByHash.get(sha256);
      if (known) {
        repeats.files += 1;
        return known;
      }
      journal.putFile(sha256, bytes);
      const id = `TEP-${sha256.slice(0, 24)}`;
      const mime = fileTypeOf(bytes) ?? 'application/octet-stream';
      commit([{ type: 'file', at: stamp(), id, sha256, bytes: bytes.byteLength, name, mime }]);
      return { id, sha256, bytes: bytes.byteLength, name, mime };
    },
    addChange: (given) => {
      const luc = localOf(now()).slice(0, 19).replace(/[-:T]/g, '');
      const change = { id: randomUUID(), luc, ...given };
      commit([{ type: 'change', at: stamp(), change }]);
      return change;
    },
    changesFrom: (place, limit) => tables.changes.slice(place, place + limit),
    setBundle: (bundle) => {
      commit([{ type: 'bundle', at: stamp(), bundle }]);
    },
    bundle: (kind) => tables.bundles.get(kind) ?? null,
  };
}
