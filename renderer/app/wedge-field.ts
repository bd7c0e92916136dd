/** Text fields under a keyboard wedge: what they held before the keys of a scan fell into them, and giving keys back. */

type TextField = HTMLInputElement | HTMLTextAreaElement;

export interface Remembered {
  readonly field: TextField;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

export function remember(target: EventTarget | null): Remembered | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
}

export function restore({ field, value, start, end }: Remembered): void {
  if (field.value === value) return;
  write(field, value);
  if (start !== null && field.isConnected) field.setSelectionRange(start, end);
}

/** Puts text where it would have been typed; false when the field has gone or takes none. */
export function typeInto({ field }: Remembered, text: string): boolean {
  if (!field.isConnected || field.disabled || field.readOnly) return false;
  const at = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? at;
  write(field, field.value.slice(0, at) + text + field.value.slice(end));
  if (field.selectionStart !== null) field.setSelectionRange(at + text.length, at + text.length);
  return true;
}

function write(field: TextField, value: string): void {
  // React watches the prototype's setter; only it makes the field's owner hear of the value.
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
