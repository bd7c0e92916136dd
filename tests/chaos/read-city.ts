/** What one city holds, read from its disk by code of its own: neither the simulator's nor the sync's is asked. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Fields = Readonly<Record<string, unknown>>;

export interface CityStep {
  readonly at: string;
  readonly status: string;
  readonly text: string;
}

export interface CityDossier {
  readonly code: string;
  /** The station's own id, as it stands in the dossier; '' when it names none. */
  readonly reference: string;
  readonly style: 'a' | 'b';
  /** SHA-256 of the files on the disk that it names, in no order; '' for one that is not there. */
  readonly files: readonly string[];
  readonly steps: readonly CityStep[];
  readonly status: string;
  /** A backup was brought back since it came. */
  readonly setBack: boolean;
}

export interface CityContent {
  readonly dossiers: readonly CityDossier[];
  /** SHA-256 of what lies in each file that it names. */
  readonly files: readonly string[];
  /** Steps of dossiers that it does not hold. */
  readonly strayCodes: readonly string[];
}

interface Line {
  readonly type: string;
  readonly keep?: number;
  readonly hoSo?: Fields;
  readonly style?: 'b';
  readonly tienDo?: Fields;
  readonly code?: string;
  readonly status?: Fields;
  readonly id?: string;
  readonly sha256?: string;
}

function text(fields: Fields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function rows(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function referenceOf(hoSo: Fields): string {
  try {
    const other: unknown = JSON.parse(text(hoSo, 'ThongTinKhac'));
    return text(other as Fields, 'maThamChieu');
  } catch {
    return '';
  }
}

function fileIds(hoSo: Fields): string[] {
  const styleA = rows(hoSo['TaiLieuNop']).map((row) => text(row, 'TepDinhKemId'));
  const styleB = rows(hoSo['ThanhPhanHoSo']).flatMap((paper) =>
    rows(paper['GiayToDinhKem']).map((row) => text(row, 'IdGiayTo')),
  );
  return [...styleA, ...styleB].filter((id) => id !== '');
}

/** The lines in force: a backup brought back makes all after its first `keep` ones void. */
function inForce(folder: string): {
  readonly lines: Line[];
  /** How many of them a backup held. */ readonly old: number;
} {
  const lines: Line[] = [];
  let old = 0;
  for (const row of readFileSync(join(folder, 'journal.jsonl'), 'utf8').split('\n')) {
    if (row === '') continue;
    const line = JSON.parse(row) as Line;
    if (line.type === 'epoch') {
      lines.length = Math.min(lines.length, line.keep ?? 0);
      old = lines.length;
    } else lines.push(line);
  }
  return { lines, old };
}

export function readCity(folder: string): CityContent {
  const dossiers = new Map<
    string,
    { hoSo: Fields; style: 'a' | 'b'; steps: Fields[]; status: string; setBack: boolean }
  >();
  const hashes = new Map<string, string>();
  const strayCodes: string[] = [];
  const { lines, old } = inForce(folder);
  for (const [place, line] of lines.entries()) {
    if (line.type === 'dossier' && line.hoSo) {
      const code = text(line.hoSo, 'MaHoSo');
      const before = dossiers.get(code);
      const status = text(line.hoSo, 'TrangThaiHoSo') || text(line.hoSo, 'TrangThai');
      dossiers.set(code, {
        ...{ hoSo: line.hoSo, style: line.style ?? 'a', steps: before?.steps ?? [], status },
        setBack: before?.setBack ?? place < old,
      });
    } else if (line.type === 'progress' && line.tienDo) {
      const dossier = dossiers.get(text(line.tienDo, 'MaHoSo'));
      if (!dossier) {
        strayCodes.push(text(line.tienDo, 'MaHoSo'));
        continue;
      }
      dossier.steps.push(line.tienDo);
      if (dossier.style === 'a') dossier.status = text(line.tienDo, 'TrangThai');
    } else if (line.type === 'status') {
      const dossier = dossiers.get(line.code ?? '');
      if (dossier) dossier.status = text(line.status, 'TrangThai');
    } else if (line.type === 'file' && line.id !== undefined) {
      const path = join(folder, 'files', line.sha256 ?? '');
      const there = existsSync(path);
      hashes.set(line.id, there ? createHash('sha256').update(readFileSync(path)).digest('hex') : '');
    }
  }
  return {
    dossiers: [...dossiers].map(([code, { hoSo, style, steps, status, setBack }]) => ({
      ...{ code, style, status, setBack, reference: referenceOf(hoSo) },
      files: fileIds(hoSo).map((id) => hashes.get(id) ?? ''),
      steps: steps.map((step) => ({
        at: text(step, 'ThoiDiemXuLy'),
        status: text(step, 'TrangThai'),
        text: text(step, 'NoiDungXuLy'),
      })),
    })),
    files: [...hashes.values()],
    strayCodes,
  };
}
