import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { firstPreferences } from '../../main/contract/first-preferences.ts';
import type { InputOf, OutputOf } from '../../main/contract/operations.ts';
import { call, useEvent } from './api.ts';
import type { Answered } from './shapes.ts';

export type Preferences = OutputOf<'preferences.get'>;
type Change = InputOf<'preferences.set'>;

interface PreferencesState {
  readonly preferences: Preferences;
  /** Holds at once in this window, and in all windows and after a restart as soon as the main process has it. */
  choose(change: Change): void;
}

const PreferencesContext = createContext<PreferencesState | null>(null);

/** The page comes with its language and theme on the root element; the rest is known before anybody has signed in. */
function atFirst(): Preferences {
  const { lang, dataset } = document.documentElement;
  const theme = dataset['theme'];
  return {
    ...firstPreferences,
    language: lang === 'en' ? 'en' : 'vi',
    theme: theme === 'light' || theme === 'dark' || theme === 'contrast' ? theme : null,
  };
}

/** What this counter has chosen, the same in all its windows. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [preferences, take] = useState(atFirst);
  const unanswered = useRef(0);

  // While a choice of this window is on its way, what comes from elsewhere may be older; the last answer has both.
  const settle = useCallback((asked: Promise<Answered<'preferences.get'>>) => {
    unanswered.current += 1;
    void asked.then((result) => {
      unanswered.current -= 1;
      // A choice that could not be written still holds today; the status bar tells about the disk.
      if (result.ok && unanswered.current === 0) take(result.value);
    });
  }, []);
  useEffect(() => settle(call('preferences.get', {})), [settle]);
  useEvent('preferences.changed', (event) => {
    if (unanswered.current === 0) take(event.preferences);
  });

  const choose = useCallback(
    (change: Change) => {
      take((before) => ({ ...before, ...(change as Partial<Preferences>) }));
      settle(call('preferences.set', change));
    },
    [settle],
  );
  const state = useMemo(() => ({ preferences, choose }), [preferences, choose]);
  return <PreferencesContext.Provider value={state}>{children}</PreferencesContext.Provider>;
}

export function usePreferences(): PreferencesState {
  const state = useContext(PreferencesContext);
  if (!state) throw new Error('usePreferences needs a PreferencesProvider');
  return state;
}
