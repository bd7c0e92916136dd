/** SANE set up for one network scanner only, through either of its two eSCL backends, in a configuration of its own. */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../programs.ts';

export type NetworkBackend = 'sane-airscan' | 'escl';

const libraries = [
  '/usr/lib/x86_64-linux-gnu/sane',
  '/usr/lib/aarch64-linux-gnu/sane',
  '/usr/lib64/sane',
  '/usr/lib/sane',
];

/** What is missing on this machine to scan with the backend, or null. */
export function missingFor(backend: NetworkBackend): string | null {
  if (!findProgram('scanimage')) return 'scanimage';
  const library = backend === 'escl' ? 'libsane-escl.so.1' : 'libsane-airscan.so.1';
  return libraries.some((folder) => existsSync(join(folder, library))) ? null : backend;
}

/** The folder for SANE_CONFIG_DIR and the device's name. */
export function saneFor(backend: NetworkBackend, base: URL): { configuration: string; device: string } {
  const configuration = mkdtempSync(join(tmpdir(), 'mot-cua-sane-'));
  mkdirSync(join(configuration, 'dll.d'));
  const origin = base.href.replace(/\/eSCL\/$/, '');
  if (backend === 'escl') {
    writeFileSync(join(configuration, 'dll.conf'), 'escl\n');
    writeFileSync(join(configuration, 'escl.conf'), `device ${origin} Simulator\n`);
    return { configuration, device: `escl:${origin}` };
  }
  writeFileSync(join(configuration, 'dll.conf'), 'airscan\n');
  writeFileSync(
    join(configuration, 'airscan.conf'),
    `[devices]\n"Simulator" = ${origin}/eSCL, eSCL\n[options]\ndiscovery = disable\n`,
  );
  return { configuration, device: 'airscan:e0:Simulator' };
}
