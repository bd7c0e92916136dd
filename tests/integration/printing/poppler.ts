/** Reading papers back with programs that are not ours. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ReadPaper {
  /** Text per page, in reading order of the layout, NFC, blanks folded. */
  readonly pages: readonly string[];
  readonly fonts: readonly { readonly name: string; readonly embedded: boolean; readonly unicode: boolean }[];
  /** Points. */
  readonly size: readonly [width: number, height: number];
}

async function inFolder<Value>(
  pdf: Uint8Array,
  work: (file: string, folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-test-'));
  try {
    const file = join(folder, 'paper.pdf');
    await writeFile(file, pdf);
    return await work(file, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function readPaper(pdf: Uint8Array): Promise<ReadPaper> {
  return inFolder(pdf, async (file) => {
    const [text, fonts, info] = await Promise.all([
      run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 }),
      run('pdffonts', [file]),
      run('pdfinfo', [file]),
    ]);
    const size = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(info.stdout);
    return {
      pages: text.stdout
        .split('\f')
        .slice(0, -1)
        .map((page) => page.normalize('NFC').replace(/[ \t\u00a0]+/g, ' ')),
      fonts: fonts.stdout
        .split('\n')
        .slice(2)
        .filter((line) => line !== '')
        .map((line) => {
          const flags = /\b(yes|no)\s+(yes|no)\s+(yes|no)\s/.exec(line);
          return {
            name: line.split(/\s/)[0] ?? '',
            embedded: flags?.[1] === 'yes',
            unicode: flags?.[3] === 'yes',
          };
        }),
      size: [Number(size?.[1]), Number(size?.[2])],
    };
  });
}

/** What zbarimg reads from each page at `dpi`, e.g. `QR-Code:…`; one list a page, sorted. */
export function readCodes(pdf: Uint8Array, dpi: number): Promise<string[][]> {
  return inFolder(pdf, async (file, folder) => {
    await run('pdftoppm', ['-r', String(dpi), '-gray', file, join(folder, 'page')]);
    const pictures = (await readdir(folder)).filter((name) => name.endsWith('.pgm')).sort();
    const codes: string[][] = [];
    for (const picture of pictures) {
      // Exit code 4: nothing found on this page.
      const read = await run('zbarimg', ['-q', join(folder, picture)]).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 4) return { stdout: '' };
        throw error;
      });
      codes.push(
        read.stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.normalize('NFC'))
          .sort(),
      );
    }
    return codes;
  });
}

/** The message of a broken PDF, or "" (qpdf's syntax check). */
export function faultsOf(pdf: Uint8Array): Promise<string> {
  return inFolder(pdf, async (file) => {
    const checked = await run('qpdf', ['--check', file]).catch((error: unknown) => ({
      stdout: String(error),
    }));
    return checked.stdout.includes('No syntax or stream encoding errors found') ? '' : checked.stdout;
  });
}

/** Each page as grey pixels, row by row, 0 = black. */
export function greyPages(pdf: Uint8Array, dpi: number): Promise<{ width: number; pixels: Uint8Array }[]> {
  return inFolder(pdf, async (file, folder) => {
    await run('pdftoppm', ['-r', String(dpi), '-gray', file, join(folder, 'page')]);
    const pictures = (await readdir(folder)).filter((name) => name.endsWith('.pgm')).sort();
    return Promise.all(
      pictures.map(async (picture) => {
        const bytes = await readFile(join(folder, picture));
        const [, width, height] =
          /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1')) ?? [];
        return {
          width: Number(width),
          pixels: bytes.subarray(bytes.length - Number(width) * Number(height)),
        };
      }),
    );
  });
}
