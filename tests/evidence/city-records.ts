/** What the simulated city has on its own disk: read from its journal, without asking the counter. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Line {
  readonly type: 'dossier' | 'progress' | 'file';
  readonly hoSo?: {
    readonly MaHoSo: string;
    readonly TaiLieuNop: readonly { readonly TepDinhKemId: string }[];
  };
  readonly tienDo?: { readonly MaHoSo: string };
  readonly id?: string;
  readonly sha256?: string;
  readonly name?: string;
}

export interface CityRecords {
  readonly dossier: unknown;
  readonly progress: readonly unknown[];
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

export function journalOf(folder: string): Line[] {
  const journal = join(folder, 'journal.jsonl');
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** Waits until the dossier is there; throws after `limitMs`. */
export async function cityRecords(folder: string, code: string, limitMs: number): Promise<CityRecords> {
  const until = Date.now() + limitMs;
  for (;;) {
    const lines = journalOf(folder);
    const dossier = lines.findLast((line) => line.type === 'dossier' && line.hoSo?.MaHoSo === code)?.hoSo;
    const progress = lines.filter((line) => line.type === 'progress' && line.tienDo?.MaHoSo === code);
    if (dossier && progress.length > 0) {
      const wanted = new Set(dossier.TaiLieuNop.map((each) => each.TepDinhKemId));
      const files = lines
        .filter((line) => line.type === 'file' && line.id !== undefined && wanted.has(line.id))
        .map((line) => ({ name: line.name ?? '', path: join(folder, 'files', line.sha256 ?? '') }));
      return { dossier, progress: progress.map((line) => line.tienDo), files };
    }
    if (Date.now() > until) throw new Error(`the city does not hold ${code}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
