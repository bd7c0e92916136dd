/**
 * Looks at the log of a store that was not closed, before the engine does: the engine takes what comes before the first
 * frame that does not hold and drops the rest without a word. After a power cut that rest is a commit that nobody was told
 * of; but where something was committed behind it, what was acknowledged would be gone silently.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { commitMarkBytes, commitMarkOf, type CommitMark } from './commit-mark.ts';
import {
  countedSums,
  frameHeaderBytes,
  frameSummed,
  headerSummed,
  logHeaderBytes,
  pageBytesOf,
  same,
  storedSums,
  turnBack,
  turnedBit,
  type Sums,
  type Words,
} from './log-format.ts';

/** A byte as it was before one of its bits was turned over. */
export interface Mending {
  readonly offset: number;
  readonly byte: number;
}

export interface LogDamage {
  /** With these bytes every frame holds that `keepBytes` counts. */
  readonly mendings: readonly Mending[];
  /** The part of the log that still holds, bytes; null: all of it. */
  readonly keepBytes: number | null;
  /** Commits that cannot be read any more; at least so many. */
  readonly lostCommits: number;
}

/** More turned bits than this are no accident of single bits: what follows is given up. */
const mostMendings = 64;
const usualPageBytes = 4096;
const readBytes = 4 * 1024 * 1024;

/** Null when nothing is wrong with it, or when there is none. `databasePath` names the database that it belongs to. */
export function inspectLog(databasePath: string): LogDamage | null {
  // First: what it tells has reached the log by then.
  const index = wordsOfFile(`${databasePath}-shm`, commitMarkBytes);
  const mark = index && commitMarkOf(index);
  let file: number;
  try {
    file = openSync(`${databasePath}-wal`, 'r');
  } catch {
    return null;
  }
  try {
    return new LogReader(file, mark).look();
  } finally {
    closeSync(file);
  }
}

