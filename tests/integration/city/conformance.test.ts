/** The conformance suite against the simulator, which is right, and against one that is wrong in one way at a time. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allChecks, runChecks } from '../../../main/city/conformance/run.ts';
import { createEndpoint, type Credentials } from '../../../main/city/conformance/endpoint.ts';
import { startCitySimulator, type CitySimulator } from '../../../main/city/simulator-process.ts';
import { simulatorScript, temporaryFolder } from './rig.ts';

const folder = temporaryFolder();
let city: CitySimulator;
beforeAll(async () => {
  city = await startCitySimulator({
    ...{ nodePath: process.execPath, script: simulatorScript, folder, log: () => undefined },
  });
});
afterAll(async () => {
  await city.stop();
  rmSync(folder, { recursive: true, force: true });
});

const accounts: Record<'a' | 'b', Credentials> = {
  a: { style: 'a', username: 'tap-huan', password: 'tap-huan', unit: 'X' },
  b: { style: 'b', clientId: 'tap-huan', clientSecret: 'tap-huan', unit: 'H26.48' },
};

async function verdicts(url: string, style: 'a' | 'b', verdict: string): Promise<string[]> {
  const results = await runChecks(createEndpoint(url, accounts[style]));
  return results.filter((result) => result.verdict === verdict).map(({ name }) => name);
}

test.each(['a', 'b'] as const)('style %s: the simulator passes every check', async (style) => {
  const results = await runChecks(createEndpoint(city.url, accounts[style]));
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  expect(results).toHaveLength(allChecks.length);
});

interface Wrong {
  /** Changes a message on its way to the city. */
  readonly sent?: (text: string, path: string) => string;
  /** Changes an answer; null ends the connection. */
  readonly answered?: (text: string, path: string) => string | null;
  readonly status?: (status: number, path: string) => number;
  readonly withoutHeader?: string;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Stands before the simulator and is wrong. */
async function startWrong(wrong: Wrong): Promise<Server & { url: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '';
      const bytes = await bytesOf(request);
      const isText = (request.headers['content-type'] ?? '').includes('json');
      const body = isText ? Buffer.from(wrong.sent?.(bytes.toString(), path) ?? bytes.toString()) : bytes;
      const headers = Object.entries(request.headers).filter(
        ([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name),
      ) as [string, string][];
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
      const answer = await fetch(`${city.url}${path}`, {
        method: request.method ?? 'GET',
        headers,
        ...(hasBody ? { body: new Uint8Array(body) } : {}),
      });
      const text = await answer.text();
      const changed = wrong.answered ? wrong.answered(text, path) : text;
      if (changed === null) {
        response.destroy();
        return;
      }
      response.sendDate = false;
      const kept = [...answer.headers].filter(
        ([name]) => !['content-length', 'connection', 'keep-alive', wrong.withoutHeader].includes(name),
      );
      response.writeHead(wrong.status?.(answer.status, path) ?? answer.status, Object.fromEntries(kept));
      response.end(answer.status === 204 || answer.status === 304 ? undefined : changed);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const alwaysYes = (text: string): string => {
  const body = JSON.parse(text || '{}') as Record<string, unknown>;
  return JSON.stringify({
    ...body,
    error_code: '00',
    code: 200,
    session: body['session'] ?? 'x',
    access_token: 'x',
  });
};
const anew = (text: string): string =>
  text.replaceAll(/maThamChieu(\\*": ?\\*")[^"\\]+/g, `maThamChieu$1${randomUUID()}`);

const filesSeen = new Set<string>();

const wrongs: Record<string, Wrong> = {
  'no Date': { withoutHeader: 'date' },
  'says yes to everything': { answered: alwaysYes, status: () => 200 },
  'another hash than what arrived': {
    answered: (text) => text.replaceAll(/"HashTepTin":"../g, '"HashTepTin":"zz'),
  },
  'forgets whose dossier it is, and makes a second one': { sent: anew },
  'one code for all': {
    answered: (text) => text.replaceAll(/"(maHoSo|MaHoSo)":"[^"]*"/g, '"$1":"000.00.01.H26-261123-0001"'),
  },
  'loses the marks of letters': {
    answered: (text) => text.replaceAll(/"ChuHoSo":"[^"]*"/g, '"ChuHoSo":"KIEM THU"'),
  },
  'keeps each step as a new one': {
    sent: (text) => text.replaceAll(/"NoiDungXuLy":"[^"]*"/g, `"NoiDungXuLy":"${randomUUID()}"`),
  },
  'another epoch each time': {
    answered: (text) => text.replaceAll(/"kyNguyen":"[^"]*"/g, `"kyNguyen":"${randomUUID()}"`),
  },
  'claims to have every file': {
    answered: (text, path) =>
      path === '/tep/tra-cuu'
        ? JSON.stringify({ tep: ['a'.repeat(64)].map((hash) => ({ hash, id: 'x' })) })
        : text,
  },
  'tells changes with any cursor': {
    status: (status, path) => (path.startsWith('/thay-doi') ? 200 : status),
    answered: (text, path) =>
      path.startsWith('/thay-doi') ? JSON.stringify({ moc: 'x', conNua: false, thayDoi: [] }) : text,
  },
  'lets nobody in': {
    answered: (text, path) =>
      path === '/auth' || path === '/token' ? '{"error_code":"-1","code":401}' : text,
  },
  'an error for what is not there': {
    answered: (text) =>
      /"(result|data)":\[\]/.test(text) ? '{"error_code":"-1","code":500,"message":"Lỗi"}' : text,
  },
  'takes steps and forgets them': {
    answered: (text) => text.replaceAll(/"(DanhSachTienDo|TienTrinh)":\[[^\]]*\]/g, '"$1":[]'),
  },
  'refuses a file that it has': {
    answered: (text, path) => {
      const id = path.toLowerCase().startsWith('/upload') ? /TEP-\w+/.exec(text)?.[0] : undefined;
      if (id === undefined) return text;
      if (filesSeen.has(id)) return '{"error_code":"-1","code":400,"message":"Tệp đã có"}';
      filesSeen.add(id);
      return text;
    },
  },
  'ends every connection': { answered: () => null },
};

const caught = new Map<string, Set<string>>();

test.each(
  (['a', 'b'] as const).flatMap((style) =>
    Object.entries(wrongs).map(([name, wrong]) => ({ style, name, wrong })),
  ),
)('style $style, a city that is wrong is found out: $name', async ({ style, name, wrong }) => {
  const server = await startWrong(wrong);
  try {
    const failed = await verdicts(server.url, style, 'failed');
    expect(failed.length, name).toBeGreaterThan(0);
    for (const check of failed) caught.set(check, (caught.get(check) ?? new Set()).add(name));
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('every check has failed against a city that answers, except those that only fail without one', () => {
  const byAnswer = [...caught].filter(([, names]) =>
    [...names].some((name) => name !== 'ends every connection'),
  );
  const names = byAnswer.map(([check]) => check);
  expect(allChecks.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
});
