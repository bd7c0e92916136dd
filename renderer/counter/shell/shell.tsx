import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useRouter } from '../../app/router.tsx';
import { useScan } from '../../app/scan.tsx';
import { useSessionState } from '../../app/session.tsx';
import { useText } from '../../text/language.tsx';
import { Finder, PrintQuestions, TrainingDock } from '../signed-in-parts.ts';
import { Header } from './header.tsx';
import { StatusBar } from './status-bar.tsx';

/** What stands around every screen: training banner, header, status bar; and the finder over them. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { session } = useSessionState();
  const t = useText();
  const [finding, setFinding] = useState(false);
  const { screen } = useRouter();
  const { leave } = useScan();
  const place = screen.name === 'work' ? `${screen.draftId} ${screen.step}` : screen.name;
  useEffect(leave, [place, leave]);
  const training = session?.mode === 'training';
  const signedIn = Boolean(session?.staff);
  return (
    <div className={training ? 'mc-shell mc-shell-training' : 'mc-shell'}>
      <header>
        {training && <p className="mc-training-banner">{t('shell.training')}</p>}
        <Header onFind={() => setFinding(true)} />
      </header>
      {signedIn && <PrintQuestions />}
      <div className="mc-shell-body">
        {children}
        {training && signedIn && <TrainingDock />}
      </div>
      <StatusBar />
      {signedIn && finding && <Finder onClose={() => setFinding(false)} />}
    </div>
  );
}
