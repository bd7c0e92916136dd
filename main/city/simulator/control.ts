/**
 * What a test, a trainer or an integrator may do to the simulated city, beside the contract:
 *
 *   GET  /_state[?counts]   what it holds; only the numbers with `counts`
 *   POST /_faults           see faults.ts
 *   POST /_scenario         another scenario from now on, see scenario.ts
 *   POST /_change           tells the stations something, e.g. {"loai": "trang-thai", "maHoSo": "…", "trangThai": "4"}
 *   POST /_bundle           a signed bundle to be fetched at /goi/<loai>
 *   POST /_backup           marks what a later `/_restore` brings back
 *   POST /_restore          {"lost": n}: without the last n things written down; {}: to the mark
 */
import type { IncomingMessage } from 'node:http';
import { HttpProblem, jsonOf } from './bodies.ts';
import { isFields } from './checks.ts';
import type { Behaviour } from './effects.ts';
import { readFaults, type Faults } from './faults.ts';
import type { Fields } from './journal.ts';
import { playScenario, Scenario } from './scenario.ts';
import type { Sessions } from './sessions.ts';
import type { CityState } from './state.ts';
import type { Answer } from './style-a.ts';

export interface ControlParts {
  readonly state: CityState;
  readonly sessions: Sessions;
  readonly behaviour: Behaviour;
  readonly initialFaults: Faults;
}

type Control = (route: string, query: URLSearchParams, request: IncomingMessage) => Promise<Answer>;

export function createControl({ state, sessions, behaviour, initialFaults }: ControlParts): Control {
  const done = (body: Fields): Answer => ({ body, changed: false });

  const show = (onlyCounts: boolean): Fields => ({
    epoch: state.epoch(),
    counts: {
      ...state.counts(),
      sessions: sessions.count(),
      repeatedDossiers: state.repeats.dossiers,
      repeatedSteps: state.repeats.steps,
      repeatedFiles: state.repeats.files,
    },
    requests: Object.fromEntries(behaviour.requests),
    faults: behaviour.faults,
    ...(onlyCounts ? {} : { dossiers: state.dossiers(), files: state.files() }),
  });

  const restore = (message: unknown): Fields => {
    const lost = isFields(message) ? message['lost'] : undefined;
    const keep =
      typeof lost === 'number' && Number.isInteger(lost) && lost >= 0
        ? state.lineCount() - lost
        : behaviour.backup;
    if (keep === null) throw new HttpProblem(400, 'nothing was backed up');
    state.restore(keep);
    return { epoch: state.epoch() };
  };

  return async (route, query, request) => {
    if (route === 'GET /_state') return done(show(query.has('counts')));
    if (
      !['faults', 'scenario', 'change', 'bundle', 'backup', 'restore'].some(
        (name) => route === `POST /_${name}`,
      )
    ) {
      throw new HttpProblem(404, 'Không có đường dẫn này');
    }
    const message = await jsonOf(request);
    switch (route) {
      case 'POST /_faults': {
        const read = readFaults(message, behaviour.faults, initialFaults);
        if (!read) throw new HttpProblem(400, 'unknown fault');
        behaviour.faults = read.faults;
        if (read.expireSessions) sessions.endAll();
        return done({ ...read.faults });
      }
      case 'POST /_scenario': {
        const scenario = Scenario.safeParse(message);
        if (!scenario.success) throw new HttpProblem(400, 'unknown scenario');
        behaviour.play = playScenario(scenario.data);
        return done({ name: scenario.data.name });
      }
      case 'POST /_change':
        if (!isFields(message)) throw new HttpProblem(400, 'unknown change');
        return done(state.addChange(message));
      case 'POST /_bundle':
        if (!isFields(message) || typeof message['loai'] !== 'string')
          throw new HttpProblem(400, 'unknown bundle');
        state.setBundle(message);
        return done({});
      case 'POST /_backup':
        behaviour.backup = state.lineCount();
        return done({ lines: behaviour.backup });
      default:
        return done(restore(message));
    }
  };
}
