export const kit = {
  loading: 'Loading…',
  cancel: 'Stop',
  close: 'Close',
  clear: 'Clear the search',
  required: 'required',
  error: { failed: 'Not done', kept: 'Kept', next: 'What to do' },
  progress: '{{done}} of {{total}}',
  progressOpen: '{{done}} done',
  retry: 'Try again',
} as const;
