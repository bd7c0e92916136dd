/**
 * A backup of a store (bản sao lưu): `<target>/<label>/` holds the sealed page files once (`blobs/ab/cd/abcd…`), and below
 * `generations/` a folder for each state of the database, made in full under another name and moved in one step. Nothing
 * in it can be read without the data key.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const backupFolders = {
  blobs: 'blobs',
  generations: 'generations',
  unfinished: 'unfinished',
} as const;
export const manifestName = 'manifest.json';

const ManifestBody = z.object({
  format: z.literal(1),
  /** Epoch milliseconds. */
  madeAt: z.number().int(),
  /** The counter, as its people call it. */
  counter: z.string().max(200),
  epoch: z.object({
    id: z.string().max(100),
    restores: z.number().int().min(0),
    sequence: z.number().int().min(0),
  }),
  schema: z.number().int().min(1),
  /** Page files that lay in the station's folder. */
  blobs: z.number().int().min(0),
  files: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z]+\.(db|json)$/),
        bytes: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10),
});
export type ManifestBody = z.infer<typeof ManifestBody>;

/** `seal`: HMAC-SHA-256 with a key that follows from the data key; hashes alone could be made again by anybody. */
const Manifest = ManifestBody.extend({ seal: z.string().regex(/^[0-9a-f]{64}$/) });
export type Manifest = z.infer<typeof Manifest>;

export function sealed(body: ManifestBody, key: Uint8Array): Manifest {
  return { ...body, seal: sealOf(body, key) };
}

export function sealHolds({ seal, ...body }: Manifest, key: Uint8Array): boolean {
  return timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(body, key)));
}

function sealOf(body: ManifestBody, key: Uint8Array): string {
  const { format, madeAt, counter, epoch, schema, blobs, files } = body;
  const canonical = JSON.stringify([
    ...[format, madeAt, counter, epoch.id, epoch.restores, epoch.sequence, schema, blobs],
    files.map(({ name, bytes, sha256 }) => [name, bytes, sha256]),
  ]);
  return createHmac('sha256', key).update(canonical).digest('hex');
}

export interface Generation {
  /** Name of its folder. */
  readonly name: string;
  readonly manifest: Manifest;
}

/** Finished generations of a backup, the one that knows most first; folders without a readable manifest are left out. */
export async function generationsOf(backup: string): Promise<Generation[]> {
  const root = join(backup, backupFolders.generations);
  const names = await readdir(root).catch(() => []);
  const found: Generation[] = [];
  for (const name of names) {
    try {
      const text = await readFile(join(root, name, manifestName), 'utf8');
      found.push({ name, manifest: Manifest.parse(JSON.parse(text)) });
    } catch {
      // Damaged, or not ours.
    }
  }
  return found.sort((a, b) => furtherFirst(a.manifest, b.manifest));
}

/** By what they know, not by the clock, which may have been set back. */
function furtherFirst(a: Manifest, b: Manifest): number {
  return b.epoch.restores - a.epoch.restores || b.epoch.sequence - a.epoch.sequence || b.madeAt - a.madeAt;
}

/** The names of the files that are missing or not what the manifest says. */
export async function wrongFiles(folder: string, manifest: Manifest): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, bytes, sha256 } of manifest.files) {
    const found = await hashOf(join(folder, name)).catch(() => null);
    if (found?.bytes !== bytes || found.sha256 !== sha256) wrong.push(name);
  }
  return wrong;
}

export async function hashOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).byteLength;
  }
  return { bytes, sha256: hash.digest('hex') };
}
