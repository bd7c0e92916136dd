/** Fields of the wire that a dossier of ours keeps, read and written: what a change at the city is held against. */
import type { Dossier, DossierCorrection } from '../domain/dossier.ts';
import type { Person } from '../domain/person.ts';

type Field = {
  readonly read: (dossier: Dossier) => string;
  readonly write: (dossier: Dossier, value: string) => DossierCorrection;
};

/** Whose details the wire's `ChuHoSo` fields are. */
function whose({ people }: Dossier): Person | null {
  return people.owner ?? people.applicant;
}

function personField(
  read: (person: Person) => string | null,
  change: (value: string) => Partial<Person>,
): Field {
  return {
    read: (dossier) => {
      const person = whose(dossier);
      return (person && read(person)) ?? '';
    },
    write: (dossier, value) => {
      const person = whose(dossier);
      if (!person) return {};
      // What the city has changed is no longer what was read from the card.
      const changed: Person = { ...person, ...change(value), source: 'typed' };
      const key = dossier.people.owner ? 'owner' : 'applicant';
      return { people: { ...dossier.people, [key]: changed } };
    },
  };
}

const fields: Readonly<Record<string, Field>> = {
  ChuHoSo: personField(
    ({ fullName }) => fullName,
    (fullName) => ({ fullName: fullName.slice(0, 120) }),
  ),
  SoGiayToChuHoSo: personField(
    ({ idNumber }) => idNumber,
    (value) => ({ idNumber: value.slice(0, 20) || null }),
  ),
  SoDienThoai: personField(
    ({ phone }) => phone,
    (value) => ({ phone: value.slice(0, 20) || null }),
  ),
  Email: personField(
    ({ email }) => email,
    (value) => ({ email: value.slice(0, 120) || null }),
  ),
  ThongTinTra: {
    read: ({ delivery }) => delivery.address,
    write: ({ delivery }, value) => ({ delivery: { ...delivery, address: value.slice(0, 300) } }),
  },
  GhiChu: { read: ({ note }) => note, write: (_dossier, value) => ({ note: value.slice(0, 1_000) }) },
};

/** Null for a field that we do not keep. */
export function readField(dossier: Dossier, name: string): string | null {
  return Object.hasOwn(fields, name) ? (fields[name]?.read(dossier) ?? '').normalize('NFC').trim() : null;
}

/** Null for a field that we do not keep. */
export function writtenField(dossier: Dossier, name: string, value: string): DossierCorrection | null {
  return Object.hasOwn(fields, name)
    ? (fields[name]?.write(dossier, value.normalize('NFC').trim()) ?? null)
    : null;
}
