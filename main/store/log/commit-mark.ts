/**
 * How far the log was committed, from the engine's own shared index (`-shm`): it is written after the log was fsynced, and
 * a process that is killed leaves it behind. After a power cut it is old or torn, which shows (walformat.html §2.1).
 */
import { sumsOver, type Words } from './log-format.ts';

export interface CommitMark {
  /** The last committed frame, from 1; 0: the log was empty. */
  readonly frames: number;
  /** Frames that the database itself holds already, and that a copying into it has begun with. */
  readonly copied: number;
  readonly copying: number;
  /** The two words of the log's header that say which log this is of. */
  readonly salts: readonly [number, number];
}

const indexVersion = 3_007_000;
const copyWords = 12;
/** Bytes of the file that are needed. */
export const commitMarkBytes = 136;

/** Null when it tells nothing that can be trusted. */
export function commitMarkOf(words: Words): CommitMark | null {
  if (words.length < commitMarkBytes / 4) return null;
  for (let at = 0; at < copyWords; at += 1) if (words[at] !== words[at + copyWords]) return null;
  const word = (at: number) => words[at] ?? 0;
  const sums = sumsOver(words, 0, copyWords - 2, [0, 0]);
  const holds = sums[0] >>> 0 === word(10) && sums[1] >>> 0 === word(11);
  if (!holds || word(0) !== indexVersion || (word(3) & 0xff) !== 1) return null;
  return { frames: word(4), copied: word(24), copying: word(32), salts: [word(8), word(9)] };
}
