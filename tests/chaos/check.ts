/** Holds what the stations confirmed, what their databases hold and what the cities hold against each other. */
import { join } from 'node:path';
import type { Ledger, LedgerDossier, LedgerStep } from './ledger.ts';
import { readCity, type CityContent, type CityDossier, type CityStep } from './read-city.ts';
import { readStation, type StationContent, type StationDossier } from './read-station.ts';
import { cityNames, type CityName } from './schedule.ts';
import { keyOf } from './seeds.ts';

export const checks = {
  'not-converged': 'something that could be sent was not',
  exception: 'an exception inside the sync',
  'lost-at-station': 'confirmed, and not in the database of its station',
  'missing-at-city': 'accepted, and at no city',
  doubled: 'at the cities more than once',
  'wrong-city': 'at another city than the station believes',
  'code-differs': 'another code at the station than at the city',
  'code-not-told': 'no event of the station tells the code that it has',
  'files-differ': 'not exactly its files',
  'steps-differ': 'not exactly its progress, in order (after a backup was brought back: in any)',
  'status-differs': 'another status at the city than its last step',
  'refusal-unseen': 'refused, and not shown as refused with words',
  'refused-without-cause': 'shown as refused, and the city had no cause',
  unsent: 'a message that was neither sent nor refused nor waits for a refused one',
  phantom: 'at a city, and no station has sent it',
  damaged: 'a database that does not hold together',
} as const;

export type CheckName = keyof typeof checks;

export interface Finding {
  readonly check: CheckName;
  /** Null: of no single one. */
  readonly station: number | null;
  /** Ids and codes by which the trace is searched. */
  readonly about: readonly string[];
  readonly words: string;
}

export interface RunPlace {
  readonly ledger: Ledger;
  readonly folder: string;
  readonly seed: number;
  readonly stations: readonly number[];
}

type Held = CityDossier & { readonly city: CityName };

const zoneMs = 7 * 60 * 60 * 1000;

/** The moment as each style writes it. */
function wireTime(at: number, style: 'a' | 'b'): string {
  const local = new Date(at + zoneMs).toISOString();
  return style === 'b' ? local.slice(0, 23) : local.slice(0, 19).replace(/[-:T]/g, '');
}

function lineOf({ at, status, text }: CityStep): string {
  return `${at} ${status} ${text}`;
}

function sorted(values: readonly string[]): string {
  return [...values].sort().join(' ');
}

/** Steps that must be at the city: those before the first that every city refuses. */
function due(steps: readonly LedgerStep[]): LedgerStep[] {
  const inOrder = [...steps].sort((a, b) => a.sequence - b.sequence);
  const refused = inOrder.findIndex(({ text }) => text === '');
  return refused < 0 ? inOrder : inOrder.slice(0, refused);
}

