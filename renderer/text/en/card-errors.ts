/** As errors.ts, for the chips of identity cards. */
const kept = 'What was filled in is intact; nothing of the card was kept.';

export const cardErrors = {
  'card-support-none': {
    failed: 'Card reader support is not installed on this machine.',
    kept,
    next: 'Please scan the QR code or type; a technician can install the PC/SC library and the application again.',
  },
  'card-service-down': {
    failed: 'The card service of this machine does not run.',
    kept,
    next: 'Please scan the QR code or type; ask a technician to start the card service.',
  },
  'card-reader-absent': {
    failed: 'No card reader was found.',
    kept,
    next: 'Please plug the reader in and try again.',
  },
  'card-absent': {
    failed: 'There is no card in the reader.',
    kept,
    next: 'Please put the card on the reader and read again.',
  },
  'card-removed': {
    failed: 'The card was taken away or moved while it was read.',
    kept,
    next: 'Please put it back, keep it still until the end, and read again.',
  },
  'card-busy': {
    failed: 'The reader is in use elsewhere.',
    kept,
    next: 'Please wait for the other reading, or close the other program that uses the reader.',
  },
  'card-unresponsive': {
    failed: 'The card does not answer the reader.',
    kept,
    next: 'Please turn the card or put it on again; if it stays silent, scan the QR code.',
  },
  'card-not-id': {
    failed: 'This card is not an identity card with a chip.',
    kept,
    next: 'Please use the identity card, scan its QR code, or type.',
  },
  'card-password-wrong': {
    failed: 'The card did not accept what was typed.',
    kept,
    next: 'Please compare with what is printed on this very card; the chip answers more slowly after each wrong try.',
  },
  'card-mrz-needed': {
    failed: 'This card cannot be opened with the six-digit number.',
    kept,
    next: 'Please choose to open it with the zone on the back.',
  },
  'card-access-refused': {
    failed: 'The chip refused to be read.',
    kept,
    next: 'Please try once more; if it refuses again, scan the QR code or type.',
  },
  'card-damaged': {
    failed: 'The data in the chip is damaged or has a wrong form.',
    kept,
    next: 'Please read again; if it fails again, scan the QR code and tell the person to have the card checked.',
  },
  'card-mac-wrong': {
    failed: 'An answer of the card carried a wrong checksum; the session was closed.',
    kept,
    next: 'Please read again; if it happens again, do not use this chip and tell your lead.',
  },
  'card-timeout': {
    failed: 'The card answered too slowly; the reading was stopped.',
    kept,
    next: 'Please put the card on again and read again.',
  },
  'card-reader-failed': {
    failed: 'The card reader reports a fault.',
    kept,
    next: 'Please unplug the reader and plug it in again; if it still fails, scan the QR code.',
  },
  'card-contradicts': {
    failed: 'The parts of the chip name two different people.',
    kept,
    next: 'Please do not use this card; check other papers and tell your lead.',
  },
} as const;
