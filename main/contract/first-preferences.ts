import type { Preferences } from './preferences-operations.ts';

/** Before anybody has chosen. In a file without schemas, so that a window need not load them for its first picture. */
export const firstPreferences: Preferences = {
  language: 'vi',
  theme: null,
  scannerId: null,
  scanSource: 'feeder',
  scanDpi: 200,
  scanColour: 'colour',
  scanBlankSplits: false,
  cameraName: null,
  cameraTakes: 'by-key',
  form01PrinterId: null,
  slipPrinterId: null,
  trainingDesk: 'folded',
};
