/** What the simulated city knows, rebuilt from its journal at every start. */
import { createHash } from 'node:crypto';
import { fileTypeOf } from './checks.ts';
import type { Fields, Journal, JournalLine } from './journal.ts';

export interface KnownDossier {
  readonly code: string;
  readonly reference: string | null;
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

/** Code of Hà Nội's reception unit that the simulator issues under. */
const codePrefix = '000.00.01.H26';

export interface CityState {
  readonly repeats: Repeats;
  dossiers(): KnownDossier[];
  files(): KnownFile[];
  byCode(code: string): KnownDossier | null;
  byReference(reference: string): KnownDossier | null;
  fileById(id: string): KnownFile | null;
  /** Creates the dossiers, all or none, and gives their codes; those without `MaHoSo` get the next of the day. */
  create(items: readonly { hoSo: Fields; reference: string | null }[]): string[];
  replace(code: string, hoSo: Fields): void;
  addProgress(steps: readonly Fields[]): void;
  /** Keeps the same content once: the same bytes give the same id. */
  addFile(name: string, bytes: Uint8Array): KnownFile;
}

const zoneOffsetMs = 7 * 60 * 60 * 1000;

function dayOf(instant: number): string {
  return new Date(instant + zoneOffsetMs).toISOString().slice(2, 10).replaceAll('-', '');
}

export function openState(journal: Journal, now: () => number): CityState {
  const byCode = new Map<string, KnownDossier>();
  const byReference = new Map<string, KnownDossier>();
  const files = new Map<string, KnownFile>();
  const filesByHash = new Map<string, KnownFile>();
  const lastOfDay = new Map<string, number>();
  const repeats: Repeats = { dossiers: 0, steps: 0, files: 0 };

  const apply = (line: JournalLine): void => {
    if (line.type === 'file') {
      const { id, sha256, bytes, name, mime } = line;
      const file = { id, sha256, bytes, name, mime };
      files.set(id, file);
      filesByHash.set(sha256, file);
    } else if (line.type === 'progress') {
      const dossier = byCode.get(String(line.tienDo['MaHoSo']));
      if (!dossier) return;
      dossier.progress.push(line.tienDo);
      dossier.hoSo = { ...dossier.hoSo, TrangThaiHoSo: line.tienDo['TrangThai'] };
    } else {
      const code = String(line.hoSo['MaHoSo']);
      const known = byCode.get(code);
      const dossier: KnownDossier = {
        code,
        reference: line.reference ?? known?.reference ?? null,
        hoSo: line.hoSo,
        progress: known?.progress ?? [],
      };
      byCode.set(code, dossier);
      if (dossier.reference !== null) byReference.set(dossier.reference, dossier);
      const issued = /^000\.00\.01\.H26-(\d{6})-(\d{4,})$/.exec(code);
      const day = issued?.[1];
      if (day) lastOfDay.set(day, Math.max(lastOfDay.get(day) ?? 0, Number(issued[2])));
    }
  };
  for (const line of journal.lines) apply(line);

  const commit = (lines: readonly JournalLine[]): void => {
    journal.append(lines);
    for (const line of lines) apply(line);
  };
  const stamp = (): string => new Date(now()).toISOString();

  return {
    repeats,
    dossiers: () => [...byCode.values()],
    files: () => [...files.values()],
    byCode: (code) => byCode.get(code) ?? null,
    byReference: (reference) => byReference.get(reference) ?? null,
    fileById: (id) => files.get(id) ?? null,
    create: (items) => {
      const day = dayOf(now());
      let last = lastOfDay.get(day) ?? 0;
      const lines = items.map(({ hoSo, reference }): JournalLine & { type: 'dossier' } => {
        const given = String(hoSo['MaHoSo'] ?? '');
        let code = given;
        while (code === '' || (given === '' && byCode.has(code))) {
          last += 1;
          code = `${codePrefix}-${day}-${String(last).padStart(4, '0')}`;
        }
        return { type: 'dossier', at: stamp(), reference, hoSo: { ...hoSo, MaHoSo: code } };
      });
      commit(lines);
      return lines.map((line) => String(line.hoSo['MaHoSo']));
    },
    replace: (code, hoSo) => {
      commit([
        {
          type: 'dossier',
          at: stamp(),
          reference: byCode.get(code)?.reference ?? null,
          hoSo: { ...hoSo, MaHoSo: code },
        },
      ]);
    },
    addProgress: (steps) => {
      const fresh: Fields[] = [];
      for (const step of steps) {
        const text = JSON.stringify(step);
        const known = byCode.get(String(step['MaHoSo']))?.progress ?? [];
        if ([...known, ...fresh].some((other) => JSON.stringify(other) === text)) repeats.steps += 1;
        else fresh.push(step);
      }
      if (fresh.length > 0) commit(fresh.map((tienDo) => ({ type: 'progress', at: stamp(), tienDo })));
    },
    addFile: (name, bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const known = filesByHash.get(sha256);
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
  };
}
