/** A code that a reader delivered, whatever line it hangs on. */
import { z } from 'zod';
import type { Role } from './define.ts';

export const ScannedCode = z.object({
  /** Personal data as a rule: shown, never logged. */
  payload: z.string(),
  /** Short name such as `qr` or `code128`; `unknown` when the reader does not say. */
  symbology: z.string(),
  device: z.object({ id: z.string(), name: z.string() }),
  /** `wedge`: a keyboard that only the window hears. */
  source: z.enum(['hid', 'serial', 'wedge']),
  /** Epoch ms. */
  at: z.number(),
});
export type ScannedCode = z.infer<typeof ScannedCode>;

/** Windows that may hear a scan; of these only the one that a person used last does. */
export const hearScans: ReadonlySet<Role> = new Set(['counter', 'agency', 'kiosk']);
/** Of these, the ones that hear nothing while nobody is signed in. */
export const hearScansSignedIn: ReadonlySet<Role> = new Set(['counter', 'agency']);
