/** For each code of main/contract/errors.ts: what failed, what is kept, what to do now. */
import { backupErrors } from './backup-errors.ts';
import { cameraErrors } from './camera-errors.ts';
import { cardErrors } from './card-errors.ts';
import { scannerErrors } from './scanner-errors.ts';
import { readerErrors } from './reader-errors.ts';
import { storeErrors } from './store-errors.ts';

const drafts = 'The dossier in progress is intact on this machine.';
const nothing = 'No data was changed.';
const pages = 'The pages saved before are intact.';
const waiting = 'The dossier is saved on this machine and waits to be sent.';
const accepted = 'The dossier is safe, and the receipt can be printed again.';

export const errors = {
  'wrong-role': {
    failed: 'This window is not allowed to do that.',
    kept: nothing,
    next: 'Please do it in the window of the counter.',
  },
  'wrong-shape': {
    failed: 'Something was not filled in the right form, so it was not saved.',
    kept: 'What you typed is still on the screen.',
    next: 'Please check the fields you just filled and try again.',
  },
  'foreign-frame': {
    failed: 'The request came from an unknown page and was refused.',
    kept: nothing,
    next: 'Please close and reopen the application; if it happens again, tell technical support.',
  },
  'unknown-operation': {
    failed: 'The application does not know what was asked.',
    kept: nothing,
    next: 'Please close and reopen the application so that all parts have one version.',
  },
  'not-signed-in': {
    failed: 'The shift has ended or nobody is signed in.',
    kept: drafts,
    next: 'Please sign in again to go on.',
  },
  unexpected: {
    failed: 'Something unexpected went wrong.',
    kept: 'Everything that the screen has confirmed is safe.',
    next: 'Please try again; if it happens again, tell technical support the time.',
  },
  'store-locked': {
    failed: 'The data store of this machine is locked.',
    kept: 'All data in the store is intact.',
    next: 'Please unlock it with the passphrase.',
  },
  'wrong-passphrase': {
    failed: 'The passphrase is not right, so the store stays closed.',
    kept: 'All data in the store is intact.',
    next: 'Please type it again; check Caps Lock and the input method. If it is lost, technical support can recover the store.',
  },
  'passphrase-too-weak': {
    failed: 'The passphrase is too easy to guess.',
    kept: 'The store has not been made; nothing was changed.',
    next: 'Please choose at least 12 characters, for instance four unrelated words.',
  },
  ...storeErrors,
  ...backupErrors,
  'not-found': {
    failed: 'What was asked for cannot be found.',
    kept: nothing,
    next: 'Please go back to the list and choose again.',
  },
  'staff-exists': {
    failed: 'This staff code is already on this machine.',
    kept: 'The existing account was not changed.',
    next: 'Please use another code, or sign in with the existing account.',
  },
  'sign-in-failed': {
    failed: 'The staff code or the PIN is not right.',
    kept: drafts,
    next: 'Please type again. After several wrong tries the account is locked for some minutes.',
  },
  'locked-out': {
    failed: 'The account is locked for a while after several wrong tries.',
    kept: drafts,
    next: 'Please wait {{minutes}} min and sign in again.',
  },
  'pin-too-weak': {
    failed: 'The PIN is too easy to guess.',
    kept: 'The account has not been made.',
    next: 'Please choose at least 6 digits, not repeated and not in order like 123456.',
  },
  'draft-changed-elsewhere': {
    failed: 'This dossier was just changed in another window, so this change was not saved.',
    kept: 'The newest version is loaded; what you are typing is still on the screen.',
    next: 'Please look again and go on if needed.',
  },
  'draft-closed': {
    failed: 'This dossier has been accepted or discarded and can no longer be changed.',
    kept: 'An accepted dossier is intact in the list.',
    next: 'Please open it from the list, or start a new dossier.',
  },
  'review-incomplete': {
    failed: 'Something is still missing, so the dossier cannot be accepted yet.',
    kept: drafts,
    next: 'Please complete what the review lists.',
  },
  'clock-skewed': {
    failed: 'The clock of this machine is more than 2 minutes off the city’s, so no due date can be set.',
    kept: drafts,
    next: 'Please set the clock right, or tell technical support.',
  },
  'note-required': {
    failed: 'This needs a reason.',
    kept: nothing,
    next: 'Please write a short reason and try again.',
  },
  'procedure-not-in-force': {
    failed: 'This procedure is not in force today.',
    kept: drafts,
    next: 'Please look for the procedure that replaces it.',
  },
  'procedure-changed': {
    failed: 'The rules of the procedure changed while the dossier was being made.',
    kept: 'Your entries and scanned pages are intact.',
    next: 'Please choose the procedure again to see the new papers and term.',
  },
  'file-empty': {
    failed: 'This file has no content (0 bytes).',
    kept: pages,
    next: 'Please ask for the file again or scan from paper.',
  },
  'file-too-large': {
    failed: 'This file is larger than 100 MB.',
    kept: pages,
    next: 'Please split it or scan from paper.',
  },
  'file-type-unknown': {
    failed: 'This file is not a PDF, JPEG, PNG or TIFF, whatever its name says.',
    kept: pages,
    next: 'Please choose another file or scan from paper.',
  },
  'file-damaged': {
    failed: 'This file is damaged and cannot be read to the end.',
    kept: pages,
    next: 'Please ask for the file again or scan from paper.',
  },
  'file-encrypted': {
    failed: 'This PDF has a password and cannot be opened.',
    kept: pages,
    next: 'Please ask for a copy without a password, or scan from paper.',
  },
  'file-signed': {
    failed: 'This PDF is digitally signed and must not be made anew.',
    kept: 'The file is unchanged byte for byte, and its signature is still valid.',
    next: 'Nothing needs to be done: the file is sent as it came.',
  },
  'file-too-many-pages': {
    failed: 'This file has too many pages for one paper.',
    kept: pages,
    next: 'Please split the file into parts.',
  },
  'image-too-large': {
    failed: 'This picture is too large for this machine.',
    kept: pages,
    next: 'Please save a smaller one, or scan at 200 or 300 dpi.',
  },
  'pdf-page-too-large': {
    failed: 'Page {{page}} of this PDF is larger than A1 and cannot be made anew at 200 dpi.',
    kept: 'Nothing has changed, the file is as it came.',
    next: 'Keep the file as it came, or ask for this page as a file of its own.',
  },
  'image-too-small': {
    failed: 'This picture is too small to read.',
    kept: pages,
    next: 'Please take it again from nearer, or scan from paper.',
  },
  'worker-lost': {
    failed: 'The page worker stopped suddenly and is starting again.',
    kept: pages,
    next: 'Please try again in a few seconds.',
  },
  cancelled: {
    failed: 'This was stopped as asked.',
    kept: 'What was finished before is kept.',
    next: 'You can start again at any time.',
  },
  'timed-out': {
    failed: 'There was no answer for too long.',
    kept: 'Everything saved before is safe.',
    next: 'Please check the cable and power of the device, then try again.',
  },
  'driver-restarting': {
    failed: 'The driver of this device has just stopped and is being started again.',
    kept: 'All that the screen has confirmed is safe.',
    next: 'Please wait a few seconds; if it was printing, look at the printer whether the paper came out.',
  },
  'driver-failing': {
    failed: 'The driver of this device has stopped several times in a row.',
    kept: 'All that the screen has confirmed is safe; the other devices go on working.',
    next: 'Please unplug the device and plug it in again; if that does not help, call the technician. The application keeps trying.',
  },
  ...cameraErrors,
  ...scannerErrors,
  ...readerErrors,
  ...cardErrors,
  'printer-absent': {
    failed: 'No printer was found.',
    kept: accepted,
    next: 'Please check its cable and power, or choose another printer.',
  },
  'printer-busy': {
    failed: 'The printer is busy.',
    kept: accepted,
    next: 'Please wait until it is done and try again.',
  },
  'printer-paper-out': {
    failed: 'The printer is out of paper.',
    kept: accepted,
    next: 'Please load paper and print again.',
  },
  'printer-paper-low': {
    failed: 'The printer is low on paper.',
    kept: 'It still prints.',
    next: 'Please have a new roll at hand and change it when nobody waits.',
  },
  'printer-cover-open': {
    failed: 'The cover of the printer is open.',
    kept: accepted,
    next: 'Please close it and print again.',
  },
  'printer-failed': {
    failed: 'The printer reports a fault.',
    kept: accepted,
    next: 'Please switch it off and on, or choose another printer.',
  },
  'printer-cancelled': {
    failed: 'The print was cancelled at the printer or in its queue.',
    kept: accepted,
    next: 'Please print again when ready.',
  },
  'print-unknown': {
    failed: 'It is not known whether the paper came out, because the printer does not answer.',
    kept: accepted,
    next: 'Please look at the printer; if there is no paper, print again and give a reason.',
  },
  'city-unreachable': {
    failed: 'The system of the city cannot be reached.',
    kept: waiting,
    next: 'Nothing to do; the application sends it once the line is back.',
  },
  'case-settled': {
    failed: 'This dossier is not among those to be seen to any more.',
    kept: 'The dossier and all that was sent are as they were.',
    next: 'A colleague may have settled it just now; please look at the list again.',
  },
  'unit-not-in-force': {
    failed: 'The unit just chosen is not in force today.',
    kept: 'The dossier keeps the unit that it had.',
    next: 'Please choose another unit from the list.',
  },
  'city-refused': {
    failed: 'The city did not take this dossier.',
    kept: 'The dossier is safe on this machine.',
    next: 'Please read the reason under Waiting to be sent, and settle it.',
  },
  'not-in-training': {
    failed: 'This exists only in training mode.',
    kept: nothing,
    next: 'Please use the real device at the counter.',
  },
} as const;
