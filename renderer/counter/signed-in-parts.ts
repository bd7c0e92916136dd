import { later } from '../app/later.tsx';

const screens = later(async () => (await import('./screens.tsx')).Screens);
const finder = later(async () => (await import('./shell/finder.tsx')).Finder);
const printQuestions = later(async () => (await import('./shell/print-questions.tsx')).PrintQuestions);
const trainingDock = later(async () => (await import('./training/training-dock.tsx')).TrainingDock);

/** What only a signed-in officer sees: more than half of the code, and none of it is needed to type a staff code. */
export const Screens = screens.Component;
export const Finder = finder.Component;
export const PrintQuestions = printQuestions.Component;
export const TrainingDock = trainingDock.Component;

/** Fetches all of it, so that signing in does not wait for it. */
export function fetchSignedInParts(): void {
  for (const part of [screens, finder, printQuestions, trainingDock]) void part.fetch();
}
