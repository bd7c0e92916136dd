/** What the text of a scan is, and whether all of it was a scan. */
import type { ScannedCode } from '../../main/contract/scanned-code.ts';
import { call } from './api.ts';
import type { Answered } from './shapes.ts';
import type { WedgeScan } from './wedge.ts';

/** So many keys of a person may have run into the beginning of a scan without a gap to tell them by. */
const typedAtMost = 2;

/**
 * Reads a code. A wedge shares its line with a person: characters before a code that makes sense only without them were
 * typed and go back into their field, and so does a whole burst that ends without a key and makes no sense (a text
 * expander, not a scanner).
 */
export async function readWedge(
  text: string,
  wedge: WedgeScan | null,
): Promise<Answered<'identity.read'> | 'given-back'> {
  const whole = await call('identity.read', { text });
  if (!wedge?.giveBack || !whole.ok || whole.value.kind !== 'unusable') return whole;
  for (let typed = 1; typed <= typedAtMost && typed < text.length; typed += 1) {
    const rest = await call('identity.read', { text: text.slice(typed) });
    if (!rest.ok || rest.value.kind === 'unusable') continue;
    wedge.giveBack(text.slice(0, typed));
    return rest;
  }
  if (wedge.by === 'pause' && whole.value.reason === 'unknown' && wedge.giveBack(text)) return 'given-back';
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
