import { useEffect, useState } from 'react';

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

function preferred(): Theme {
  if (matchMedia('(prefers-contrast: more), (forced-colors: active)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The look of this window: the system's wish at first, then the person's. */
export function useTheme(): { readonly theme: Theme; next(): void } {
  const [theme, setTheme] = useState<Theme>(preferred);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = () => setTheme(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'light');
  return { theme, next };
}
