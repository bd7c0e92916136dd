/** Windows, their roles, and everything that they are denied. */
import { BrowserWindow, ipcMain, nativeTheme, screen, session, app, type IpcMainInvokeEvent } from 'electron';
import { channels } from '../contract/bridge-api.ts';
import { WindowEvent } from '../contract/events.ts';
import type { Role } from '../contract/define.ts';
import { appOrigin } from './app-origin.ts';
import { serveApp, type Look } from './app-protocol.ts';
import { mayUseCamera, originOf } from './camera-permission.ts';
import type { Dispatch } from './contract-router.ts';

export interface Windows {
  open(role: 'counter' | 'agency'): BrowserWindow;
  tell(event: WindowEvent): void;
  /** Tells the window that a person used last, among those with a role that may hear; false when there is none. */
  tellOne(event: WindowEvent, mayHear: (role: Role) => boolean): boolean;
  /** The role that was given to a window when it was made; null for anything else. */
  roleOf(webContentsId: number): Role | null;
}

/** `--ground` of each theme in the windows' design tokens: what is seen until the page has drawn itself. */
const grounds = { light: '#f2f3f5', dark: '#14171a', contrast: '#000000' } as const;

export function createWindows(parts: {
  readonly rendererFolder: string;
  readonly preload: string;
  readonly title: string;
  /** In which language and colours a window opens. */
  readonly look: () => Look;
}): Windows {
  const roles = new Map<number, Role>();
  /** Windows by their last use, the latest first: a reader is no keyboard, and works while another program has the focus. */
  let used: BrowserWindow[] = [];
  // No `persist:` prefix: what a window caches lives in memory only.
  const partition = 'counter';
  denyEverythingElse((id) => roles.get(id) ?? null);
  const windowSession = session.fromPartition(partition, { cache: false });
  serveApp(windowSession, parts.rendererFolder, parts.look);

  return {
    open(role) {
      const area = screen.getPrimaryDisplay().workAreaSize;
      const window = new BrowserWindow({
        width: Math.min(1366, area.width),
        height: Math.min(768, area.height),
        minWidth: 1024,
        minHeight: 640,
        show: false,
        backgroundColor: grounds[parts.look().theme ?? systemTheme()],
        title: parts.title,
        autoHideMenuBar: true,
        webPreferences: {
          preload: parts.preload,
          partition,
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webviewTag: false,
          spellcheck: false,
          devTools: !app.isPackaged,
        },
      });
      window.removeMenu();
      const id = window.webContents.id;
      roles.set(id, role);
      const use = (): void => {
        used = [window, ...used.filter((other) => other !== window)];
      };
      use();
      window.on('focus', use);
      window.on('closed', () => {
        roles.delete(id);
        used = used.filter((other) => other !== window);
      });
      window.once('ready-to-show', () => window.show());
      void window.loadURL(`${appOrigin}/counter/index.html`);
      return window;
    },
    tell(event) {
      const checked = WindowEvent.parse(event);
      for (const window of BrowserWindow.getAllWindows()) {
        if (!window.isDestroyed() && roles.has(window.webContents.id))
          window.webContents.send(channels.event, checked);
      }
    },
    tellOne(event, mayHear) {
      const window = used.find((each) => {
        const role = each.isDestroyed() ? undefined : roles.get(each.webContents.id);
        return role !== undefined && mayHear(role);
      });
      window?.webContents.send(channels.event, WindowEvent.parse(event));
      return window !== undefined;
    },
    roleOf: (id) => roles.get(id) ?? null,
  };
}

function systemTheme(): keyof typeof grounds {
  if (nativeTheme.shouldUseHighContrastColors) return 'contrast';
  return nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
}

/** Answers the one call channel. The sender's role, frame and origin are read here, from Electron itself. */
export function listenToWindows(windows: Windows, dispatch: Dispatch): void {
  ipcMain.handle(channels.call, (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    const frame = event.senderFrame;
    return dispatch(
      {
        role: windows.roleOf(event.sender.id),
        isMainFrame: frame !== null && frame === event.sender.mainFrame,
        origin: frame ? originOf(frame.url) : '',
      },
      name,
      input,
    );
  });
}

/**
 * Navigation, new windows, web views, permissions and downloads: none of them is part of this product. The one exception
 * is the picture, never the sound, of a document camera at a counter.
 */
function denyEverythingElse(roleOf: Windows['roleOf']): void {
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.session.setPermissionRequestHandler((asking, permission, answer, details) =>
      answer(
        mayUseCamera({
          permission,
          role: roleOf(asking.id),
          url: details.requestingUrl,
          isMainFrame: details.isMainFrame,
          media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
        }),
      ),
    );
    contents.session.setPermissionCheckHandler((asking, permission, origin, details) =>
      mayUseCamera({
        permission,
        role: asking ? roleOf(asking.id) : null,
        url: origin,
        isMainFrame: details.isMainFrame,
        media: [details.mediaType ?? 'unknown'],
      }),
    );
    contents.session.setDevicePermissionHandler(() => false);
  });
  app.on('session-created', (created) => {
    created.on('will-download', (event) => event.preventDefault());
  });
}