function checkDossier(
  told: LedgerDossier,
  station: StationDossier | undefined,
  held: readonly Held[],
): Finding[] {
  const findings: Finding[] = [];
  const about = [told.id, ...held.map(({ code }) => code), station?.cityCode ?? ''].filter(
    (one) => one !== '',
  );
  const find = (check: CheckName, words: string): void => {
    const place = `station ${String(told.station)}, dossier ${told.id}`;
    findings.push({ check, station: told.station, about, words: `${place}: ${words}` });
  };
  if (!station) {
    find('lost-at-station', 'no such dossier');
    return findings;
  }
  for (const { id, sequence } of told.steps) {
    if (!station.items.some((item) => item.id === id)) find('lost-at-station', `no step ${String(sequence)}`);
  }
  if (sorted(told.files) !== sorted(station.files)) find('lost-at-station', 'other files than were accepted');

  const refusedItem = station.items.find(({ state }) => state === 'refused');
  if (told.refusable || told.steps.some(({ text }) => text === '')) {
    if (
      !refusedItem ||
      refusedItem.lastError.trim() === '' ||
      station.refusals.every((words) => words === '')
    )
      find('refusal-unseen', `item ${refusedItem?.state ?? 'not refused'} “${refusedItem?.lastError ?? ''}”`);
    if (station.sync !== 'refused') find('refusal-unseen', `the dossier stands as ${station.sync}`);
  } else if (refusedItem || station.sync === 'refused') {
    find('refused-without-cause', `“${refusedItem?.lastError ?? ''}”`);
  }
  const behind = refusedItem?.sequence ?? Number.POSITIVE_INFINITY;
  for (const { state, sequence, lastError } of station.items) {
    if (state !== 'sent' && sequence < behind)
      find('unsent', `item ${String(sequence)} ${state} (${lastError})`);
  }

  const [first] = held;
  if (told.refusable) {
    if (first) find('refusal-unseen', `refused, and at the city as ${first.code}`);
    return findings;
  }
  if (held.length > 1) find('doubled', held.map(({ city, code }) => `${city} ${code}`).join(', '));
  if (!first) {
    find('missing-at-city', `the station has it as ${station.sync}, code ${station.cityCode ?? 'none'}`);
    return findings;
  }
  if (first.city !== station.system) find('wrong-city', `at ${first.city}, given to ${station.system}`);
  if (first.code !== station.cityCode)
    find('code-differs', `${first.code} at the city, ${station.cityCode ?? 'none'} at the station`);
  if (station.cityCode !== null && station.linkedTo.at(-1) !== station.cityCode)
    find('code-not-told', `told: ${station.linkedTo.join(', ')}; has: ${station.cityCode}`);
  if (sorted(first.files) !== sorted(told.files))
    find('files-differ', `${String(first.files.length)} at the city, ${String(told.files.length)} accepted`);
  const wanted = due(told.steps).map(({ at, status, text }) =>
    lineOf({ at: wireTime(at, first.style), status: String(status), text }),
  );
  const there = first.steps.map(lineOf);
  // A step that was on its way while a backup was brought back comes before older ones that are sent anew; each names its
  // moment, and the status must be that of the last.
  const isWhole = first.setBack ? sorted(wanted) === sorted(there) : wanted.join('\n') === there.join('\n');
  if (!isWhole) find('steps-differ', difference(wanted, there));
  const last = due(told.steps).at(-1);
  if (last && first.status !== String(last.status))
    find('status-differs', `${first.status} at the city, ${String(last.status)} was the last`);
  return findings;
}

function difference(wanted: readonly string[], there: readonly string[]): string {
  const missing = wanted.filter((line) => !there.includes(line));
  const more = there.filter((line, place) => !wanted.includes(line) || there.indexOf(line) !== place);
  if (missing.length + more.length === 0) return `in another order: ${there.join(' | ')}`;
  return `missing [${missing.join(' | ')}], too many [${more.join(' | ')}]`;
}

function checkCity(name: CityName, city: CityContent, ledger: Ledger): Finding[] {
  const known = new Set([...ledger.dossiers.values()].flatMap(({ files }) => files));
  const phantom = (about: string, words: string): Finding => ({
    ...{ check: 'phantom', station: null, about: [about], words: `${name}: ${words}` },
  });
  return [
    ...city.dossiers
      .filter(({ reference }) => !ledger.dossiers.has(reference))
      .map(({ code, reference }) => phantom(code, `dossier ${code} of nobody (“${reference}”)`)),
    ...city.files
      .filter((sha256) => !known.has(sha256))
      .map((sha256) => phantom(sha256, `file ${sha256} of nobody`)),
    ...city.strayCodes.map((code) => phantom(code, `a step of ${code}, which is not there`)),
  ];
}

/** Every database and journal must be closed. */
export function checkRun({ ledger, folder, seed, stations }: RunPlace): Finding[] {
  const held = new Map<string, Held[]>();
  const findings: Finding[] = [];
  for (const name of cityNames) {
    const city = readCity(join(folder, name));
    for (const dossier of city.dossiers) {
      held.set(dossier.reference, [...(held.get(dossier.reference) ?? []), { ...dossier, city: name }]);
    }
    findings.push(...checkCity(name, city, ledger));
  }
  const content = new Map<number, StationContent>();
  for (const station of stations) {
    const read = readStation(join(folder, `tram-${String(station)}`), keyOf(seed, station));
    content.set(station, read);
    for (const words of read.damage) {
      findings.push({ check: 'damaged', station, about: [], words: `station ${String(station)}: ${words}` });
    }
    for (const id of read.dossiers.keys()) {
      if (ledger.dossiers.get(id)?.station === station) continue;
      const words = `station ${String(station)}: dossier ${id} of nobody`;
      findings.push({ check: 'phantom', station, about: [id], words });
    }
  }
  for (const told of ledger.dossiers.values()) {
    const station = content.get(told.station)?.dossiers.get(told.id);
    findings.push(...checkDossier(told, station, held.get(told.id) ?? []));
  }
  return findings;
}
