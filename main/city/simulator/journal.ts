/**
 * The simulator's disk: one append-only file of JSON lines and a folder of uploaded files. A line is on disk, fsynced,
 * before the request that made it is answered, so what the city confirmed survives the end of its process.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export type Fields = Record<string, unknown>;

export type JournalLine =
  /** A dossier created or replaced; `hoSo` is what was sent, with `MaHoSo` filled in. */
  | { type: 'dossier'; at: string; reference: string | null; hoSo: Fields; style?: 'b' }
  | { type: 'progress'; at: string; tienDo: Fields }
  /** A code given for a dossier to come; never given twice. */
  | { type: 'number'; at: string; code: string }
  | { type: 'status'; at: string; code: string; status: Fields }
  /** Something that the city tells of itself. */
  | { type: 'change'; at: string; change: Fields }
  | { type: 'bundle'; at: string; bundle: Fields }
  /** The beginning, or a backup brought back: only the first `keep` lines before it count from here on. */
  | { type: 'epoch'; at: string; epoch: string; keep: number }
  | { type: 'file'; at: string; id: string; sha256: string; bytes: number; name: string; mime: string };

export interface Journal {
  readonly folder: string;
  /** Reads the whole file: at the start, and after a backup was brought back. */
  read(): JournalLine[];
  /** Returns when the lines are on disk, all or (after a power cut) none of the torn one. */
  append(lines: readonly JournalLine[]): void;
  putFile(sha256: string, bytes: Uint8Array): void;
  filePath(sha256: string): string;
  close(): void;
}

function fsyncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // Windows cannot fsync a folder; there the rename itself is what we have.
  } finally {
    closeSync(handle);
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(handle, bytes, written);
  fsyncSync(handle);
}

/** Whole lines only: a last line that a power cut tore was never answered for, so it is cut off. */
function readLines(path: string): { lines: JournalLine[]; soundBytes: number } {
  if (!existsSync(path)) return { lines: [], soundBytes: 0 };
  const bytes = readFileSync(path);
  const soundBytes = bytes.lastIndexOf(0x0a) + 1;
  const text = bytes.subarray(0, soundBytes).toString('utf8');
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index): JournalLine => {
      try {
        return JSON.parse(line) as JournalLine;
      } catch {
        throw new Error(`journal line ${index + 1} is damaged`);
      }
    });
  return { lines, soundBytes };
}

/** Opens (or makes) the folder. Throws when a line that is not the last one is damaged. */
export function openJournal(folder: string): Journal {
  const filesFolder = join(folder, 'files');
  mkdirSync(filesFolder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'journal.jsonl');
  const { soundBytes } = readLines(path);
  const handle = openSync(path, existsSync(path) ? 'r+' : 'w+');
  ftruncateSync(handle, soundBytes);
  closeSync(handle);
  const appendHandle = openSync(path, 'a');
  fsyncFolder(folder);

  const filePath = (sha256: string): string => join(filesFolder, sha256);
  return {
    folder,
    read: () => readLines(path).lines,
    append: (added) => {
      const before = fstatSync(appendHandle).size;
      try {
        writeAll(appendHandle, Buffer.from(added.map((line) => `${JSON.stringify(line)}\n`).join('')));
      } catch (error) {
        // A full disk must not leave half a line for the next one to be glued to.
        ftruncateSync(appendHandle, before);
        throw error;
      }
    },
    putFile: (sha256, bytes) => {
      const temporary = join(filesFolder, `.${sha256}.${process.pid}.part`);
      const file = openSync(temporary, 'w');
      try {
        writeAll(file, bytes);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, filePath(sha256));
      fsyncFolder(filesFolder);
    },
    filePath,
    close: () => {
      closeSync(appendHandle);
    },
  };
}
