import type { Tone } from '../../kit/badge.tsx';
import type { Dossier } from '../../app/shapes.ts';

/** Amber where somebody is waited for, green only for what is finished. */
export const statusTone: Readonly<Record<Dossier['status'], Tone>> = {
  1: 'neutral',
  2: 'info',
  3: 'danger',
  4: 'info',
  5: 'waiting',
  6: 'waiting',
  7: 'neutral',
  8: 'waiting',
  9: 'safe',
  10: 'safe',
};
