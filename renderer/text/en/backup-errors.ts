/** What a backup fails with; see errors.ts. */
export const backupErrors = {
  'backup-gone': {
    failed: 'The backup disk or folder is not there.',
    kept: 'The data on this machine and the earlier backups are untouched.',
    next: 'Go on as usual; it is tried again by itself. Ask a technician to look at the backup disk.',
  },
  'backup-same-disk': {
    failed: 'The place for backups lies on the disk of the data itself, so none was made.',
    kept: 'The data on this machine is untouched.',
    next: 'Go on as usual. Ask a technician to attach the backup disk or share again.',
  },
  'backup-no-room': {
    failed: 'There is not enough room for a backup.',
    kept: 'The earlier backups are untouched.',
    next: 'Go on as usual; it is tried again by itself. Ask a technician to make room.',
  },
  'backup-failed': {
    failed: 'The last backup did not succeed.',
    kept: 'The data on this machine and the earlier backups are untouched.',
    next: 'Go on as usual; it is tried again by itself. If it stays so, tell a technician.',
  },
} as const;
