/**
 * What is remembered of network scanners between two starts: typed addresses, and the certificate that each showed when it
 * was first met. One small JSON file; nothing in it is about a person.
 */
import { readFileSync, renameSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const KnownScanner = z.strictObject({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  /** Where it was last reached. */
  url: z.url({ protocol: /^https?$/ }).max(600),
  /** Added by hand: looked for at this address at every start. */
  typed: z.boolean(),
  /** SHA-256 of its certificate, hex; null while it was only met in the clear. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  sources: z.array(z.enum(['flatbed', 'feeder', 'feeder-duplex'])),
});
export type KnownScanner = z.infer<typeof KnownScanner>;

const File = z.strictObject({ version: z.literal(1), scanners: z.array(KnownScanner) });

export interface ScannerMemory {
  all(): readonly KnownScanner[];
  get(id: string): KnownScanner | undefined;
  /** Resolves when it is on disk. */
  remember(scanner: KnownScanner): Promise<void>;
  forget(id: string): Promise<boolean>;
}

/** Found scanners come and go; the ones seen last are kept. */
const limit = 200;

/** Without a path it remembers until the process ends. */
export function openScannerMemory(path: string | null): ScannerMemory {
  let known = path === null ? [] : read(path);
  let writing: Promise<void> = Promise.resolve();

  function save(): Promise<void> {
    if (path === null) return Promise.resolve();
    writing = writing.catch(() => undefined).then(() => write(path, known));
    return writing;
  }

  return {
    all: () => known,
    get: (id) => known.find((each) => each.id === id),
    async remember(scanner) {
      const before = known.find((each) => each.id === scanner.id);
      if (before && JSON.stringify(before) === JSON.stringify(scanner)) return;
      const others = known.filter((each) => each.id !== scanner.id);
      const found = others.filter((each) => !each.typed);
      const tooMany = new Set(found.slice(0, Math.max(0, others.length + 1 - limit)));
      known = [...others.filter((each) => !tooMany.has(each)), scanner];
      await save();
    },
    async forget(id) {
      if (!known.some((each) => each.id === id)) return false;
      known = known.filter((each) => each.id !== id);
      await save();
      return true;
    },
  };
}

function read(path: string): KnownScanner[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  try {
    return File.parse(JSON.parse(text)).scanners;
  } catch {
    // Kept beside for the technician; scanners are then met anew.
    renameSync(path, `${path}.damaged`);
    return [];
  }
}

async function write(path: string, scanners: readonly KnownScanner[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify({ version: 1, scanners }, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
