/** What reading the chip of an identity card fails with, apart from what any call does. */
export const cardErrors = [
  'card-support-none',
  'card-service-down',
  'card-reader-absent',
  'card-absent',
  'card-removed',
  'card-busy',
  'card-unresponsive',
  'card-not-id',
  'card-password-wrong',
  'card-mrz-needed',
  'card-access-refused',
  'card-damaged',
  'card-mac-wrong',
  'card-timeout',
  'card-reader-failed',
  'card-contradicts',
] as const;

/**
 * Every expected failure, as a stable code. The renderer has, for each code and language, three sentences:
 * what failed, what was kept, what to do now. `{details}` of a failure fill those sentences.
 */
export const errorCodes = [
  // contract
  'wrong-role',
  'wrong-shape',
  'foreign-frame',
  'unknown-operation',
  'not-signed-in',
  'unexpected',
  // opening the store
  'store-locked',
  'wrong-passphrase',
  'passphrase-too-weak',
  'wrong-key',
  'store-damaged',
  'store-newer',
  'page-damaged',
  'log-damaged',
  'disk-full',
  'disk-read-only',
  // backup
  'backup-gone',
  'backup-same-disk',
  'backup-no-room',
  'backup-failed',
  'not-found',
  // sign-in
  'staff-exists',
  'sign-in-failed',
  'locked-out',
  'pin-too-weak',
  // drafts
  'draft-changed-elsewhere',
  'draft-closed',
  'review-incomplete',
  'clock-skewed',
  'note-required',
  // catalogue and scans
  'procedure-not-in-force',
  'procedure-changed',
  // files and pages
  'file-empty',
  'file-too-large',
  'file-type-unknown',
  'file-damaged',
  'file-encrypted',
  'file-signed',
  'file-too-many-pages',
  'image-too-large',
  'image-too-small',
  'pdf-page-too-large',
  'worker-lost',
  'cancelled',
  'timed-out',
  // device processes
  'driver-restarting',
  'driver-failing',
  // scanners
  'scanner-absent',
  'scanner-busy',
  'scanner-jammed',
  'scanner-empty',
  'scanner-cover-open',
  'scanner-failed',
  'scanner-stopped',
  'scanner-silent',
  'scanner-answer-bad',
  'scanner-page-too-large',
  'scanner-certificate-changed',
  'scanner-address-wrong',
  // document cameras
  'camera-absent',
  'camera-busy',
  'camera-denied',
  'camera-lost',
  'camera-black',
  'camera-frozen',
  'camera-failed',
  'incoming-gone',
  'incoming-taken',
  // code readers
  'reader-absent',
  'reader-lost',
  'reader-failed',
  'reader-not-permitted',
  'reader-out-of-range',
  'reader-cannot',
  'reader-overflow',
  'reader-garbled',
  'reader-cut-off',
  // chips of identity cards
  ...cardErrors,
  // printers
  'printer-absent',
  'printer-busy',
  'printer-paper-out',
  'printer-paper-low',
  'printer-cover-open',
  'printer-failed',
  'printer-cancelled',
  'print-unknown',
  // city
  'city-unreachable',
  'city-refused',
  'case-settled',
  'unit-not-in-force',
  'not-in-training',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
