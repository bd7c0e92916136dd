/** What the text of a scan is, and whether all of it was a scan. */
import { readCode } from '../../main/contract/scan-reading.ts';
import type { ScannedCode } from '../../main/contract/scanned-code.ts';
import type { ScanView } from '../../main/contract/views.ts';
import type { WedgeScan } from './wedge.ts';

/** So many keys of a person may have run into the beginning of a scan without a gap to tell them by. */
const typedAtMost = 2;

/**
 * Reads a code. A wedge shares its line with a person: characters before a code that makes sense only without them were
 * typed and go back into their field, at once: a key typed meanwhile would land before them.
 */
export function readWedge(text: string, wedge: WedgeScan | null): ScanView {
  const whole = readCode(text);
  if (!wedge?.giveBack || whole.kind !== 'unusable') return whole;
  for (let typed = 1; typed <= typedAtMost && typed < text.length; typed += 1) {
    const rest = readCode(text.slice(typed));
    if (rest.kind === 'unusable') continue;
    wedge.giveBack(text.slice(0, typed));
    return rest;
  }
  return whole;
}

/** A wedge is a keyboard: nothing but an AIM identifier in front tells more about it. */
export function wedgeCode(text: string): ScannedCode {
  return {
    payload: text,
    symbology: 'unknown',
    device: { id: 'wedge', name: '' },
    source: 'wedge',
    at: Date.now(),
  };
}
