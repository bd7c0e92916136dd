import { useCallback, useEffect, useState } from 'react';
import { useCall } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/api.ts';
import { useStatus } from '../../../app/status.tsx';
import type { OutputOf } from '../../../../main/contract/operations.ts';

export type Scanner = OutputOf<'capture.scanners'>['items'][number];
export type Source = Scanner['sources'][number];
export type Dpi = 200 | 300;

interface Choice {
  readonly scannerId: string | null;
  readonly source: Source;
  readonly dpi: Dpi;
}

const storageKey = 'capture.scanner';
const firstChoice: Choice = { scannerId: null, source: 'feeder', dpi: 200 };

function remembered(): Choice {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Choice>;
    return {
      scannerId: typeof stored.scannerId === 'string' ? stored.scannerId : null,
      source: stored.source ?? firstChoice.source,
      dpi: stored.dpi === 300 ? 300 : 200,
    };
  } catch {
    return firstChoice;
  }
}

export interface Scanners {
  readonly items: readonly Scanner[];
  readonly looking: boolean;
  readonly error: CallFailure | null;
  /** The scanner in use: the remembered one if it is there, else the first. */
  readonly scanner: Scanner | null;
  readonly source: Source;
  readonly dpi: Dpi;
  choose(part: Partial<Choice>): void;
  lookAgain(): void;
}

/** The scanners of this counter and the choice of this officer's desk, kept between dossiers. */
export function useScanners(): Scanners {
  const found = useCall('capture.scanners', {});
  const [choice, setChoice] = useState(remembered);
  const { reload } = found;

  // A scanner that is plugged in or comes back appears without asking.
  const seen = useStatus()?.scanner;
  const state = `${seen?.state === 'absent'}/${seen?.name ?? ''}`;
  useEffect(() => {
    reload();
  }, [state, reload]);

  const choose = useCallback((part: Partial<Choice>) => {
    setChoice((before) => {
      const next = { ...before, ...part };
      localStorage.setItem(storageKey, JSON.stringify(next));
      return next;
    });
  }, []);

  const items = found.value?.items ?? [];
  const scanner = items.find((one) => one.id === choice.scannerId) ?? items[0] ?? null;
  const source =
    scanner && !scanner.sources.includes(choice.source) ? (scanner.sources[0] ?? 'flatbed') : choice.source;
  return {
    items,
    looking: found.loading,
    error: found.error,
    scanner,
    source,
    dpi: choice.dpi,
    choose,
    lookAgain: reload,
  };
}
