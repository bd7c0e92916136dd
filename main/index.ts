/** Composition root: builds the parts and wires them. No logic. */
import { app } from 'electron';
import { appOrigin } from './shell/app-origin.ts';
import { declareAppProtocol } from './shell/app-protocol.ts';
import { createLogger } from './shell/logger.ts';
import { osKeyring } from './shell/os-keyring.ts';
import {
  closeDebugging,
  places,
  shortenTemporaryFolder,
  stationFolder,
  useDataFolder,
} from './shell/places.ts';
import { keepPreferences } from './shell/preferences.ts';
import { refuseStart } from './shell/refused-start.ts';
import { readStation, settingsPlaces, trainingClockOffset } from './shell/station-settings.ts';
import { createWindows, listenToWindows, type Windows } from './shell/windows.ts';

const started = performance.now();
declareAppProtocol();

shortenTemporaryFolder();
useDataFolder(app);
const place = places(app);
const station = readStation(settingsPlaces(process.platform, app.getPath('userData')));

// A packaged station with real data is not to be driven from outside; training and a checkout are, by tests.
if (app.isPackaged && !(station.ok && station.value.mode === 'training')) closeDebugging(app);

if (!station.ok) {
  refuseStart(station.error);
} else if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  const log = createLogger(place.logs, () => Date.now());
  void app.whenReady().then(() => {
    const preferences = keepPreferences({
      folder: stationFolder(place.data, station.value.mode),
      onChange: (changed) => windows.tell({ type: 'preferences.changed', preferences: changed }),
      log,
    });
    const windows: Windows = createWindows({
      rendererFolder: place.renderer,
      preload: place.preload,
      look: preferences.current,
      title: station.value.mode === 'training' ? 'Một Cửa – Tập huấn' : 'Một Cửa',
    });
    const openWindow = () => void windows.open('counter');
    openWindow();
    // The window's process starts meanwhile: more than half of our code is read in that time.
    const running = import('./shell/compose-station.ts').then(({ composeStation }) => {
      const parts = composeStation({
        station: station.value,
        place,
        version: app.getVersion(),
        keyring: osKeyring,
        preferences,
        log,
        tell: windows.tell,
        tellOne: windows.tellOne,
        openWindow,
        clockOffsetMs: trainingClockOffset(station.value),
      });
      void parts.begin();
      log('app.started', {
        version: app.getVersion(),
        electron: process.versions['electron'] ?? '',
        ms: Math.round(performance.now() - started),
      });
      return parts;
    });
    const answering = import('./shell/contract-router.ts').then(async ({ createRouter }) => {
      const { handlers, currentStaff, counterWorks } = await running;
      return createRouter({ handlers, origin: appOrigin, currentStaff, counterWorks, log });
    });
    listenToWindows(windows, async (...call) => await (await answering)(...call));

    app.on('second-instance', openWindow);
    app.on('window-all-closed', () => app.quit());
    let ending = false;
    app.on('will-quit', (event) => {
      event.preventDefault();
      if (ending) return;
      ending = true;
      void running
        .then((parts) => parts.end())
        .finally(() => {
          log('app.ended');
          // Not quit(): asked for a second time while the first is still being answered, Electron may not hear it.
          app.exit();
        });
    });
  });
}
