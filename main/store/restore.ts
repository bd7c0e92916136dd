/**
 * Restores a station from its backup, run by a technician while the application is closed:
 *
 *   node main/store/restore.ts --backup <target>/<station> --data <folder> [--generation <name>] [--escrow-key <pem>]
 *
 * On the same machine its keyring opens the data again. On another one, or where the keyring is lost too, the city's
 * escrow key does, as for the recovery (same variables). Ends with 0 when all is readable, 2 when something is damaged or
 * an older backup was taken than there is, 1 when nothing was restored. Prints counts only, never personal data.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { restoreBackup } from './backup/restore-backup.ts';
import { recover } from './recover.ts';

const usage =
  'usage: restore --backup <folder of the station in the backup> --data <folder> [--generation <name>] [--escrow-key <pem>]';

const explanations: Record<string, string> = {
  'backup-none': 'there is no such backup in this folder; nothing was changed',
  'backup-damaged': 'every backup here is damaged; nothing was changed',
  'disk-full': 'the disk is full; nothing was changed',
};

/** Returns the exit code. */
export async function restore(args: readonly string[], say: (line: string) => void): Promise<number> {
  const given = readArguments(args);
  if (!given) {
    say(usage);
    return 1;
  }
  const { backup, generation, data } = given;
  const restored = await restoreBackup({
    ...{ backup: resolve(backup), folder: resolve(data), now: () => Date.now() },
    ...(generation === undefined ? {} : { generation }),
  });
  if (!restored.ok) {
    say(`${restored.error.code}: ${explanations[restored.error.code] ?? 'failed'}`);
    return 1;
  }
  const { taken, passedOver, setAside, pages } = restored.value;
  const { madeAt, epoch } = taken.manifest;
  say(`restored: ${taken.name}, made ${new Date(madeAt).toISOString()}, event ${String(epoch.sequence)}`);
  say(`${String(pages)} page files`);
  if (passedOver.length > 0) say(`damaged and passed over: ${passedOver.join(', ')}`);
  if (setAside !== null) say(`what lay there before is kept as ${setAside}`);
  if (given.escrowKey === undefined) {
    say('start the application: the keyring of this machine opens the data');
    return passedOver.length > 0 ? 2 : 0;
  }
  const code = await recover(['--data', resolve(data), '--escrow-key', given.escrowKey], say);
  return code === 0 && passedOver.length > 0 ? 2 : code;
}

interface Arguments {
  readonly backup: string;
  readonly data: string;
  readonly generation: string | undefined;
  readonly escrowKey: string | undefined;
}

function readArguments(args: readonly string[]): Arguments | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        backup: { type: 'string' },
        data: { type: 'string' },
        generation: { type: 'string' },
        'escrow-key': { type: 'string' },
      },
    });
    const { backup, data, generation } = values;
    if (backup === undefined || data === undefined) return null;
    return { backup, data, generation, escrowKey: values['escrow-key'] };
  } catch {
    return null;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (line: string) => {
    process.stdout.write(`${line}\n`);
  };
  void restore(process.argv.slice(2), say).then((code) => {
    process.exitCode = code;
  });
}
