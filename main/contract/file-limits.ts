/** Apart from the schemas, so that a window need not load those. */

/** Largest file that may come in through a window, bytes. */
export const maxFileBytes = 100 * 1024 * 1024;
