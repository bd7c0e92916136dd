/** What becomes of a dossier when the city tells something of it; inside the transaction that keeps the change. */
import type { Clock } from '../domain/clock.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { Store } from '../store/ports.ts';
import { CityCode } from './answers.ts';
import type { CityChange, CityChangeContent } from './changes.ts';
import { readField, writtenField } from './dossier-fields.ts';

type ChangeStore = Pick<Store, 'dossiers' | 'events' | 'cityMemory'>;

export type ApplyChange = (system: string, change: CityChange, dossierId: string) => void;

export function createApplyChange(store: ChangeStore, clock: Clock): ApplyChange {
  const { dossiers } = store;

  /** A change that is older than one of its kind that came before tells of the past only. */
  const isNewest = (dossierId: string, change: CityChange): boolean =>
    store.cityMemory
      .changesOf(dossierId)
      .every((row) => row.kind !== change.kind || row.id === change.id || row.at <= change.at);

  /** Fields that were not changed here take the city's value; the others stand side by side, see conflicts.ts. */
  const takeFields = (dossier: Dossier, fields: Extract<CityChangeContent, { kind: 'fields' }>['fields']) => {
    const taken: string[] = [];
    let now = dossier;
    for (const { name, before, after } of fields) {
      if (readField(now, name) !== before.normalize('NFC').trim()) continue;
      const written = writtenField(now, name, after);
      if (!written) continue;
      dossiers.correct(dossier.id, written);
      now = dossiers.get(dossier.id) ?? now;
      taken.push(name);
    }
    return taken;
  };

  return (system, change, dossierId) => {
    const dossier = dossiers.get(dossierId);
    if (!dossier) return;
    const told = (type: string, payload: unknown): void => {
      store.events.append({
        ...{ id: `${system}.${change.id}.${type}`, at: clock.now(), actor: 'city', type },
        ...{ subject: dossierId, payload },
      });
    };
    switch (change.kind) {
      case 'status':
        if (isNewest(dossierId, change)) dossiers.setStatus(dossierId, change.status);
        told('city.status', { status: change.status, changeId: change.id });
        return;
      case 'code': {
        const code = CityCode.safeParse(change.newCode);
        const holder = code.success ? dossiers.idOfCityCode(code.data) : null;
        // A code of another dossier is nobody's mistake here: it is kept, shown, and not taken.
        const free = code.success && (holder === null || holder === dossierId);
        if (free) dossiers.changeCityCode(dossierId, code.data);
        told('city.code', { newCode: change.newCode, taken: free });
        return;
      }
      case 'supplement':
        if (isNewest(dossierId, change)) dossiers.setStatus(dossierId, 5);
        told('city.supplement', { requestId: change.requestId, dueAt: change.dueAt });
        return;
      case 'result':
        told('city.result', { papers: change.papers.length });
        return;
      case 'fields':
        told('city.fields', {
          changeId: change.id,
          fields: change.fields.map(({ name }) => name),
          taken: takeFields(dossier, change.fields),
        });
        return;
      case 'bundle':
      case 'unknown':
        return;
    }
  };
}
