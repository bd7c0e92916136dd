/**
 * What went wrong, from the HRESULT that Windows Image Acquisition ends a transfer with. Pure.
 * Source: learn.microsoft.com/windows/win32/wia/-wia-error-codes, and wiadef.h of the Windows SDK (facility 33).
 */

/** WIA_ERROR_WARMING_UP: the lamp is not ready yet, asking again helps. */
export const warmingUp = '0x80210007';
/** WIA_ERROR_PAPER_EMPTY: also how the last page of a feeder is told. */
const paperEmpty = '0x80210003';

const codes: Readonly<Record<string, string>> = {
  /** WIA_ERROR_PAPER_JAM, _PAPER_PROBLEM, _MULTI_FEED: in each case sheets have to be laid in again. */
  '0x80210002': 'scanner-jammed',
  '0x80210004': 'scanner-jammed',
  '0x80210020': 'scanner-jammed',
  [paperEmpty]: 'scanner-empty',
  /** WIA_ERROR_OFFLINE, _ITEM_DELETED, _DEVICE_COMMUNICATION, WIA_S_NO_DEVICE_AVAILABLE. */
  '0x80210005': 'scanner-absent',
  '0x80210009': 'scanner-absent',
  '0x8021000A': 'scanner-absent',
  '0x80210015': 'scanner-absent',
  /** WIA_ERROR_BUSY, _DEVICE_LOCKED; the lamp that stays cold. */
  '0x80210006': 'scanner-busy',
  '0x8021000D': 'scanner-busy',
  [warmingUp]: 'scanner-busy',
  /** WIA_ERROR_COVER_OPEN. */
  '0x80210016': 'scanner-cover-open',
  /** Not in the list of codes: what the Automation layer answers when somebody cancelled at the device. */
  '0x80210064': 'scanner-stopped',
};

/** The error code, or null when all went well: a feeder that runs empty after at least one page did. Any other code failed. */
export function wiaFailure(hresult: string, pages: number): string | null {
  if (hresult === paperEmpty && pages > 0) return null;
  return codes[hresult] ?? 'scanner-failed';
}
