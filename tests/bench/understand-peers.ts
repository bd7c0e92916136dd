/** ImageMagick's deskew, unpaper and tesseract's orientation on the same pages, as command-line programs with their start. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Rgb } from '../../native-bridge/imaging/raster.ts';
import type { PageUnderstanding } from '../../native-bridge/imaging/understand/understand-page.ts';
import type { PageTruth } from '../corpus/truth.ts';
import { percentile } from './figures.ts';

interface Peer {
  readonly errors: number[];
  readonly ms: number[];
  failed: number;
}

const peers = new Map<string, Peer>();
const limitMs = 60_000;

function peerOf(name: string): Peer {
  const known = peers.get(name);
  if (known) return known;
  const peer: Peer = { errors: [], ms: [], failed: 0 };
  peers.set(name, peer);
  return peer;
}

function timed(command: string, args: readonly string[]): { output: string; ms: number } | null {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: limitMs,
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  return status === 0 ? { output: `${stdout}${stderr}`, ms: performance.now() - begun } : null;
}

function note(name: string, answer: { ms: number } | null, error: number | null): void {
  const peer = peerOf(name);
  if (!answer || error === null) peer.failed += 1;
  else {
    peer.errors.push(error);
    peer.ms.push(answer.ms);
  }
}

/** Skew on the page turned upright first, which is what these programs expect; orientation on the page as it lies. */
export async function askPeers(
  picture: Rgb,
  truth: PageTruth,
  ours: PageUnderstanding,
  oursMs: number,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-peers-'));
  try {
    const lying = join(folder, 'lying.ppm');
    const upright = join(folder, 'upright.ppm');
    const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
    await sharp(picture.data, { raw }).toFile(join(folder, 'lying.png'));
    spawnSync('convert', [join(folder, 'lying.png'), lying], { timeout: limitMs });
    spawnSync('convert', [lying, '-rotate', String(-truth.turnDeg), upright], { timeout: limitMs });
    note('Một Cửa', { ms: oursMs }, ours.skewDeg === null ? null : Math.abs(ours.skewDeg - truth.skewDeg));
    const deskew = timed('convert', [upright, '-deskew', '40%', '-format', '%[deskew:angle]', 'info:']);
    note('ImageMagick -deskew 40%', deskew, deskew && Math.abs(Number(deskew.output) + truth.skewDeg));
    const unpaper = timed('unpaper', [
      '-vv',
      '--overwrite',
      '--deskew-scan-range',
      '15',
      upright,
      join(folder, 'out.ppm'),
    ]);
    const rotation = /rotate \([^)]*\): (-?[\d.]+)/.exec(unpaper?.output ?? '');
    note(
      'unpaper',
      unpaper,
      rotation ? Math.abs(Math.abs(Number(rotation[1])) - Math.abs(truth.skewDeg)) : null,
    );
    const osd = timed('tesseract', [lying, '-', '--psm', '0']);
    const turn = /Orientation in degrees: (\d+)/.exec(osd?.output ?? '');
    note('tesseract --psm 0 (1 = wrong)', osd, turn ? (Number(turn[1]) === truth.turnDeg ? 0 : 1) : null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function peerLines(): string[] {
  return [...peers].map(([name, { errors, ms, failed }]) => {
    const p = (share: number): string => percentile(errors, share).toFixed(3);
    const mean = errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length);
    return `${name}: error median ${p(0.5)}, mean ${mean.toFixed(3)}, max ${p(1)}; p50 ${percentile(ms, 0.5).toFixed(0)} ms; no answer ${failed} of ${failed + errors.length}`;
  });
}
