/** One display, one application, one keyboard: plays cases with a seed and tells each result as a line of JSON. */
import { appendFileSync } from 'node:fs';
import { randomFrom } from '../../fuzz/mutate.ts';
import { startCounter } from '../../journeys/counter-app.ts';
import { places, wedgeCase, type Place, type WedgeCase } from './cases.ts';
import { WedgeDesk, type Difference } from './desk.ts';
import { XKeyboard } from './x-keyboard.ts';

export interface Played {
  readonly wedge: Omit<WedgeCase, 'strokes'>;
  /** So often the display stalled amid a scan, which says nothing, and the case was played again. */
  readonly repeats: number;
  /** Empty when all was right; null when the display stalled each time. */
  readonly differences: readonly Difference[] | null;
}

/** As many cases at one place before the next. */
const atOnePlace = 8;

export async function playCases(
  desk: WedgeDesk,
  {
    seed,
    count,
    repeatsAtMost,
  }: { readonly seed: number; readonly count: number; readonly repeatsAtMost: number },
  tell: (played: Played) => void,
): Promise<void> {
  const random = randomFrom(seed);
  let place: Place = 'applicant';
  for (let number = 1; number <= count; number += 1) {
    if (number % atOnePlace === 0) place = places[random(places.length)] ?? place;
    const { strokes, ...wedge } = wedgeCase(number, place, random);
    for (let repeats = 0; ; repeats += 1) {
      const result = await desk.play({ ...wedge, strokes }).catch((error: unknown) => {
        const [line = ''] = String(error).split('\n');
        return [{ what: 'the window', wanted: 'answers', got: line }];
      });
      if (result.length > 0) desk.startAfresh();
      if (result === 'display-stalled' && repeats < repeatsAtMost) continue;
      tell({ wedge, repeats, differences: result === 'display-stalled' ? null : result });
      break;
    }
  }
}

if (import.meta.main) {
  const [seed = '1', count = '20', file = '/dev/stdout'] = process.argv.slice(2);
  // The keys are named before the application starts, as a layout is.
  const keyboard = await XKeyboard.open();
  const counter = await startCounter();
  const desk = new WedgeDesk(counter.page, keyboard);
  try {
    await desk.open();
    let done = 0;
    await playCases(desk, { seed: Number(seed), count: Number(count), repeatsAtMost: 10 }, (played) => {
      appendFileSync(file, `${JSON.stringify(played)}\n`);
      done += 1;
      if (done % 50 === 0) console.error(`  seed ${seed}: ${done} of ${count}`);
    });
  } finally {
    keyboard.close();
    await counter.close();
  }
}
