import { useEffect } from 'react';
import { useCall } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/api.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import type { Preferences } from '../../../app/preferences.tsx';
import { useStatus } from '../../../app/status.tsx';
import type { OutputOf } from '../../../../main/contract/operations.ts';

export type Scanner = OutputOf<'capture.scanners'>['items'][number];
export type Source = Scanner['sources'][number];
export type Dpi = Preferences['scanDpi'];
export type Colour = Preferences['scanColour'];

type Choice = Partial<Pick<Preferences, 'scannerId' | 'scanSource' | 'scanDpi' | 'scanColour'>>;

export interface Scanners {
  readonly items: readonly Scanner[];
  readonly looking: boolean;
  readonly error: CallFailure | null;
  /** The scanner in use: the remembered one if it is there, else the first. */
  readonly scanner: Scanner | null;
  readonly source: Source;
  readonly dpi: Dpi;
  readonly colour: Colour;
  choose(part: Choice): void;
  lookAgain(): void;
}

/** The scanners of this counter and the choice of this officer's desk, kept between dossiers. */
export function useScanners(): Scanners {
  const found = useCall('capture.scanners', {});
  const { preferences, choose } = usePreferences();
  const { reload } = found;

  // A scanner that is plugged in or comes back appears without asking.
  const seen = useStatus()?.scanner;
  const state = `${seen?.state === 'absent'}/${seen?.name ?? ''}`;
  useEffect(() => {
    reload();
  }, [state, reload]);

  const items = found.value?.items ?? [];
  const scanner = items.find((one) => one.id === preferences.scannerId) ?? items[0] ?? null;
  const { scanSource } = preferences;
  const source =
    scanner && !scanner.sources.includes(scanSource) ? (scanner.sources[0] ?? 'flatbed') : scanSource;
  return {
    items,
    looking: found.loading,
    error: found.error,
    scanner,
    source,
    dpi: preferences.scanDpi,
    colour: preferences.scanColour,
    choose,
    lookAgain: reload,
  };
}