function wordsOfFile(path: string, bytes: number): Words | null {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = new Uint8Array(bytes);
      return readSync(file, buffer, 0, bytes, 0) === bytes ? new Uint32Array(buffer.buffer) : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

interface Followed {
  /** Frames up to the last commit that holds. */
  readonly committed: number;
  /** The first frame that does not hold, from 1. */
  readonly stop: number;
}

class LogReader {
  private readonly file: number;
  private readonly size: number;
  private mark: CommitMark | null;
  private readonly mendings: Mending[] = [];
  private pageBytes = usualPageBytes;
  private salts: readonly [number, number] = [0, 0];
  private chunk: Words = new Uint32Array(0);
  private chunkFrom = 0;

  constructor(file: number, mark: CommitMark | null) {
    this.file = file;
    this.size = fstatSync(file).size;
    this.mark = mark;
  }

  look(): LogDamage | null {
    const known = this.mark;
    if (this.size < logHeaderBytes) {
      // Emptied by the engine after everything was copied: then its index says so.
      const lost = known ? known.frames - known.copied : 0;
      return lost > 0 ? { mendings: [], keepBytes: 0, lostCommits: 1 } : null;
    }
    const start = this.header();
    if (known && (known.salts[0] !== this.salts[0] || known.salts[1] !== this.salts[1])) this.mark = null;
    if (!start) return this.withoutHeader();
    const { committed, stop } = this.follow(start);
    const behind = this.committedBehind(stop);
    const promised = Math.max(behind, this.mark?.frames ?? 0);
    if (promised <= committed)
      return this.mendings.length === 0 ? null : { mendings: this.mendings, keepBytes: null, lostCommits: 0 };
    const { mark } = this;
    // The database holds more than the part of the log that holds: that part would overlay it with what is older.
    if (mark && mark.copied > 0 && mark.copied >= committed && mark.copied === mark.copying)
      return { mendings: [], keepBytes: 0, lostCommits: this.commitsIn(mark.copied, promised) };
    return {
      mendings: this.mendings,
      keepBytes: committed === 0 ? 0 : this.offsetOf(committed + 1),
      lostCommits: this.commitsIn(committed, promised),
    };
  }

  /** The sums that the first frame goes on from; null when the header cannot be mended. */
  private header(): Sums | null {
    const words = this.wordsAt(0, logHeaderBytes);
    const holds = () =>
      same(countedSums(words, headerSummed, [0, 0]), storedSums(words, headerSummed.storedAt));
    if (!holds()) {
      const turned = turnedBit(words, headerSummed, [0, 0]);
      if (turned) {
        turnBack(words, turned);
        this.note(words, turned.word, 0);
      }
    }
    const pageBytes = pageBytesOf(words);
    if (!holds() || pageBytes === null) {
      const first = this.wordsAt(logHeaderBytes, frameHeaderBytes);
      this.salts = [first[2] ?? 0, first[3] ?? 0];
      return null;
    }
    this.pageBytes = pageBytes;
    this.salts = [words[4] ?? 0, words[5] ?? 0];
    return storedSums(words, headerSummed.storedAt);
  }

  private withoutHeader(): LogDamage | null {
    const promised = Math.max(this.committedBehind(1), this.mark?.frames ?? 0);
    const copied = this.mark?.copied ?? 0;
    // A header alone that does not hold: the power went while a new log was begun.
    if (promised === 0) return null;
    return {
      mendings: [],
      keepBytes: 0,
      lostCommits: this.commitsIn(copied, promised),
    };
  }

  private follow(start: Sums): Followed {
    let sums = start;
    let committed = 0;
    for (let frame = 1; ; frame += 1) {
      const at = this.frame(frame);
      if (at === null || !this.mended(at, sums)) return { committed, stop: frame };
      sums = storedSums(this.chunk, at + 4);
      if (this.chunk[at + 1] !== 0) committed = frame;
    }
  }

  /** True when the frame holds, as it is or with one bit turned back. */
  private mended(at: number, sums: Sums): boolean {
    const words = this.chunk;
    const summed = frameSummed(at, this.pageBytes / 4);
    const holds = () => same(countedSums(words, summed, sums), storedSums(words, summed.storedAt));
    const wrongSalts =
      bitsOf((words[at + 2] ?? 0) ^ this.salts[0]) + bitsOf((words[at + 3] ?? 0) ^ this.salts[1]);
    if (wrongSalts === 0 && holds()) return true;
    // Another log's frame has other salts, not nearly the same ones.
    if (wrongSalts > 1 || this.mendings.length >= mostMendings) return false;
    if (wrongSalts === 1) {
      if (!holds()) return false;
      const word = words[at + 2] === this.salts[0] ? at + 3 : at + 2;
      words[word] = this.salts[word - at - 2] ?? 0;
      this.note(words, word, this.chunkFrom);
      return true;
    }
    const turned = turnedBit(words, summed, sums);
    if (!turned) return false;
    turnBack(words, turned);
    this.note(words, turned.word, this.chunkFrom);
    return holds();
  }

  /**
   * The last frame behind `stop` that was durably committed: a commit that a later frame goes on from, because a frame is
   * written only when the commit before it has been fsynced. 0: none.
   */
  private committedBehind(stop: number): number {
    let last = 0;
    let before: Sums | null = null;
    for (let frame = stop; ; frame += 1) {
      const at = this.frame(frame);
      if (at === null) return last;
      const ours = this.chunk[at + 2] === this.salts[0] && this.chunk[at + 3] === this.salts[1];
      const summed = frameSummed(at, this.pageBytes / 4);
      if (ours && before && same(countedSums(this.chunk, summed, before), storedSums(this.chunk, at + 4)))
        last = frame - 1;
      before = ours && this.chunk[at + 1] !== 0 ? storedSums(this.chunk, at + 4) : null;
    }
  }

  /** Commits among the frames after `from` up to `upTo`; at least one where there are any. */
  private commitsIn(from: number, upTo: number): number {
    if (upTo <= from) return 0;
    let commits = 0;
    for (let frame = from + 1; frame <= upTo; frame += 1) {
      const at = this.frame(frame);
      if (at === null) break;
      if (this.chunk[at + 1] !== 0) commits += 1;
    }
    return Math.max(1, commits);
  }

  private offsetOf(frame: number): number {
    return logHeaderBytes + (frame - 1) * (frameHeaderBytes + this.pageBytes);
  }

  /** The word of `chunk` at which a frame begins, read from the file where needed; null behind the last whole one. */
  private frame(frame: number): number | null {
    const offset = this.offsetOf(frame);
    const bytes = frameHeaderBytes + this.pageBytes;
    if (offset + bytes > this.size) return null;
    const held = offset >= this.chunkFrom && offset + bytes <= this.chunkFrom + this.chunk.byteLength;
    if (!held) {
      const most = Math.floor(readBytes / bytes) * bytes;
      this.chunk = this.wordsAt(offset, Math.min(most, Math.floor((this.size - offset) / bytes) * bytes));
      this.chunkFrom = offset;
      this.mendAgain();
    }
    return (offset - this.chunkFrom) / 4;
  }

  /** A chunk that is read once more has its turned bits again. */
  private mendAgain(): void {
    const bytes = new Uint8Array(this.chunk.buffer);
    for (const { offset, byte } of this.mendings) {
      const at = offset - this.chunkFrom;
      if (at >= 0 && at < bytes.length) bytes[at] = byte;
    }
  }

  private note(words: Words, word: number, from: number): void {
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    for (let at = word * 4; at < word * 4 + 4; at += 1) {
      const offset = from + at;
      const byte = bytes[at] ?? 0;
      const was = new Uint8Array(1);
      readSync(this.file, was, 0, 1, offset);
      if (was[0] !== byte) this.mendings.push({ offset, byte });
    }
  }

  private wordsAt(offset: number, bytes: number): Words {
    const buffer = new Uint8Array(bytes);
    readSync(this.file, buffer, 0, bytes, offset);
    return new Uint32Array(buffer.buffer);
  }
}

function bitsOf(word: number): number {
  let count = 0;
  for (let left = word >>> 0; left !== 0; left &= left - 1) count += 1;
  return count;
}
