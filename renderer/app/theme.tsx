import { useLayoutEffect } from 'react';
import { usePreferences } from './preferences.tsx';
import type { Preferences } from './preferences.tsx';

export type Theme = NonNullable<Preferences['theme']>;
export const themes: readonly Theme[] = ['light', 'dark', 'contrast'];

function wishOfSystem(): Theme {
  if (matchMedia('(prefers-contrast: more), (forced-colors: active)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The look of this counter: the system's wish at first, then the person's. */
export function useTheme(): { readonly theme: Theme; next(): void } {
  const { preferences, choose } = usePreferences();
  const theme = preferences.theme ?? wishOfSystem();
  // Before anything is painted, so that no window shows another theme first.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = () => choose({ theme: themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'light' });
  return { theme, next };
}
