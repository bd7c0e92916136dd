/** node build/assemble.ts: assembles native-bridge/imaging/turned-row.wat into turned-row.ts, base64, for one file to load. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';

const folder = join(import.meta.dirname, '..', 'native-bridge', 'imaging');

/** The module's binary, base64. */
export async function assembled(): Promise<string> {
  const { parseWat } = await wabt();
  const source = readFileSync(join(folder, 'turned-row.wat'), 'utf8');
  const module = parseWat('turned-row.wat', source, { simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}

if (import.meta.main) {
  const file = join(folder, 'turned-row.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(binary =\s*)'[^']*'/, `$1'${await assembled()}'`));
}
