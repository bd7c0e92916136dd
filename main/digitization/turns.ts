/** One piece of background work on pages at a time, so that one imaging worker is always free for the page that comes in. */

/** `look`: while the paper is at hand; `prepare`: by the time of acceptance. */
export type BackgroundWork = 'look' | 'prepare';

export interface Turns {
  /** Resolves when it is this work's turn, looks first; what it resolves to gives the turn back. */
  take(work: BackgroundWork): Promise<() => void>;
  /** Somebody waits for files: what prepares goes first until the answer is called. */
  hurry(): () => void;
}

export function createTurns(): Turns {
  const waiting: { readonly work: BackgroundWork; readonly begin: (release: () => void) => void }[] = [];
  let taken = false;
  let hurried = 0;
  let asked = false;

  function give(): void {
    asked = false;
    if (taken) return;
    const first = hurried > 0 ? 'prepare' : 'look';
    const at = waiting.findIndex(({ work }) => work === first);
    const [next] = waiting.splice(Math.max(0, at), 1);
    if (!next) return;
    taken = true;
    next.begin(() => {
      taken = false;
      soon();
    });
  }

  /** Not at once: a page that is being kept asks for both, and the look is to be the first of them. */
  function soon(): void {
    if (asked) return;
    asked = true;
    setImmediate(give);
  }

  return {
    take: (work) =>
      new Promise((resolve) => {
        let given = false;
        waiting.push({
          work,
          begin: (release) =>
            resolve(() => {
              if (!given) release();
              given = true;
            }),
        });
        soon();
      }),
    hurry() {
      hurried += 1;
      let over = false;
      return () => {
        if (!over) hurried -= 1;
        over = true;
      };
    },
  };
}
