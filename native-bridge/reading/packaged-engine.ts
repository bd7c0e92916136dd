/**
 * Reads one page with what comes with the application: Tesseract as WebAssembly, and its Vietnamese data. A process of
 * its own a page, as the program `tesseract` is one: a picture on stdin, its words as TSV on stdout. It opens no
 * connection and writes no file; packaged-reader.ts takes from it the right to.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** What of the engine is used here; it has no types of its own. */
interface Engine {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Api;
}
interface Api {
  Init(folder: null, language: string, mode: number): number;
  SetVariable(name: string, value: string): boolean;
  SetPageSegMode(mode: number): void;
  /** Of the picture `/input`. */
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
}
type MakeEngine = (module: { print(line: string): void; printErr(line: string): void }) => Promise<Engine>;

/** The fast build needs a processor with SSE 4.1; older ones take the plain one. */
const builds = ['relaxedsimd-lstm', 'lstm'];
const lstmOnly = 1;
const wholePage = 3;
/** Exit code for a picture that the engine takes for none. */
const noPicture = 2;

const require = createRequire(import.meta.url);

async function engine(): Promise<Engine> {
  for (const build of builds) {
    try {
      const make = require(`tesseract.js-core/tesseract-core-${build}.js`) as MakeEngine;
      // what it says is of no use, and stdout is for the words
      return await make({ print: () => undefined, printErr: () => undefined });
    } catch (error) {
      if (build === builds.at(-1)) throw error;
    }
  }
  throw new Error('no build of the engine');
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const [picture, { FS, TessBaseAPI }] = await Promise.all([buffer(process.stdin), engine()]);
const model = require.resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');
FS.writeFile('vie.traineddata', gunzipSync(readFileSync(model)));
FS.writeFile('/input', picture);
const api = new TessBaseAPI();
if (api.Init(null, 'vie', lstmOnly) !== 0) throw new Error('the model cannot be used');
for (const [name, value] of Object.entries(settings)) api.SetVariable(name, value);
api.SetPageSegMode(wholePage);
if (api.SetImageFile(0, 0) !== 0) process.exit(noPicture);
api.Recognize(null);
process.stdout.write(api.GetTSVText(0));
