import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource/be-vietnam-pro/vietnamese-400.css';
import '@fontsource/be-vietnam-pro/vietnamese-500.css';
import '@fontsource/be-vietnam-pro/vietnamese-600.css';
import '@fontsource/be-vietnam-pro/vietnamese-700.css';
import '@fontsource/be-vietnam-pro/latin-400.css';
import '@fontsource/be-vietnam-pro/latin-500.css';
import '@fontsource/be-vietnam-pro/latin-600.css';
import '@fontsource/be-vietnam-pro/latin-700.css';
import '../kit/kit.css';
import './counter.css';
import { LanguageProvider } from '../text/language.tsx';
import { askFirst } from '../app/first-answers.ts';
import { PreferencesProvider } from '../app/preferences.tsx';
import { SessionProvider } from '../app/session.tsx';
import { StatusProvider } from '../app/status.tsx';
import { RouterProvider } from '../app/router.tsx';
import { CounterApp } from './counter-app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
void askFirst().then(({ session, status }) =>
  createRoot(root).render(
    <StrictMode>
      <PreferencesProvider>
        <LanguageProvider>
          <SessionProvider known={session}>
            <StatusProvider known={status}>
              <RouterProvider>
                <CounterApp />
              </RouterProvider>
            </StatusProvider>
          </SessionProvider>
        </LanguageProvider>
      </PreferencesProvider>
    </StrictMode>,
  ),
);
