/** One station: the real store on disk, the real systems and the real sync, its clock and its waiting sped up. */
import { connectSystem, type SystemDescription } from '../../main/city/connect.ts';
import { createCitySync } from '../../main/city/sync.ts';
import { createCitySystems } from '../../main/city/systems.ts';
import type { Timing } from '../../main/city/timing.ts';
import type { Dossier } from '../../main/domain/dossier.ts';
import { openStore } from '../../main/store/open-store.ts';
import type { Store } from '../../main/store/ports.ts';
import { dossierOf, procedure } from '../unit/city/sample.ts';
import type { Order, SimulatedTime, StationSetUp, StationState } from './messages.ts';
import { contentOf, sha256Of } from './papers.ts';
import { openAside } from './read-station.ts';
import type { CityName, PlannedDossier, PlannedStep } from './schedule.ts';
import { chances } from './seeds.ts';

export interface ChaosStation {
  /** Resolves when it is done, on disk. Done before, it changes nothing. */
  apply(order: Order): Promise<void>;
  state(): StationState;
  end(): Promise<void>;
}

export function timingOf({ startedAt, speed }: SimulatedTime): Timing {
  const steady = (): number => (performance.timeOrigin + performance.now() - startedAt) * speed;
  return {
    steady,
    after: (ms, work) => {
      const timer = setTimeout(work, ms / speed);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

const none = { units: [], procedures: [] };
const account = { username: 'tap-huan', password: 'tap-huan' };

function descriptionOf(name: CityName, baseUrl: string): SystemDescription {
  return name === 'cu'
    ? { id: name, style: 'a', baseUrl, unit: 'TAPHUAN', codes: none, ...account }
    : {
        ...{ id: name, style: 'b', baseUrl, unit: 'H26.48', codes: none },
        ...{ clientId: account.username, clientSecret: account.password },
      };
}

/** A second connection, only to see how far the station is: with statements of its own, as the check at the end. */
function lookBeside(folder: string, key: Uint8Array) {
  const engine = openAside(folder, key);
  engine.pragma('busy_timeout = 5000');
  // What stands behind a refused message waits for a person.
  const open = engine.prepare<unknown[]>(
    `SELECT count(*) AS left FROM outbox o WHERE o.state <> 'sent' AND NOT EXISTS (
       SELECT 1 FROM outbox r
       WHERE r.dossier_id = o.dossier_id AND r.sequence <= o.sequence AND r.state = 'refused')`,
  );
  // A city that was set back is compared with what it had confirmed.
  const walks = engine.prepare<unknown[]>(
    `SELECT count(*) AS left FROM settings WHERE name LIKE 'city.seen.%' AND value ->> '$.place' IS NOT NULL`,
  );
  const number = (row: unknown): number => Number((row as { left: number }).left);
  return {
    left: () => ({ waiting: number(open.get([])), comparing: number(walks.get([])) }),
    close: () => engine.close(),
  };
}

export function openStation(parts: {
  readonly setUp: StationSetUp;
  readonly seed: number;
  readonly time: SimulatedTime;
  readonly timeoutMs: number;
}): ChaosStation {
  const { setUp, seed, time, timeoutMs } = parts;
  const timing = timingOf(time);
  const clock = { now: () => Math.round(time.begin + timing.steady() + setUp.clockOffsetMs) };
  const random = chances(seed, 'jitter', setUp.station);
  let bugs = 0;
  let closed = false;

  const open = () => {
    const opened = openStore({ folder: setUp.folder, dataKey: Buffer.from(setUp.key, 'hex') });
    if (!opened.ok) throw new Error(`store: ${opened.error.code}`);
    const store = opened.value;
    const systems = createCitySystems({
      systems: (['cu', 'moi'] as const).map((name) =>
        connectSystem(descriptionOf(name, setUp.urls[name]), { store, clock, timeoutMs }),
      ),
      rows: setUp.rows,
      store,
      clock,
      procedureOf: () => procedure,
    });
    const sync = createCitySync({
      ...{ store, systems, clock, timing, random: random.next, procedureOf: () => procedure },
      log: (event) => {
        if (event === 'city.bug') bugs += 1;
      },
    });
    sync.start();
    return { store, sync, beside: lookBeside(setUp.folder, Buffer.from(setUp.key, 'hex')) };
  };
  let running = open();

  const restart = async (): Promise<void> => {
    await running.sync.stop();
    closed = true;
    running.beside.close();
    running.store.close();
    running = open();
    closed = false;
  };

  const written = (work: (store: Store) => void): void => {
    const { store } = running;
    const done = store.transaction(() => work(store));
    if (!done.ok) throw new Error(done.error.code);
  };

  /** As intake writes it: the dossier and its two outbox rows in one transaction. */
  const accept = async (planned: PlannedDossier, at: number): Promise<void> => {
    const { store } = running;
    if (store.dossiers.get(planned.id)) return;
    const files: Dossier['files'] = [];
    for (const [index, file] of planned.files.entries()) {
      const bytes = contentOf(file);
      const blob = await store.blobs.put(bytes);
      if (!blob.ok) throw new Error(blob.error.code);
      files.push({
        ...{ id: file.id, componentId: `1.001193-0${String(index + 1)}`, blob: blob.value },
        ...{
          name: `TAM_0${String(index + 1)} Tờ khai.pdf`,
          sha256: sha256Of(bytes),
          bytes: bytes.byteLength,
        },
        ...{ pageCount: 1, signed: false },
      });
    }
    const base = dossierOf(planned.id, { files, acceptedAt: at, localCode: planned.localCode });
    const { applicant } = base.people;
    const people =
      planned.refusable && applicant
        ? { ...base.people, applicant: { ...applicant, fullName: '' } }
        : base.people;
    const dossier: Dossier = { ...base, people, deadline: { ...base.deadline, dueAt: at + 3_600_000 } };
    const common = { dossierId: planned.id, createdAt: at };
    written(({ dossiers, outbox, events }) => {
      dossiers.insert(dossier);
      events.append({
        ...{
          id: `${planned.id}.accepted`,
          at,
          actor: 'staff-1',
          type: 'dossier.accepted',
          subject: planned.id,
        },
        payload: {},
      });
      const step = { dossierId: planned.id, status: 2, at, text: 'Tiếp nhận hồ sơ' };
      outbox.add({
        ...{ ...common, id: `${planned.id}.1`, sequence: 1, kind: 'dossier' },
        payload: { dossierId: planned.id },
      });
      outbox.add({ ...common, id: `${planned.id}.2`, sequence: 2, kind: 'progress', payload: step });
    });
  };

  const progress = (steps: readonly PlannedStep[], at: number): void => {
    written(({ outbox }) => {
      for (const { id, dossierId, sequence, status, text } of steps) {
        const payload = { dossierId, status, at, text };
        outbox.add({ id, dossierId, sequence, kind: 'progress', payload, createdAt: at });
      }
    });
  };

  return {
    apply: async ({ operation, at }) => {
      switch (operation.kind) {
        case 'accept':
          await accept(operation.dossier, at);
          // As intake does.
          running.sync.kick();
          return;
        case 'progress':
          progress(operation.steps, at);
          return;
        case 'kick':
          running.sync.kick();
          return;
        case 'restart':
          await restart();
          return;
        case 'vendor': {
          const from = new Date(at).toISOString().slice(0, 10);
          setUp.rows = [...setUp.rows, { from, system: operation.city }];
          await restart();
          return;
        }
        case 'clock':
          setUp.clockOffsetMs = operation.offsetMs;
      }
    },
    state: () => {
      if (closed) return { station: setUp.station, waiting: 1, quiet: false, bugs };
      const { waiting, comparing } = running.beside.left();
      return { station: setUp.station, waiting, quiet: waiting === 0 && comparing === 0, bugs };
    },
    end: async () => {
      await running.sync.stop();
      running.beside.close();
      running.store.close();
    },
  };
}
