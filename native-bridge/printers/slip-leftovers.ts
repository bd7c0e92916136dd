/** What broken slips have left in their printers, kept in files: a process that is killed in a print leaves it to the next. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Left } from './slip-memory.ts';

const LeftFile = z.object({
  leftover: z.enum(['nothing', 'command', 'void', 'tail']),
  /** Bytes; no printer takes a command of more than 64 KiB. */
  longest: z.number().int().min(1).max(65_536),
});

export interface SlipLeftovers {
  of(printerId: string): Left | null;
  keep(printerId: string, left: Left): void;
}

/** Without a folder nothing is kept. */
export function slipLeftovers(folder: string | undefined): SlipLeftovers {
  const fileOf = (printerId: string): string =>
    join(folder ?? '', `slip-${Buffer.from(printerId).toString('hex').slice(-120)}.json`);

  return {
    of(printerId) {
      if (folder === undefined) return null;
      try {
        return LeftFile.parse(JSON.parse(readFileSync(fileOf(printerId), 'utf8')));
      } catch {
        return null;
      }
    },

    /** A disk that is full does not keep a slip from being printed. */
    keep(printerId, left) {
      if (folder === undefined) return;
      try {
        if (left.leftover === 'nothing') rmSync(fileOf(printerId), { force: true });
        else {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          writeFileSync(fileOf(printerId), JSON.stringify(left));
        }
      } catch {
        // The memory of this process still has it.
      }
    },
  };
}
