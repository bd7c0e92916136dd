/** For each code of a code reader: what failed, what is kept, what to do now. */
export const readerErrors = {
  'reader-absent': {
    failed: 'No code reader was found.',
    kept: 'What is already filled in stays as it was.',
    next: 'Check the cable of the reader, or type instead.',
  },
  'reader-lost': {
    failed: 'The connection to the code reader was lost.',
    kept: 'What is already filled in stays as it was.',
    next: 'It is being connected again. Check the cable; meanwhile type instead.',
  },
  'reader-failed': {
    failed: 'The code reader does not answer.',
    kept: 'What is already filled in stays as it was.',
    next: 'Unplug the reader and plug it in again; meanwhile type instead.',
  },
  'reader-not-permitted': {
    failed: 'This computer does not let the application use the code reader.',
    kept: 'What is already filled in stays as it was.',
    next: 'Ask the technician to allow the reader; meanwhile type instead.',
  },
  'reader-out-of-range': {
    failed: 'The cordless reader is too far from its base.',
    kept: 'What is already filled in stays as it was.',
    next: 'Bring the reader closer to its base and scan again.',
  },
  'reader-cannot': {
    failed: 'This reader takes no commands from the application.',
    kept: 'What is already filled in stays as it was.',
    next: 'Press the button on the reader to scan.',
  },
  'reader-overflow': {
    failed: '{{device}} sent more data than any code holds.',
    kept: 'That data was dropped. What is already filled in stays as it was.',
    next: 'Scan again; if it stays so, unplug the reader and plug it in again.',
  },
  'reader-garbled': {
    failed: '{{device}} sent data that cannot be read.',
    kept: 'That data was dropped. What is already filled in stays as it was.',
    next: 'Scan again; if it stays so, unplug the reader and plug it in again.',
  },
  'reader-cut-off': {
    failed: '{{device}} stopped in the middle of a code.',
    kept: 'What had come was dropped. What is already filled in stays as it was.',
    next: 'Scan again and hold the card still until the beep.',
  },
} as const;
