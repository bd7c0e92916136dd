/** What a scanned code turned out to be, and doubts about it; keys are those of ScanView. */
export const scan = {
  reason: {
    truncated: 'The end of the scanned code is missing.',
    'health-insurance': 'This is the code of a health-insurance card, not of an identity card.',
    payment: 'This is a payment code, not an identity card.',
    vneid: 'This is a VNeID code, whose content cannot be read yet.',
    'legacy-card': 'This is the barcode of an old identity card, which holds little.',
    'bad-number': 'The personal number in the code breaks the rules.',
    unreadable: 'The scanned code cannot be read.',
    unknown: 'The scanned code is not recognised.',
  },
  reasonNext: {
    truncated: 'Please scan again and hold the card still until the beep.',
    'health-insurance': 'Please scan the QR code of the identity card, or type.',
    payment: 'Please scan the QR code of the identity card, or type.',
    vneid: 'Please scan the QR code of the card itself, or type.',
    'legacy-card': 'Please type from the card.',
    'bad-number': 'Please check the number on the card and type it.',
    unreadable: 'Please wipe the card and scan again, or type.',
    unknown: 'Please scan the QR code of an identity card or the code of a receipt.',
  },
  kept: 'What was filled in is unchanged.',
  warning: {
    'number-sex-mismatch': 'The sex does not match the personal number.',
    'number-birth-mismatch': 'The birth year does not match the personal number.',
    'number-unknown-province': 'The province code in the personal number is not in the list.',
    'birth-date-unreadable': 'The birth date on the card cannot be read.',
    'diacritics-lost': 'The name may have lost its diacritics, please compare with the card.',
    truncated: 'The end of the address may be missing, please compare with the card.',
    other: 'Something should be compared with the card.',
  },
} as const;
