import { createContext, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import i18next from 'i18next';
import { I18nProvider } from 'react-aria-components';
import { usePreferences } from '../app/preferences.tsx';
import { vi } from './vi/vi.ts';
import { en } from './en/en.ts';

export type Language = 'vi' | 'en';

type Bare<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;
type Leaves<Tree> = {
  [Key in keyof Tree & (string | number)]: Tree[Key] extends string
    ? Bare<`${Key}`>
    : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & (string | number)];

/** Every text of the interface, as `area.name`; plural forms (`_one`, `_other`) are asked for without the ending. */
export type TextKey = Leaves<typeof vi>;
export type TextValues = Readonly<Record<string, string | number>>;
export type Translate = (key: TextKey, values?: TextValues) => string;

const texts = i18next.createInstance();
void texts.init({
  lng: 'vi',
  fallbackLng: 'vi',
  initAsync: false,
  resources: { vi: { translation: vi }, en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** The translation of one language, also outside React. */
export function translator(language: Language): Translate {
  const fixed = texts.getFixedT(language);
  return (key, values) => fixed(key, values ?? {});
}

interface LanguageState {
  readonly language: Language;
  readonly t: Translate;
  setLanguage(language: Language): void;
}

const LanguageContext = createContext<LanguageState | null>(null);

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const { preferences, choose } = usePreferences();
  const { language } = preferences;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const state = useMemo(
    () => ({
      language,
      t: translator(language),
      setLanguage: (next: Language) => choose({ language: next }),
    }),
    [language, choose],
  );
  return (
    <LanguageContext.Provider value={state}>
      <I18nProvider locale={language === 'vi' ? 'vi-VN' : 'en-GB'}>{children}</I18nProvider>
    </LanguageContext.Provider>
  );
}

export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (!state) throw new Error('useLanguage needs a LanguageProvider');
  return state;
}

export function useText(): Translate {
  return useLanguage().t;
}
