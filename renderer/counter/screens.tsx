import { useRouter } from '../app/router.tsx';
import { DevicesScreen } from './devices/devices-screen.tsx';
import { DossierScreen } from './dossiers/dossier-screen.tsx';
import { DossiersScreen } from './dossiers/dossiers-screen.tsx';
import { HomeScreen } from './home/home-screen.tsx';
import { SideScreen } from './shell/side-screen.tsx';
import { StaffScreen } from './staff/staff-screen.tsx';
import { SyncScreen } from './sync/sync-screen.tsx';
import { ReceiptScreen } from './work/receipt-screen.tsx';
import { WorkScreen } from './work/work-screen.tsx';

export function Screens() {
  const { screen } = useRouter();
  switch (screen.name) {
    case 'work':
      return screen.step === 'receipt' ? (
        <ReceiptScreen dossierId={screen.dossierId} />
      ) : (
        <WorkScreen key={screen.draftId} draftId={screen.draftId} step={screen.step} />
      );
    case 'home':
      return (
        <SideScreen screen="home">
          <HomeScreen />
        </SideScreen>
      );
    case 'dossiers':
      return (
        <SideScreen screen="dossiers">
          <DossiersScreen />
        </SideScreen>
      );
    case 'dossier':
      return (
        <SideScreen key={screen.id} screen="dossier">
          <DossierScreen id={screen.id} pageId={screen.pageId} />
        </SideScreen>
      );
    case 'sync':
      return (
        <SideScreen screen="sync">
          <SyncScreen />
        </SideScreen>
      );
    case 'devices':
      return (
        <SideScreen screen="devices">
          <DevicesScreen />
        </SideScreen>
      );
    case 'staff':
      return (
        <SideScreen screen="staff">
          <StaffScreen />
        </SideScreen>
      );
  }
}
