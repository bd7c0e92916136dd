/**
 * Recovery of a machine whose keyring or passphrase is lost, run by a technician with the city's escrow key:
 *
 *   node main/store/recover.ts --data <folder> --escrow-key <private key, PEM>
 *
 * The new passphrase is asked for, read from standard input, or taken from MOT_CUA_PASSPHRASE; that of an encrypted PEM
 * from MOT_CUA_ESCROW_PASSPHRASE. Ends with 0 when all is readable, 2 when something is damaged (the rest is open again),
 * 1 when nothing could be recovered. Prints counts only, never personal data.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { recoverWithEscrow } from './key-custody.ts';
import { openStore } from './open-store.ts';
import { isSound, reportOf } from './recovery-report.ts';

const usage = 'usage: recover --data <folder> --escrow-key <private key, PEM>';

const explanations: Record<string, string> = {
  'wrong-key': 'this escrow key does not belong to this data; nothing was changed',
  'store-damaged': 'the key file or the database cannot be read; nothing was removed',
  'store-newer': 'the data was written by a newer version; run the recovery of that version',
  'passphrase-too-weak': 'the passphrase needs at least 12 characters; nothing was changed',
  'disk-full': 'the disk is full; make space and run it again',
};

/** Returns the exit code. */
export async function recover(args: readonly string[], say: (line: string) => void): Promise<number> {
  const given = readArguments(args);
  if (!given) {
    say(usage);
    return 1;
  }
  let pem: string;
  try {
    pem = await readFile(given.escrowKey, 'utf8');
  } catch {
    say('the escrow key file cannot be read');
    return 1;
  }
  const passphrase = process.env['MOT_CUA_PASSPHRASE'] ?? (await ask('new passphrase: '));
  const escrowPassphrase = process.env['MOT_CUA_ESCROW_PASSPHRASE'];
  const folder = given.data;
  const recovered = await recoverWithEscrow({
    folder,
    escrowPrivateKeyPem: pem,
    ...(escrowPassphrase === undefined ? {} : { escrowPassphrase }),
    newGuard: { kind: 'passphrase', passphrase },
  });
  if (!recovered.ok) return refuse(recovered.error.code, say);
  say('the data key is recovered and guarded by the new passphrase');

  const opened = openStore({ folder, dataKey: recovered.value });
  if (!opened.ok) return refuse(opened.error.code, say);
  try {
    const report = await reportOf(opened.value);
    say(JSON.stringify(report));
    say(isSound(report) ? 'everything is readable' : 'something is damaged; everything else is readable');
    return isSound(report) ? 0 : 2;
  } finally {
    opened.value.close();
  }
}

function refuse(code: string, say: (line: string) => void): number {
  say(`${code}: ${explanations[code] ?? 'failed'}`);
  return 1;
}

function readArguments(args: readonly string[]): { data: string; escrowKey: string } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { data: { type: 'string' }, 'escrow-key': { type: 'string' } },
    });
    const escrowKey = values['escrow-key'];
    return values.data === undefined || escrowKey === undefined ? null : { data: values.data, escrowKey };
  } catch {
    return null;
  }
}

/** One line; what is typed is not shown. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => void done() });
  if (process.stdin.isTTY) process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (line: string) => {
    process.stdout.write(`${line}\n`);
  };
  void recover(process.argv.slice(2), say).then((code) => {
    process.exitCode = code;
  });
}
