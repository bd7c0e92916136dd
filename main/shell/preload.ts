/** Sandboxed. Exposes the contract's operations and its event channel, and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import type { MotCuaApi } from '../contract/bridge-api.ts';

declare const __OPERATIONS__: readonly string[];

contextBridge.exposeInMainWorld('motCua', {
  call: (name, input) =>
    __OPERATIONS__.includes(name)
      ? ipcRenderer.invoke('mot-cua:call', name, input)
      : Promise.reject(new Error(name)),
  onEvent: (listener) => {
    const forward = (_: unknown, event: Parameters<typeof listener>[0]): void => listener(event);
    ipcRenderer.on('mot-cua:event', forward);
    return () => ipcRenderer.off('mot-cua:event', forward);
  },
} satisfies MotCuaApi);
