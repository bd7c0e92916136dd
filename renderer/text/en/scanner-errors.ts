/** Scanners and the folder of the copiers: what failed, what was kept, what to do now. */
const pages = 'The pages saved before are intact.';

export const scannerErrors = {
  'scanner-absent': {
    failed: 'No scanner was found.',
    kept: pages,
    next: 'Please check its cable and power, or add pages from a file.',
  },
  'scanner-busy': {
    failed: 'The scanner is busy with something else.',
    kept: pages,
    next: 'Please wait until it is done and try again.',
  },
  'scanner-jammed': {
    failed: 'Paper is stuck in the scanner.',
    kept: 'The pages scanned before the jam are saved.',
    next: 'Please open the cover, take the stuck paper out, lay the sheets that are not scanned back and go on.',
  },
  'scanner-empty': {
    failed: 'There is no paper in the feeder of the scanner.',
    kept: pages,
    next: 'Please put paper in the feeder, or choose the glass.',
  },
  'scanner-cover-open': {
    failed: 'The cover of the scanner is open.',
    kept: pages,
    next: 'Please close it and scan again.',
  },
  'scanner-failed': {
    failed: 'The scanner reports a fault.',
    kept: 'The pages scanned before are saved.',
    next: 'Please switch it off and on; if it still fails, add pages from a file.',
  },
  'scanner-stopped': {
    failed: 'The scan was stopped at the scanner.',
    kept: 'The pages scanned before are saved.',
    next: 'Please lay the sheets that are not scanned back and go on.',
  },
  'scanner-silent': {
    failed: 'The scanner stopped answering in the middle.',
    kept: 'The pages scanned before are saved.',
    next: 'Please check its network and power, then go on.',
  },
  'scanner-answer-bad': {
    failed: 'The scanner gave a wrong answer (code {{reason}}).',
    kept: 'The pages that came whole before are saved.',
    next: 'Please go on; if it happens again, switch the scanner off and on or tell the technician this code.',
  },
  'scanner-page-too-large': {
    failed: 'The scanner sent a page larger than {{limit}} MB, which was refused.',
    kept: 'The pages that came whole before are saved.',
    next: 'Please scan at 200 or 300 dpi; if it happens again, tell the technician.',
  },
  'scanner-certificate-changed': {
    failed: 'The network scanner “{{name}}” is no longer the one we know: its certificate has changed.',
    kept: 'Nothing was sent to it; the pages that you have are safe.',
    next: 'Please ask the technician. Only if it was just replaced or reset: remove it from the list and add it again.',
  },
  'incoming-gone': {
    failed: 'The file from the copier is no longer there or has just changed.',
    kept: pages,
    next: 'Please look at the list of new files again.',
  },
  'incoming-taken': {
    failed: 'This file has been taken into a dossier already.',
    kept: 'Its pages are in that dossier; the file itself is in the folder “da-nhan”.',
    next: 'If it is needed again, please add it from the folder “da-nhan”.',
  },
  'scanner-address-wrong': {
    failed: 'This is not the address of a scanner.',
    kept: 'The list of scanners is as before.',
    next: 'Type the IP address printed by the scanner, e.g. 192.168.1.20.',
  },
};
