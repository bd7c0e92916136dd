import { readScan } from '../domain/identity.ts';
import type { ScanView } from './views.ts';

/**
 * What a scanned text is. Read where it is heard, without asking the main process: keys that turn out to be a person's
 * must be back in their field before that person's next key falls into it.
 */
export function readCode(text: string): ScanView {
  return readScan(text);
}
