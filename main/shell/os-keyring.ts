/** The operating system's keyring through Electron's safeStorage; null where this machine has none. */
import { safeStorage } from 'electron';
import type { KeyRing } from '../store/key-wrapping.ts';

/** Electron 46 drops the synchronous calls; the asynchronous ones are used where they exist. */
interface AsyncSafeStorage {
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(bytes: Buffer): Promise<{ result: string } | string>;
}

export function osKeyring(): KeyRing | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
  // basic_text "encrypts" with a constant: that is no keyring.
  if (backend === 'basic_text' || backend === 'unknown') return null;
  const newer = safeStorage as unknown as AsyncSafeStorage;
  return {
    name: backend,
    async protect(bytes) {
      const text = Buffer.from(bytes).toString('base64');
      return newer.encryptStringAsync
        ? await newer.encryptStringAsync(text)
        : safeStorage.encryptString(text);
    },
    async unprotect(bytes) {
      const sealed = Buffer.from(bytes);
      const opened = newer.decryptStringAsync
        ? await newer.decryptStringAsync(sealed)
        : safeStorage.decryptString(sealed);
      return Buffer.from(typeof opened === 'string' ? opened : opened.result, 'base64');
    },
  };
}
