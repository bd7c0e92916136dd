/** Runs packaged-engine.ts, with no right to write files or to start programs and with bounded memory. */
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReaderProgram } from './reader-process.ts';

/** Most memory of the engine, in pages of 64 KiB: a quarter of a gigabyte. An A4 page at 300 dpi takes 60 MB. */
const mostPages = 4096;
/** Most memory of the script beside it, MB. */
const mostHeapMb = 256;

const own = fileURLToPath(import.meta.url);
/** Beside this file, as a source or as bundled. */
const engineScript = join(dirname(own), `packaged-engine${extname(own)}`);

/**
 * Null when the packages are not there.
 * @param settings Tesseract's variables.
 */
export function packagedReader(settings: Readonly<Record<string, string>>): ReaderProgram | null {
  const require = createRequire(own);
  try {
    const parts = ['tesseract.js-core/package.json', '@tesseract.js-data/vie/package.json'];
    // the folder of the script holds its shared parts, too
    const folders = [dirname(own), ...parts.map((part) => dirname(require.resolve(part)))];
    return {
      command: process.execPath,
      args: [
        '--permission',
        ...folders.map((folder) => `--allow-fs-read=${join(folder, '*')}`),
        `--wasm-max-mem-pages=${String(mostPages)}`,
        `--max-old-space-size=${String(mostHeapMb)}`,
        engineScript,
        JSON.stringify(settings),
      ],
      env: { NODE_OPTIONS: '' },
    };
  } catch {
    return null;
  }
}
