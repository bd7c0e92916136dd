import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpFetch, type Fetch } from '../../../main/city/http-fetch.ts';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/elsewhere') {
      response.writeHead(302, { location: '/' }).end();
      return;
    }
    if (request.url === '/torn') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"so": "far', () => response.destroy());
      return;
    }
    response.writeHead(200);
    let pieces = 0;
    const limit = request.url === '/endless' ? Number.POSITIVE_INFINITY : 12;
    const write = (): void => {
      if (response.destroyed) return;
      if (++pieces > limit) response.end();
      else {
        response.write(Buffer.alloc(5_000, 'x'));
        setImmediate(write);
      }
    };
    write();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, signal: AbortSignal, fetch: Fetch = httpFetch) =>
  fetch(`${base}${path}`, { method: 'GET', redirect: 'error', signal });

test('given-up-while-it-arrives: the caller hears of it, and nobody else', async () => {
  let ends = 0;
  for (let round = 0; round < 300; round += 1) {
    const given = new AbortController();
    setTimeout(() => given.abort(), (round % 40) / 10);
    const answer = await ask('/', given.signal).then(
      ({ body }) => body,
      () => null,
    );
    if (answer === null) ends += 1;
    else expect(answer).toHaveLength(60_000);
  }
  // Anything thrown past us fails the whole file.
  expect(ends).toBeGreaterThan(0);
});

test('endless-answer: read no further than a reader takes', async () => {
  const { body } = await ask('/endless', new AbortController().signal);
  expect(body.byteLength).toBe(4 * 1024 * 1024 + 1);
});

test('torn-answer, led-elsewhere, given-up-before: no answer at all', async () => {
  const signal = new AbortController().signal;
  await expect(ask('/torn', signal)).rejects.toThrow();
  await expect(ask('/elsewhere', signal)).rejects.toThrow();
  await expect(ask('/', AbortSignal.abort())).rejects.toThrow();
});
