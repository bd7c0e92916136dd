/** What went wrong, from the exit status and the words of scanimage (LC_ALL=C). Pure. */

/** Statuses of the SANE standard 1.06, section 4.2.7; scanimage exits with the one that ended the scan. */
const statusCodes: Readonly<Record<number, string>> = {
  3: 'scanner-busy',
  6: 'scanner-jammed',
  7: 'scanner-empty',
  8: 'scanner-cover-open',
};

export interface ScanEnd {
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly stderr: string;
  /** Whole pages that came. */
  readonly pages: number;
}

/** The error code, or null when all went well. A feeder that runs empty after at least one page went well. */
export function failureOf({ status, stderr, pages }: ScanEnd): string | null {
  if (/open of device .* failed: Device busy/i.test(stderr)) return 'scanner-busy';
  if (/open of device .* failed/i.test(stderr)) return 'scanner-absent';
  if (status === 0 || status === 7) return pages > 0 ? null : emptyOr(stderr);
  return (status === null ? undefined : statusCodes[status]) ?? 'scanner-failed';
}

/** In batch mode scanimage exits 0 when the very first page finds the feeder empty. */
function emptyOr(stderr: string): string {
  return /out of documents/i.test(stderr) ? 'scanner-empty' : 'scanner-failed';
}
