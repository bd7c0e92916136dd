/** Where our own pages come from. */
export const appOrigin = 'app://mot-cua';
