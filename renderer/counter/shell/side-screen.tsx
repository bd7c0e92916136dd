import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useFirstFocus } from '../../app/focus.ts';
import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import type { Screen } from '../../app/router.tsx';
import { useScanHandler } from '../../app/scan.tsx';
import { Button } from '../../kit/button.tsx';
import { useText } from '../../text/language.tsx';
import { ScanNoticeBar } from './scan-notice.tsx';

/** The frame of every screen that is not a dossier at work; a scan here starts or opens something. */
export function SideScreen(props: { readonly screen: Screen['name']; readonly children: ReactNode }) {
  const t = useText();
  const frame = useRef<HTMLElement>(null);
  const { back } = useRouter();
  const commands = useCommands();
  useFirstFocus(frame, props.screen);
  useScanHandler('screen', (scan) => {
    if (scan.kind === 'identity') void commands.startWithPerson(scan.person, scan.warnings);
    if (scan.kind === 'procedure') void commands.startWithProcedure(scan.code);
    if (scan.kind === 'dossier') void commands.openDossierByCode(scan.code);
    return scan.kind === 'dossier' ? 'dossier' : 'new-dossier';
  });
  return (
    <main className="mc-side" ref={frame}>
      <ScanNoticeBar />
      {props.children}
      {props.screen !== 'home' && (
        <footer className="mc-side-foot">
          <Button kind="secondary" icon="back" shortcut="Esc" onPress={back}>
            {t('desk.back')}
          </Button>
        </footer>
      )}
    </main>
  );
}
