/** The same field changed here and at the city: both sides, for a person to decide. */
import type { CityChange, ChangedField } from './changes.ts';

export interface FieldConflict {
  /** As on the wire. */
  readonly field: string;
  /** What both sides had before. */
  readonly base: string;
  readonly here: string;
  readonly there: string;
  readonly changeId: string;
}

export interface MergedFields {
  /** Changed there only: theirs is taken. */
  readonly taken: readonly ChangedField[];
  readonly conflicts: readonly FieldConflict[];
}

function same(one: string, other: string): boolean {
  return one.normalize('NFC').trim() === other.normalize('NFC').trim();
}

/**
 * Holds the changes of a dossier's fields at the city, in order, against what stands here. A field whose value here is
 * that of before was not changed here; one that is alike on both sides is no conflict, whoever changed it first. A field
 * that this station does not keep (`here` gives null) is taken.
 */
export function mergeFields(
  changes: readonly CityChange[],
  here: (field: string) => string | null,
): MergedFields {
  const last = new Map<string, ChangedField & { readonly changeId: string }>();
  for (const change of changes) {
    if (change.kind !== 'fields') continue;
    for (const field of change.fields) {
      // Changed there twice: from what we both had to what they have now.
      const before = last.get(field.name)?.before ?? field.before;
      last.set(field.name, { ...field, before, changeId: change.id });
    }
  }
  const taken: ChangedField[] = [];
  const conflicts: FieldConflict[] = [];
  for (const { name, before, after, changeId } of last.values()) {
    const ours = here(name);
    if (ours !== null && same(ours, after)) continue;
    if (ours === null || same(ours, before)) taken.push({ name, before, after });
    else conflicts.push({ field: name, base: before, here: ours, there: after, changeId });
  }
  return { taken, conflicts };
}
