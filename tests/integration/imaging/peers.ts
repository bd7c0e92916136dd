import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Third-party programs that judge what we make. */
export type Peer =
  | 'qpdf'
  | 'pdfimages'
  | 'pdftoppm'
  | 'pdftotext'
  | 'pdffonts'
  | 'pdfinfo'
  | 'pdfsig'
  | 'openssl'
  | 'zbarimg'
  | 'tesseract'
  | 'combine_tessdata'
  | 'convert'
  | 'jbig2dec'
  | 'mutool'
  | 'gs'
  | 'java';

/** Whether a peer is on this machine; a test without its peer is skipped, and shows as skipped. */
export function has(...peers: Peer[]): boolean {
  return peers.every((peer) => spawnSync(peer, ['--version'], { stdio: 'ignore' }).error === undefined);
}

/** Runs a peer over files in a folder of their own. Names in `args` that are keys of `files` become paths. */
export function run(
  peer: Peer,
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array>>,
  output?: string,
): { code: number | null; text: string; written: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-peer-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const done = spawnSync(peer, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
    const written = output ? readFileSync(join(folder, output)) : new Uint8Array();
    return { code: done.status, text: done.stdout, written };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const javaFolder = '/usr/share/java';
const preflightJars = [
  'preflight',
  'pdfbox2',
  'fontbox2',
  'xmpbox',
  'commons-logging',
  'commons-io',
  'javax.activation',
];

/** Whether PDFBox Preflight, which validates PDF/A-1b, is on this machine with all that it needs. */
export function hasPreflight(): boolean {
  return has('java') && [...preflightJars, 'jaxb-api'].every((jar) => existsSync(`${javaFolder}/${jar}.jar`));
}

/** What PDFBox Preflight says about a file that should be PDF/A-1b. */
export function preflight(pdf: Uint8Array): string {
  const classes = [...preflightJars, 'jaxb-api'].map((jar) => `${javaFolder}/${jar}.jar`).join(':');
  const validator = 'org.apache.pdfbox.preflight.Validator_A1b';
  return run('java', ['-cp', classes, validator, 'a.pdf'], { 'a.pdf': pdf }).text.trim();
}
