import type { Person } from './shapes.ts';

/** Doubts that came with the scan of a person. They belong to this sitting only and are never stored. */
const doubts = new Map<string, readonly string[]>();

function key(draftId: string, person: Person): string {
  return `${draftId} ${person.source} ${person.idNumber ?? ''} ${person.fullName}`;
}

export function rememberDoubts(draftId: string, person: Person, warnings: readonly string[]): void {
  doubts.set(key(draftId, person), warnings);
}

export function doubtsOf(draftId: string, person: Person | null): readonly string[] {
  return (person && doubts.get(key(draftId, person))) ?? [];
}
