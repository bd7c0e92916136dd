/**
 * The contract simulator as a process of its own, for training, tests and integrators; never the real city.
 *
 *   node main/city/simulator/main.ts --port 0 --data DIR [--username U] [--password P] [--session-ms N]
 *                                    [--procedures FILE] [--with-parent]
 *
 * Listens on 127.0.0.1 only. Prints one JSON line on stdout when it answers: {"ready":true,"port":N}.
 * With --with-parent it ends when its standard input closes, so it never outlives the one who started it.
 */
import { parseArgs } from 'node:util';
import type { AddressInfo } from 'node:net';
import { openJournal } from './journal.ts';
import { loadProcedures } from './procedures.ts';
import { createCityServer } from './server.ts';

function start(): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      username: { type: 'string', default: 'tap-huan' },
      password: { type: 'string', default: 'tap-huan' },
      'session-ms': { type: 'string', default: '1800000' },
      procedures: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  const sessionTtlMs = Number(values['session-ms']);
  if (!values.data) throw new Error('--data DIR is missing');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be 0 to 65535');
  if (!(sessionTtlMs >= 0)) throw new Error('--session-ms must be a number of milliseconds');

  const journal = openJournal(values.data);
  const server = createCityServer({
    journal,
    procedures: loadProcedures(values.procedures ?? null),
    username: values.username,
    password: values.password,
    sessionTtlMs,
  });
  const end = (): void => {
    server.close();
    server.closeAllConnections();
    journal.close();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (values['with-parent']) {
    process.stdin.on('end', end).on('close', end).on('error', end).resume();
  }
  server.on('error', fail);
  server.listen(port, '127.0.0.1', () => {
    const address = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ ready: true, port: address.port })}\n`);
  });
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : 'unknown';
  process.stdout.write(`${JSON.stringify({ ready: false, reason })}\n`, () => process.exit(1));
}

try {
  start();
} catch (error) {
  fail(error);
}
