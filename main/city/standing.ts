/** What a city holds under a code, as one look at it tells. */
import type { ProgressParcel } from './ports.ts';

/** `stale`: the step is there, and the city's status is not what the step says although none but older ones came after. */
export type StepStanding = 'absent' | 'stale' | 'whole';

export interface Standing {
  /**
   * Whose dossier it is: after the city was set back it may be nobody's, or another's. One without our reference counts as
   * ours; so does all of a city that cannot be asked.
   */
  readonly holder: 'ours' | 'another' | 'none';
  /** False where the city does not list the steps of a dossier: that one is absent says nothing then. */
  readonly listsSteps: boolean;
  /** `earlier`: the steps of ours that should be there before this one. */
  look(step: ProgressParcel, earlier: readonly ProgressParcel[]): StepStanding;
}

export function standingOf<Entry>(parts: {
  readonly holder: Standing['holder'];
  /** '' where the city does not tell. */
  readonly status: string;
  /** In the order in which they came; null where the city does not list them. */
  readonly steps: readonly Entry[] | null | undefined;
  readonly isSame: (entry: Entry, step: ProgressParcel) => boolean;
  /** The status goes by a message of its own, so that the last step may be there without it. */
  readonly statusGoesAlone: boolean;
}): Standing {
  const { holder, status, isSame, statusGoesAlone } = parts;
  const steps = parts.steps ?? [];
  return {
    holder,
    listsSteps: parts.steps !== null && parts.steps !== undefined,
    look: (step, earlier) => {
      const place = steps.findIndex((entry) => isSame(entry, step));
      if (place < 0) return 'absent';
      const after = steps.slice(place + 1);
      const cameLate = after.every((entry) => earlier.some((other) => isSame(entry, other)));
      const differs = status !== '' && status !== String(step.status);
      return differs && cameLate && (statusGoesAlone || after.length > 0) ? 'stale' : 'whole';
    },
  };
}

/** Of a city in which nothing can be looked up. */
export const unknownStanding: Standing = { holder: 'ours', listsSteps: false, look: () => 'absent' };
