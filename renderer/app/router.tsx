import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Step } from '../counter/work/step.ts';

/** Where the window is. The receipt step carries the accepted dossier; `suggested` is a procedure to look at first. */
export type Screen =
  | { readonly name: 'home' }
  | {
      readonly name: 'work';
      readonly draftId: string;
      readonly step: Exclude<Step, 'receipt'>;
      readonly suggested?: string;
    }
  | { readonly name: 'work'; readonly draftId: string; readonly step: 'receipt'; readonly dossierId: string }
  | { readonly name: 'dossiers' }
  /** `pageId`: the page to show first. */
  | { readonly name: 'dossier'; readonly id: string; readonly pageId?: string }
  | { readonly name: 'sync' }
  | { readonly name: 'devices' }
  | { readonly name: 'staff' };

interface Router {
  readonly screen: Screen;
  go(screen: Screen): void;
  /** To the screen before, or home. */
  back(): void;
}

const RouterContext = createContext<Router | null>(null);
const home: Screen = { name: 'home' };

export function RouterProvider({ children }: { readonly children: ReactNode }) {
  const [trail, setTrail] = useState<readonly Screen[]>([home]);
  const go = useCallback((screen: Screen) => {
    // Home starts the trail anew, and the steps of one dossier count as one place to come back to.
    setTrail((before) => {
      if (screen.name === 'home') return [home];
      const last = before.at(-1);
      const replaces = last?.name === screen.name;
      return [...(replaces ? before.slice(0, -1) : before), screen].slice(-20);
    });
  }, []);
  const back = useCallback(
    () => setTrail((before) => (before.length > 1 ? before.slice(0, -1) : [home])),
    [],
  );
  const router = useMemo(() => ({ screen: trail.at(-1) ?? home, go, back }), [trail, go, back]);
  return <RouterContext.Provider value={router}>{children}</RouterContext.Provider>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (!router) throw new Error('useRouter needs a RouterProvider');
  return router;
}
