/** The line between one station and one city system: an HTTP proxy that does to each request what the plan says. */
import {
  Agent,
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { faultFor, type Fault, type FaultRate } from './fault-plan.ts';
import { namedIn, nameOf } from './request-names.ts';
import type { CityName } from './schedule.ts';

export interface Exchange {
  readonly station: number;
  readonly city: CityName;
  readonly name: string;
  readonly count: number;
  readonly fault: Fault;
  /** Of the city's answer; null when there was none. */
  readonly status: number | null;
  /** Ids and codes that the request or its answer names. */
  readonly about: readonly string[];
  readonly late: boolean;
}

export interface LineParts {
  readonly station: number;
  readonly city: CityName;
  readonly seed: number;
  /** Of the city itself. */
  readonly port: number;
  readonly rate: () => FaultRate;
  readonly heard: (exchange: Exchange) => void;
  /** Hides the city's resumable uploads. */
  readonly withoutTus: boolean;
}

export interface Line {
  readonly url: string;
  /** Every connection ends, and none is taken until it is up again. */
  setDown(down: boolean): void;
  /** When what was held back has reached the city. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Taken {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'content-length',
  'expect',
]);
/** A request that is never answered is let go at last, ms. */
const silenceMs = 5_000;

function passedOn(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !hopByHop.has(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function openLine(parts: LineParts): Promise<Line> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const sockets = new Set<Socket>();
  const counts = new Map<string, number>();
  const held = new Set<Promise<unknown>>();
  let down = false;

  /** Null: the city gave no answer. With `share`, only so much of the body is sent before the end. */
  const send = (taken: Taken, share = 1): Promise<Answer | null> =>
    new Promise((resolve) => {
      const outgoing = ask({
        ...{ agent, host: '127.0.0.1', port: parts.port, method: taken.method, path: taken.path },
        headers: { ...taken.headers, 'content-length': taken.body.byteLength },
      });
      outgoing.on('error', () => resolve(null));
      outgoing.on('response', (incoming) => {
        wholeOf(incoming).then(
          (body) =>
            resolve({ status: incoming.statusCode ?? 502, headers: passedOn(incoming.headers), body }),
          () => resolve(null),
        );
      });
      if (share >= 1) outgoing.end(taken.body);
      else {
        outgoing.write(taken.body.subarray(0, Math.floor(taken.body.byteLength * share)), () => {
          outgoing.destroy();
          resolve(null);
        });
      }
    });

  const give = (response: ServerResponse, answer: Answer | null, body = answer?.body): void => {
    if (!answer || response.destroyed) {
      response.destroy();
      return;
    }
    const empty = answer.status === 204 || answer.status === 304 || response.req.method === 'HEAD';
    response.writeHead(answer.status, {
      ...answer.headers,
      ...(empty ? {} : { 'content-length': body?.byteLength ?? 0 }),
    });
    response.end(empty ? undefined : body);
  };

  const cutInAnswer = (response: ServerResponse, answer: Answer | null, share: number): void => {
    if (!answer || answer.body.byteLength === 0 || response.destroyed) {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.byteLength });
    const some = answer.body.subarray(0, Math.max(1, Math.floor(answer.body.byteLength * share)));
    response.write(some, () => response.destroy());
  };

  const error = (status: number): Answer => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from(`<html><h1>${String(status)}</h1></html>`),
  });

  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const silent = (response: ServerResponse): void => {
    const end = setTimeout(() => response.destroy(), silenceMs);
    response.on('close', () => clearTimeout(end));
  };

  const strike = async (taken: Taken, fault: Fault, response: ServerResponse): Promise<Answer | null> => {
    if (fault.kind === 'cut-before' || fault.kind === 'late') response.destroy();
    switch (fault.kind) {
      case 'cut-before':
        return null;
      case 'late':
        await pause(fault.ms);
        return await send(taken);
      case 'cut-in-request':
        await send(taken, fault.share);
        response.destroy();
        return null;
      case 'error-before':
        give(response, error(fault.status));
        return null;
      case 'silence-before':
        silent(response);
        return null;
      case 'delay':
        await pause(fault.ms / 2);
        break;
      default:
    }
    const twice = fault.kind === 'twice';
    const together = twice && fault.together ? send(taken) : null;
    const first = await send(taken);
    const second = together ? await together : twice ? await send(taken) : null;
    const answer = twice && fault.answer === 'second' ? second : first;
    switch (fault.kind) {
      case 'delay':
        await pause(fault.ms / 2);
        give(response, answer);
        break;
      case 'cut-after':
        response.destroy();
        break;
      case 'cut-in-answer':
        cutInAnswer(response, answer, fault.share);
        break;
      case 'truncate':
        give(response, answer, answer?.body.subarray(0, Math.floor(answer.body.byteLength * fault.share)));
        break;
      case 'error-after':
        give(response, error(fault.status));
        break;
      case 'silence-after':
        silent(response);
        break;
      default:
        give(response, answer);
    }
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const taken: Taken = {
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: passedOn(request.headers),
      body: await wholeOf(request),
    };
    if (parts.withoutTus && taken.path.startsWith('/tus')) {
      give(response, { status: 404, headers: {}, body: Buffer.alloc(0) });
      return;
    }
    const name = nameOf(taken);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const { station, city, seed } = parts;
    let fault = faultFor(seed, parts.rate(), { station, name: `${city} ${name}`, count });
    // It says no time and no number: a city that gets an old one late takes it for the newest, whoever sends.
    if (fault.kind === 'late' && name === 'POST /CapNhatTrangThai') fault = { kind: 'cut-after' };
    const answer = await strike(taken, fault, response);
    const about = namedIn([taken.body.toString('latin1'), taken.path, answer?.body.toString('latin1') ?? '']);
    parts.heard({
      ...{ station, city, name, count, fault, about, status: answer?.status ?? null },
      late: fault.kind === 'late',
    });
  };

  const server: Server = createServer((request, response) => {
    const work = handle(request, response).catch(() => {
      response.destroy();
    });
    held.add(work);
    void work.finally(() => held.delete(work));
  });
  server.on('connection', (socket) => {
    if (down) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    setDown: (now) => {
      down = now;
      if (down) for (const socket of sockets) socket.destroy();
    },
    settled: async () => {
      await Promise.race([Promise.all([...held]), pause(silenceMs)]);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
