/**
 * Tests a city system against the contract, for integrators and before a row of the station's settings names it. It
 * writes some thirty made-up dossiers there: never run it against a system in production. `--help` tells its options.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createEndpoint, type Credentials } from './endpoint.ts';
import { runChecks } from './run.ts';

const help = `Tests a city system against the contract of main/city.

  --url URL                 its address, e.g. https://thu-nghiem.example/lgsp
  --style a|b               the messages that it speaks
  --credentials-file FILE   JSON: {"username", "password", "unit"} (a) or {"clientId", "clientSecret", "unit"} (b)
  --out DIR                 where the report goes; out unless told

It writes made-up dossiers ("KIỂM THỬ KẾT NỐI"): use a test system. Each check is passed, failed, or not offered; the exit
code is 0 when none has failed, 1 when one has, 2 when nothing could be run.
`;

const word = z.string().min(1);
const CredentialsFile = {
  a: z.strictObject({ username: word, password: word, unit: word }),
  b: z.strictObject({ clientId: word, clientSecret: word, unit: word }),
};

function credentialsOf(style: 'a' | 'b', path: string): Credentials {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const parsed = CredentialsFile[style].safeParse(value);
  // Names of fields only: the file holds secrets.
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'shape').join(', ');
    throw new Error(`--credentials-file: wrong fields: ${fields}`);
  }
  return { style, ...parsed.data } as Credentials;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      style: { type: 'string' },
      'credentials-file': { type: 'string' },
      out: { type: 'string', default: 'out' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { style } = values;
  if (style !== 'a' && style !== 'b') throw new Error('--style must be a or b');
  if (!values.url || !URL.canParse(values.url)) throw new Error('--url is missing or no address');
  if (!values['credentials-file']) throw new Error('--credentials-file is missing');
  const url = values.url.replace(/\/+$/, '');
  const city = createEndpoint(url, credentialsOf(style, values['credentials-file']));

  const startedAt = new Date();
  const results = await runChecks(city, ({ name, verdict, found }) => {
    process.stdout.write(`${verdict.padEnd(11)} ${name}${found === '' ? '' : `  (${found})`}\n`);
  });
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const counts = { passed: count('passed'), failed: count('failed'), notOffered: count('not-offered') };
  const report = { url, style, startedAt: startedAt.toISOString(), counts, results };
  mkdirSync(values.out, { recursive: true });
  const stamp = report.startedAt.slice(0, 19).replace(/[-:]/g, '');
  const path = join(values.out, `conformance-${style}-${stamp}.json`);
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(
    `${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(counts.notOffered)} not offered: ${path}\n`,
  );
  return counts.failed > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'unknown'}\n`);
    process.exitCode = 2;
  },
);
