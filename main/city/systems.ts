/** Which city system takes a dossier. A dossier stays with the system that it was first given to. */
import type { Clock } from '../domain/clock.ts';
import type { Dossier } from '../domain/dossier.ts';
import { localDateOf } from '../domain/local-time.ts';
import type { Procedure } from '../domain/procedure.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { Store } from '../store/ports.ts';
import type { CityAdapter, WireMemory } from './ports.ts';

export interface CitySystem {
  /** As the station's settings name it; kept with each dossier. */
  readonly id: string;
  readonly adapter: CityAdapter;
}

export interface CitySystems {
  /** In the order of the settings, also those that take nothing new any more. */
  readonly all: readonly CitySystem[];
  /** The one whose state stands for "the city": that of the row in force without conditions. */
  current(): CitySystem;
  /**
   * The system of a dossier; a dossier without one is given to that of the row in force now, and this is on disk before
   * it returns. `system-unknown`: it was given to a system that the settings do not name any more.
   */
  of(dossier: Dossier): Result<CitySystem, 'disk-full' | 'system-unknown'>;
  /** As `of`, giving nothing: null for a dossier that has none yet. */
  known(dossierId: string): CitySystem | null;
}

/** From `from` on (yyyy-MM-dd) `system` takes what the row's conditions name; a change of vendor is a new row. */
export interface CityRow {
  readonly from: string;
  readonly system: string;
  /** Codes of competent units; absent = all. */
  readonly units?: readonly string[] | undefined;
  readonly ministries?: readonly string[] | undefined;
  /** Fields (lĩnh vực), by name or code. */
  readonly fields?: readonly string[] | undefined;
}

/** What a row's conditions are held against. */
export interface RowSubject {
  readonly unit: string | null;
  readonly ministry: string | null;
  readonly fields: readonly (string | null)[];
}

function isFor(row: CityRow, subject: RowSubject): boolean {
  const among = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || (value !== null && list.includes(value));
  return (
    among(row.units, subject.unit) &&
    among(row.ministries, subject.ministry) &&
    (row.fields === undefined || subject.fields.some((field) => among(row.fields, field)))
  );
}

function narrowness(row: CityRow): number {
  return [row.units, row.ministries, row.fields].filter((list) => list !== undefined).length;
}

/**
 * The row for a subject on a day: of those in force, one with more conditions before one with fewer, then the one that
 * began last, then the one that stands last. Null when none is in force.
 */
export function rowFor(rows: readonly CityRow[], subject: RowSubject, day: string): CityRow | null {
  const fitting = rows
    .map((row, place) => ({ row, place }))
    .filter(({ row }) => row.from <= day && isFor(row, subject));
  fitting.sort(
    (a, b) =>
      narrowness(b.row) - narrowness(a.row) || b.row.from.localeCompare(a.row.from) || b.place - a.place,
  );
  return fitting[0]?.row ?? null;
}

export interface CitySystemsParts {
  readonly systems: readonly CitySystem[];
  readonly rows: readonly CityRow[];
  readonly store: Pick<Store, 'cityMemory' | 'transaction'>;
  readonly clock: Clock;
  readonly procedureOf: (code: string, catalogueVersion: string) => Procedure | null;
}

/** There is at least one system and one row without conditions from the first day on; the settings see to it. */
export function createCitySystems(parts: CitySystemsParts): CitySystems {
  const { systems, rows, store, clock } = parts;
  const byId = new Map(systems.map((system) => [system.id, system]));
  const nothing: RowSubject = { unit: null, ministry: null, fields: [] };

  const subjectOf = (dossier: Dossier): RowSubject => {
    const procedure = parts.procedureOf(dossier.procedureCode, dossier.catalogueVersion);
    return {
      unit: dossier.competentUnit,
      ministry: procedure?.ministry ?? null,
      fields: [procedure?.field ?? null, procedure?.fieldCode ?? null],
    };
  };
  const idFor = (subject: RowSubject, day: string): string =>
    (rowFor(rows, subject, day) ?? rows[0])?.system ?? '';
  const find = (id: string): Result<CitySystem, 'system-unknown'> => {
    const system = byId.get(id);
    return system ? ok(system) : fail('system-unknown', { system: id });
  };

  return {
    all: systems,
    current: () => {
      const id = idFor(nothing, localDateOf(clock.now()));
      const system = byId.get(id) ?? systems[0];
      if (!system) throw new Error('the city has no system');
      return system;
    },
    known: (dossierId) => byId.get(store.cityMemory.systemOf(dossierId) ?? '') ?? null,
    of: (dossier) => {
      const given = store.cityMemory.systemOf(dossier.id);
      if (given !== null && given !== '') return find(given);
      // Sent before systems had names: by the row of the day on which it was accepted.
      const day = localDateOf(given === '' ? dossier.acceptedAt : clock.now());
      const id = idFor(subjectOf(dossier), day);
      const system = find(id);
      if (!system.ok || given === '') return system;
      const written = store.transaction(() => {
        store.cityMemory.assign(dossier.id, id, clock.now());
      });
      return written.ok ? system : written;
    },
  };
}

/** One system that takes everything and remembers nothing, e.g. of a test or of training. */
export function onlySystem(adapter: CityAdapter): CitySystems {
  const system = { id: 'city', adapter };
  return { all: [system], current: () => system, of: () => ok(system), known: () => system };
}

/** The memory of one system in the store. */
export function memoryOf(
  system: string,
  store: Pick<Store, 'cityMemory' | 'transaction'>,
  clock: Clock,
): WireMemory {
  const { cityMemory } = store;
  const write = (work: () => void): boolean => store.transaction(work).ok;
  return {
    uploadUrl: (sha256) => cityMemory.uploadUrl(system, sha256),
    keepUpload: (sha256, url) => {
      write(() => {
        cityMemory.keepUpload(system, sha256, url, clock.now());
      });
    },
    forgetUpload: (sha256) => {
      // Most files go whole and leave nothing to forget.
      if (cityMemory.uploadUrl(system, sha256) === null) return;
      write(() => {
        cityMemory.forgetUpload(system, sha256);
      });
    },
    reservedCode: (dossierId) => cityMemory.reservedCode(dossierId),
    reserveCode: (dossierId, code) =>
      write(() => {
        cityMemory.assign(dossierId, system, clock.now());
        cityMemory.reserveCode(dossierId, code);
      }),
  };
}
