/**
 * The contract simulator as a process of its own, for training, tests and integrators; never the real city. `--help`
 * tells its options. Listens on 127.0.0.1 only. Prints one JSON line on stdout when it answers: {"ready":true,"port":N}.
 */
import { parseArgs } from 'node:util';
import type { AddressInfo } from 'node:net';
import { openJournal } from './journal.ts';
import { loadProcedures } from './procedures.ts';
import { readScenario } from './scenario.ts';
import { createCityServer } from './server.ts';

const help = `The contract simulator of the city's systems.

  --data DIR         where it keeps what it was sent (one append-only journal, files, unfinished uploads); required
  --port N           on 127.0.0.1; 0 (the default) takes a free one and prints it
  --style a|b|both   which messages it speaks; both unless told
  --scenario FILE    what goes wrong, when and how often (JSON); see below
  --username U       style A's account, style B's client_id; tap-huan unless told
  --password P       style A's password, style B's client_secret; tap-huan unless told
  --session-ms N     how long a session or token lives; 30 minutes unless told
  --no-tus           no resumable uploads
  --procedures FILE  the procedures that it answers about
  --with-parent      ends when its standard input closes

Style A: POST /auth, /integration {service}, /upload. Style B: POST /token, GET /GetNextValue?code=, POST /UploadFile,
/NoiHoSo, /CapNhatTienTrinh, /CapNhatTrangThai, GET /HoSo?maHoSo=. Both: /tus, POST /tep/tra-cuu, GET /thay-doi?tu=,
GET /thong-tin, GET /goi/<loai>. Control: GET /_state[?counts], POST /_faults, /_scenario, /_change, /_bundle, /_backup,
/_restore.

A scenario is {"name", "seed", "rules": [{"kind", "service"?, "from"?, "every"?, "times"?, "probability"?, …}]} with the kinds
slow {ms}, http {status, after?: "commit"}, drop, drop-after-commit, hang-after-commit, half-body, expire-sessions,
refuse {words}, refuse-duplicates, verdict {as: "0"|0|"00"|"-1"}, wrong-types, restore {lost}, clock {offsetMs},
maintenance {words?}.
`;

function start(): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      style: { type: 'string', default: 'both' },
      scenario: { type: 'string' },
      'no-tus': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      username: { type: 'string', default: 'tap-huan' },
      password: { type: 'string', default: 'tap-huan' },
      'session-ms': { type: 'string', default: '1800000' },
      procedures: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const { style } = values;
  if (style !== 'a' && style !== 'b' && style !== 'both') throw new Error('--style must be a, b or both');
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
    styles: style,
    tus: !values['no-tus'],
    scenario: values.scenario ? readScenario(values.scenario) : { name: '', seed: 1, rules: [] },
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
