/** What opening, reading and saving fail with; see errors.ts. */
export const storeErrors = {
  'wrong-key': {
    failed: 'The key of this machine does not open the data store.',
    kept: 'The data store was not changed.',
    next: 'Please ask technical support to recover it with the escrow key of the city.',
  },
  'store-newer': {
    failed: 'The data store belongs to a newer version of the application.',
    kept: 'All data in the store is intact and was not opened.',
    next: 'Please update the application on this machine and open it again.',
  },
  'store-damaged': {
    failed: 'Part of the data store on this machine is damaged.',
    kept: 'Nothing was removed: what can be read and the backups are intact; dossiers already sent are with the city.',
    next: 'Please leave the machine on and ask technical support to restore the backup; if it does not open, receive at another counter.',
  },
  'log-damaged': {
    failed:
      'The data store’s log was damaged: work saved after {{time}} may be lost, at least {{writes}} savings.',
    kept: 'Everything saved before is readable; the damaged part is kept aside for technical support.',
    next: 'Please compare the receipts since then with the list, enter again what is missing, and tell technical support at once: the disk may be failing.',
  },
  'page-damaged': {
    failed: 'A saved page can no longer be read.',
    kept: 'The other pages of the dossier are intact.',
    next: 'Please scan that page again from paper.',
  },
  'disk-read-only': {
    failed: 'The disk takes nothing, so the data could not be opened.',
    kept: 'Everything that was saved before is untouched.',
    next: 'Please ask a technician to look at the disk, then open the application again.',
  },
  'disk-full': {
    failed: 'The disk is full or takes nothing any more, so it could not be saved.',
    kept: 'Everything saved before is safe.',
    next: 'Please free disk space or tell technical support, then try again.',
  },
} as const;
