import { useEffect } from 'react';
import { ScanProvider } from '../app/scan.tsx';
import { useSessionState } from '../app/session.tsx';
import { ErrorNote } from '../kit/error-note.tsx';
import { Button } from '../kit/button.tsx';
import { Loading } from '../kit/loading.tsx';
import { useText } from '../text/language.tsx';
import { Shell } from './shell/shell.tsx';
import { FirstStaffScreen } from './sign-in/first-staff-screen.tsx';
import { SignInScreen } from './sign-in/sign-in-screen.tsx';
import { UnlockScreen } from './sign-in/unlock-screen.tsx';
import { fetchSignedInParts, Screens } from './signed-in-parts.ts';

/** What comes after the sign-in is read this long after its field stands, ms. */
const restAfterMs = 600;

/** The window of a counter: opens the store, signs in, then works. */
export function CounterApp() {
  const { session, error, reload } = useSessionState();
  const t = useText();
  const signedIn = session?.store === 'open' && session.staff !== null;
  const known = session !== null;
  useEffect(() => {
    if (!known) return undefined;
    // The field comes first; the rest is read while the officer types.
    const waiting = setTimeout(fetchSignedInParts, restAfterMs);
    return () => clearTimeout(waiting);
  }, [known]);
  return (
    <ScanProvider active={signedIn}>
      <Shell>
        {!session && error && (
          <main className="mc-gate">
            <ErrorNote
              error={error}
              actions={
                <Button kind="secondary" onPress={reload}>
                  {t('kit.retry')}
                </Button>
              }
            />
          </main>
        )}
        {!session && !error && (
          <main className="mc-gate">
            <Loading>{t('shell.starting')}</Loading>
          </main>
        )}
        {session && (session.store === 'locked' || session.store === 'new') && <UnlockScreen />}
        {session?.store === 'first-staff' && <FirstStaffScreen />}
        {session?.store === 'open' && !session.staff && <SignInScreen />}
        {signedIn && <Screens />}
      </Shell>
    </ScanProvider>
  );
}
