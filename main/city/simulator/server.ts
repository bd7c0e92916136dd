/** The simulated city's HTTP side: routes, limits, the `Date` header, and what goes wrong on purpose. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpProblem } from './bodies.ts';
import { createControl } from './control.ts';
import { effectsOf, spoilChanged, withWrongTypes, type Behaviour, type Effects } from './effects.ts';
import { noFaults } from './faults.ts';
import type { Fields } from './journal.ts';
import { createRoutes, type Task } from './routes.ts';
import { playScenario } from './scenario.ts';
import type { CityServerOptions } from './server-options.ts';
import { createSessions } from './sessions.ts';
import { openState } from './state.ts';
import type { Answer } from './style-a.ts';
import { refusalB } from './style-b.ts';

export function createCityServer(options: CityServerOptions): Server {
  const now = Date.now;
  const state = openState(options.journal, now);
  const initialFaults = noFaults(options.sessionTtlMs);
  const behaviour: Behaviour = {
    faults: { ...initialFaults },
    play: playScenario(options.scenario),
    requests: new Map(),
    backup: null,
  };
  const sessionTtlMs = (): number => behaviour.faults.sessionTtlMs;
  const sessions = createSessions(now, sessionTtlMs);
  const control = createControl({ state, sessions, behaviour, initialFaults });

  const { taskOf, isLive } = createRoutes({ options, state, sessions, sessionTtlMs, now });

  const send = (response: ServerResponse, answer: Answer, cut: Effects['answer']): void => {
    const status = typeof cut === 'object' ? cut.status : (answer.status ?? 200);
    const bytes = answer.raw ?? Buffer.from(JSON.stringify(answer.body));
    const empty = status === 204 || status === 304;
    response.writeHead(status, {
      ...(answer.raw ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...(empty ? {} : { 'content-length': bytes.byteLength }),
      ...answer.headers,
    });
    if (cut === 'half') {
      response.write(bytes.subarray(0, Math.floor(bytes.byteLength / 2)), () => response.destroy());
    } else response.end(empty ? undefined : bytes);
  };

  const worded = (answer: Answer, task: Task, effects: Effects): Answer => {
    if (answer.raw) return answer;
    const { body } = answer;
    // A "-1" beside what was done is how some cities answer a success.
    const verdict =
      effects.verdict === null || (answer.status ?? 200) >= 400 || String(body['error_code'] ?? '0') === '-1'
        ? {}
        : task.style === 'b'
          ? { code: effects.verdict }
          : { error_code: effects.verdict };
    const spoken = { ...body, ...verdict };
    return { ...answer, body: effects.wrongTypes ? (withWrongTypes(spoken) as Fields) : spoken };
  };

  const perform = async (task: Task, effects: Effects, request: IncomingMessage): Promise<Answer> => {
    if (effects.httpBefore) {
      behaviour.requests.set('503', (behaviour.requests.get('503') ?? 0) + 1);
      const { status, words, retryAfterS = null } = effects.httpBefore;
      throw new HttpProblem(status, words, retryAfterS);
    }
    if (effects.expireSessions) sessions.endAll();
    if (effects.lost > 0) state.restore(state.lineCount() - effects.lost);
    if (!task.open && !isLive(request))
      throw new HttpProblem(401, 'Phiên làm việc không hợp lệ hoặc đã hết hạn');
    if (effects.refuse !== null && task.style === 'b') return refusalB(400, effects.refuse);
    return await task.run(effects);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
    const route = `${request.method ?? ''} ${path}`;
    const query = new URLSearchParams(search);
    if (path.startsWith('/_')) {
      send(response, await control(route, query, request), 'whole');
      return;
    }
    const task = await taskOf(route, query, request);
    const name = task.name.slice(0, 40);
    const effects = effectsOf(behaviour.faults, behaviour.play.strike(name), name);
    response.setHeader('date', new Date(now() + effects.clockOffsetMs).toUTCString());
    if (effects.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, effects.delayMs));
    if (effects.drop) {
      response.destroy();
      return;
    }
    const answer = await perform(task, effects, request);
    const counted = name === 'auth' ? 'POST /auth' : name;
    behaviour.requests.set(counted, (behaviour.requests.get(counted) ?? 0) + 1);
    if (effects.refuse !== null && effects.refuse === behaviour.faults.refuseNext)
      behaviour.faults.refuseNext = null;
    if (answer.changed) spoilChanged(behaviour.faults, effects, name);
    if (effects.answer === 'hang') return;
    if (effects.answer === 'drop') response.destroy();
    else if (effects.answer === 'maintenance') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><title>${effects.words}</title><h1>${effects.words}</h1>`);
    } else send(response, worded(answer, task, effects), effects.answer);
  };

  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(now() + behaviour.faults.clockOffsetMs).toUTCString());
    handle(request, response).catch((error: unknown) => {
      const known = error instanceof HttpProblem;
      // The sender may be gone or half-way through its body; the connection ends with the answer.
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      if (!request.complete) response.setHeader('connection', 'close');
      if (known && error.retryAfterS !== null) response.setHeader('retry-after', String(error.retryAfterS));
      const status = known ? error.status : 500;
      const message = known ? error.message : 'Lỗi hệ thống';
      send(response, { status, body: { error_code: '-1', code: status, message }, changed: false }, 'whole');
    });
  });
  server.requestTimeout = 120_000;
  server.headersTimeout = 10_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}
