import { useEffect, useState } from 'react';

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'theme';

function preferred(): Theme {
  const chosen = themes.find((theme) => theme === localStorage.getItem(storageKey));
  if (chosen) return chosen;
  if (matchMedia('(prefers-contrast: more), (forced-colors: active)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The look of this window: the system's wish at first, then the person's. */
export function useTheme(): { readonly theme: Theme; next(): void } {
  const [theme, setTheme] = useState<Theme>(preferred);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = () => {
    const chosen = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'light';
    localStorage.setItem(storageKey, chosen);
    setTheme(chosen);
  };
  return { theme, next };
}
