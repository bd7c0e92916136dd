/** What a counter remembers from day to day: how it looks and which devices it uses. Nothing about people. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters, nothing } from './operation-parts.ts';

/** As the device process names it; it may be gone tomorrow, so every reader falls back to what is there. */
const deviceId = z.string().min(1).max(300).nullable();

export const Preferences = z.object({
  language: z.enum(['vi', 'en']),
  /** Null: as the operating system wishes. */
  theme: z.enum(['light', 'dark', 'contrast']).nullable(),
  scannerId: deviceId,
  scanSource: z.enum(['flatbed', 'feeder', 'feeder-duplex']),
  /** Dots per inch. */
  scanDpi: z.union([z.literal(200), z.literal(300)]),
  scanColour: z.enum(['colour', 'grey']),
  /** A blank sheet in the feeder splits the batch: on to the next paper. */
  scanBlankSplits: z.boolean(),
  /** The document camera by its label: its id changes with every start. Null: the first one. */
  cameraName: z.string().max(300).nullable(),
  /** Whether a page that lies still under the camera is taken without a key. */
  cameraTakes: z.enum(['by-itself', 'by-key']),
  /** Printer of the receipt (Mẫu 01) and printer of the slip. */
  form01PrinterId: deviceId,
  slipPrinterId: deviceId,
  /** The practice desk of training mode. */
  trainingDesk: z.enum(['open', 'folded']),
});
export type Preferences = z.infer<typeof Preferences>;

export const preferencesOperations = {
  'preferences.get': operation({
    roles: counters,
    staff: 'none',
    input: nothing,
    output: Preferences,
    errors: [],
  }),
  'preferences.set': operation({
    roles: counters,
    /** Language and theme may be chosen before anybody signs in, the rest only after. */
    staff: 'none',
    /** The choices that change; the others stay, also when another window changes them at the same time. */
    input: Preferences.partial(),
    /** On disk. After `disk-full` the choice holds until the application ends. */
    output: Preferences,
    errors: ['not-signed-in', 'disk-full'],
  }),
};
