/** A store with dossiers and pages, its backup, and its keeper, for the tests of backup and recovery. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ComponentState } from '../../../main/domain/dossier.ts';
import { takeBackup, type BackupJob } from '../../../main/store/backup/take-backup.ts';
import type { KeeperAnswer, KeeperJob } from '../../../main/store/keeper/messages.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { Store } from '../../../main/store/ports.ts';
import { createKeys } from '../../../main/store/key-custody.ts';
import { component } from '../../unit/digitization/parts.ts';
import { dossier, event, morning } from '../../unit/store/records.ts';
import { newFolder } from '../../unit/store/samples.ts';

export const label = 'Q01-test';

/** The city's escrow keys. */
export const escrow = generateKeyPairSync('rsa', {
  modulusLength: 3072,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Of one machine; `lost` as after its system was set up anew. */
export const keyRing = {
  name: 'test',
  protect: async (bytes: Uint8Array) => Promise.resolve(bytes.map((byte) => byte ^ 0x5a)),
  unprotect: async (bytes: Uint8Array) => Promise.resolve(bytes.map((byte) => byte ^ 0x5a)),
};

export function opened(folder: string, dataKey: Uint8Array): Store {
  const result = openStore({ folder, dataKey });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** One dossier with one page that has content of its own. */
export async function addDossier(store: Store, index: number): Promise<string> {
  const sealed = await store.blobs.put(Buffer.from(`page of dossier ${String(index)}`));
  if (!sealed.ok) throw new Error(sealed.error.code);
  const written = store.transaction(() => {
    store.dossiers.insert({ ...dossier(index), components: [withPage(sealed.value)] });
    store.events.append(event(index));
    store.outbox.add({
      ...{ id: `out-${String(index)}`, dossierId: `dossier-${String(index)}`, sequence: 1, kind: 'dossier' },
      ...{ payload: {}, createdAt: index },
    });
  });
  if (!written.ok) throw new Error(written.error.code);
  return sealed.value;
}

function withPage(blob: string): ComponentState {
  const shape = { widthPx: 1, heightPx: 1, dpi: 200, rotation: 0 } as const;
  const page = { id: `page-${blob.slice(0, 8)}`, imageBlob: blob, thumbBlob: blob, ...shape };
  return component('c1', [{ ...page, source: 'scanner', pdf: null, capturedAt: morning }], []);
}

export interface Filled {
  readonly folder: string;
  readonly target: string;
  readonly dataKey: Uint8Array;
  readonly store: Store;
  readonly blobs: readonly string[];
}

/** An open store of `count` dossiers in a folder with keys, and an empty folder for its backup. */
export async function filledStore(count: number): Promise<Filled> {
  const folder = join(newFolder(), 'station');
  const guard = { kind: 'keyring', keyRing } as const;
  const key = await createKeys({ folder, guard, escrowPublicKey: escrow.publicKey });
  if (!key.ok) throw new Error(key.error.code);
  const store = opened(folder, key.value);
  const blobs: string[] = [];
  for (let index = 1; index <= count; index += 1) blobs.push(await addDossier(store, index));
  return { folder, target: newFolder(), dataKey: key.value, store, blobs };
}

type Of = Pick<Filled, 'folder' | 'target' | 'dataKey'>;

export function jobFor({ folder, target, dataKey }: Of, more: Partial<BackupJob> = {}): BackupJob {
  return {
    ...{ folder, dataKey, target, label, counter: 'Quầy 01', keep: 3, sameDisk: 'allow' },
    now: () => Date.now(),
    ...more,
  };
}

export async function backedUp(of: Of, more: Partial<BackupJob> = {}) {
  const taken = await takeBackup(jobFor(of, more));
  if (!taken.ok) throw new Error(taken.error.code);
  return taken.value;
}

export function keeperJob({ folder, target, dataKey }: Of, task: KeeperJob['task']): KeeperJob {
  const backup = { target, label, counter: 'Quầy 01', keep: 3, sameDisk: 'allow' } as const;
  return { task, folder, dataKey: Buffer.from(dataKey).toString('hex'), backup };
}

export const pathOf = (folder: string, blob: string) =>
  join(folder, 'blobs', blob.slice(0, 2), blob.slice(2, 4), blob);

/** Flips one bit in the middle of a file. */
export function flipBit(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const keeper = fileURLToPath(new URL('../../../main/store/keeper/main.ts', import.meta.url));

export function startKeeper(job: KeeperJob): ChildProcess {
  const child = spawn(process.execPath, [keeper], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${JSON.stringify(job)}\n`);
  return child;
}

/** The last word of a keeper that is left in peace. */
export async function keeperAnswer(job: KeeperJob): Promise<KeeperAnswer> {
  const child = startKeeper(job);
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await once(child, 'close');
  return JSON.parse(said.trimEnd().split('\n').at(-1) ?? 'null') as KeeperAnswer;
}

/** In a process of its own: in this one, closing the database's file would let go of the locks of those that have it open. */
export function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['-r', from, to]);
}
