import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/result.ts';
import { isDiskFull, writeThrough } from './durable-file.ts';

/** Writes a JSON file for a technician, on disk and whole when it resolves; only this user of the machine may read its folder. */
export async function writeSupportFile(
  folder: string,
  name: string,
  content: unknown,
): Promise<Result<{ file: string; bytes: number }, 'disk-full'>> {
  const bytes = Buffer.from(`${JSON.stringify(content, null, 1)}\n`);
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await writeThrough(`${file}.part`, file, [bytes]);
  } catch (error) {
    if (isDiskFull(error)) return fail('disk-full');
    throw error;
  }
  return ok({ file, bytes: bytes.byteLength });
}
