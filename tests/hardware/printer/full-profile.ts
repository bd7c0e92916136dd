import type { SlipProfile } from '../../../native-bridge/contract-printers.ts';

/** A slip printer on 58 mm paper (384 dots) that can do all that our driver makes use of. */
export const fullProfile: SlipProfile = {
  baud: 115_200,
  widthPx: 384,
  flow: 'none',
  answers: true,
  echo: true,
  marks: true,
  tellsChanges: true,
  letters: true,
  model: null,
};
