export const suggestion = {
  region: 'Suggestion from the words of the page',
  kind: 'Page {{n}} looks like “{{name}}”',
  plain: 'Page {{n}}',
  number: 'number {{number}}',
  date: 'of {{date}}',
  confirmMove: 'Put it there',
  confirmNote: 'Note it',
  confirmKind: 'Right',
  dismiss: 'Dismiss',
  waiting: 'Reading the words of page {{n}}…',
  failed:
    'The words of page {{n}} cannot be read. The page is kept; look at it, or scan it again if it is faint.',
  other: 'not asked for in this dossier',
};
