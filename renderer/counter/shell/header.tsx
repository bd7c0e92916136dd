import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import type { Screen } from '../../app/router.tsx';
import { useSessionState } from '../../app/session.tsx';
import { useStatus } from '../../app/status.tsx';
import { useTheme } from '../../app/theme.tsx';
import { Button } from '../../kit/button.tsx';
import { time } from '../../kit/format.ts';
import { Tip } from '../../kit/tip.tsx';
import { useLanguage, useText } from '../../text/language.tsx';
import { outboxWords } from './outbox-words.ts';

type Place = 'home' | 'dossiers' | 'sync' | 'devices' | 'staff';
const places: readonly { readonly name: Place; readonly shortcut?: 'Alt+H' | 'Alt+D' | 'Alt+S' | 'F12' }[] = [
  { name: 'home', shortcut: 'Alt+H' },
  { name: 'dossiers', shortcut: 'Alt+D' },
  { name: 'sync', shortcut: 'Alt+S' },
  { name: 'devices', shortcut: 'F12' },
  { name: 'staff' },
];

function isAt(screen: Screen, place: Place): boolean {
  return screen.name === place || (place === 'dossiers' && screen.name === 'dossier');
}

export function Header({ onFind }: { onFind(): void }) {
  const t = useText();
  const { language, setLanguage } = useLanguage();
  const { theme, next } = useTheme();
  const { session } = useSessionState();
  const { screen, go } = useRouter();
  const { endShift, openWindow } = useCommands();
  const status = useStatus();
  const staff = session?.staff ?? null;
  return (
    <div className="mc-header">
      <p className="mc-header-place">
        <b>{session?.counter.name ?? t('shell.app')}</b>
        <span>{session?.counter.branch}</span>
      </p>
      {staff && (
        <nav className="mc-header-nav" aria-label={t('shell.navLabel')}>
          {places
            .filter((place) => place.name !== 'staff' || staff.admin)
            .map(({ name, shortcut }) => (
              <Button
                key={name}
                kind="quiet"
                pressed={isAt(screen, name)}
                onPress={() => go({ name })}
                {...(shortcut ? { shortcut } : {})}
              >
                {t(`shell.nav.${name}`)}
              </Button>
            ))}
        </nav>
      )}
      <span className="mc-header-gap" />
      {status && staff && <p className="mc-header-outbox">{outboxWords(t, status)}</p>}
      {staff && (
        <Button kind="secondary" icon="search" shortcut="Ctrl+K" onPress={onFind}>
          {t('shell.find')}
        </Button>
      )}
      <Button kind="quiet" icon="language" onPress={() => setLanguage(language === 'vi' ? 'en' : 'vi')}>
        <span lang={language === 'vi' ? 'en' : 'vi'}>{t('shell.language')}</span>
      </Button>
      <Button
        kind="quiet"
        icon="contrast"
        label={t('shell.themeNext', { current: t(`shell.theme.${theme}`) })}
        onPress={next}
      />
      {staff && (
        <>
          <p className="mc-header-officer">
            <b>{staff.fullName}</b>
            {session?.shiftStartedAt != null && (
              <span className="mc-figures">
                {t('shell.shiftSince', { time: time(session.shiftStartedAt) })}
              </span>
            )}
          </p>
          <Tip text={`${t('shell.newWindow')} (Ctrl+N)`}>
            <Button
              kind="quiet"
              icon="window"
              shortcut="Ctrl+N"
              label={t('shell.newWindow')}
              onPress={() => void openWindow()}
            />
          </Tip>
          <Button kind="quiet" icon="exit" label={t('shell.endShift')} onPress={() => void endShift()} />
        </>
      )}
    </div>
  );
}
