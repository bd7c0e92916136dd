/** The system's word that something was plugged in or out. It may come too often or never: the watch also looks by itself. */
import { watch, type FSWatcher } from 'node:fs';

/** Nodes of USB serial ports, HID devices and USB printers. */
export const deviceNodes = /^(ttyUSB|ttyACM|ttyS|hidraw|usb|lp)\d*/;

export type WakeSource = (wake: () => void) => () => void;

/** Watches folders in which device nodes come and go; a folder that cannot be watched is left to the polling. */
export function nodesIn(folders: readonly string[], names: RegExp = deviceNodes): WakeSource {
  return (wake) => {
    const watchers: FSWatcher[] = [];
    for (const folder of folders) {
      try {
        const watcher = watch(folder, { persistent: false }, (_kind, name) => {
          if (name === null || names.test(name)) wake();
        });
        // The folder itself went away; polling goes on.
        watcher.on('error', () => watcher.close());
        watchers.push(watcher);
      } catch {
        // Not there on this system, or no watch left: polling goes on.
      }
    }
    return () => {
      for (const watcher of watchers) watcher.close();
    };
  };
}

/** Linux device nodes of such names; on other systems nothing wakes and the watch polls. */
export function systemNodesLike(names: RegExp): WakeSource {
  return process.platform === 'linux' ? nodesIn(['/dev'], names) : () => () => undefined;
}

export const systemNodes: WakeSource = systemNodesLike(deviceNodes);
