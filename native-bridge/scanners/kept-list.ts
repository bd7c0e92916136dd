/** Remembers which scanners were found: looking for them starts a program and opens devices. */
import type { ScannerInfo } from './driver.ts';

export interface KeptList {
  /** What was found lately, or a new look; one look at a time. */
  list(): Promise<ScannerInfo[]>;
  /** What the last look found; nothing before the first one. */
  last(): ScannerInfo[];
  /** The next `list` looks. */
  forget(): void;
}

export function keptList(look: () => Promise<ScannerInfo[]>, keptMs: number): KeptList {
  let kept: ScannerInfo[] = [];
  let at = Number.NEGATIVE_INFINITY;
  let looking: Promise<ScannerInfo[]> | undefined;

  async function lookAgain(): Promise<ScannerInfo[]> {
    try {
      kept = await look();
      at = performance.now();
      return kept;
    } finally {
      looking = undefined;
    }
  }

  return {
    list() {
      if (performance.now() - at < keptMs) return Promise.resolve(kept);
      looking ??= lookAgain();
      return looking;
    },
    last: () => kept,
    forget() {
      at = Number.NEGATIVE_INFINITY;
    },
  };
}
