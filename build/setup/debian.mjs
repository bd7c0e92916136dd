/** Debian packages: installed by apt-get when root, otherwise named so that a person can install them. */
import { existsSync } from 'node:fs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/** What Electron, the virtual display and the device drivers need to run. */
const toRun = [
  ...['xvfb', 'xauth', 'unzip', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1'],
  ...[
    'libatk-bridge2.0-0',
    'libcups2',
    'libdrm2',
    'libxkbcommon0',
    'libxtst6',
    'libnotify4',
    'libsecret-1-0',
  ],
  ...['libudev1', 'xdg-utils', 'udev', 'fonts-noto-core', 'libpcsclite1'],
];

/** Third-party peers that read what the application writes. */
const toTest = [
  ...['zbar-tools', 'poppler-utils', 'qpdf', 'tesseract-ocr', 'tesseract-ocr-vie', 'sane-utils', 'libsane'],
  ...['socat', 'imagemagick', 'umockdev', 'python3-minimal', 'strace'],
  ...['sane-airscan', 'openssl', 'pcscd', 'vsmartcard-vpcd', 'libpcsclite-dev'],
  ...['jbig2dec', 'mupdf-tools', 'ghostscript'],
  ...['default-jre-headless', 'libpdfbox2-java', 'libactivation-java', 'libjaxb-api-java'],
  ...['cups-daemon', 'cups-client', 'cups-filters', 'cups-ipp-utils', 'dbus', 'avahi-daemon'],
];

/** @param {'run' | 'test'} purpose @param {(note: string) => void} note */
export async function ensureDebianPackages(purpose, note) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query'))
    return 'not a Debian system, skipped';
  return await ensurePackages(purpose === 'test' ? [...toRun, ...toTest] : toRun, note);
}

/**
 * Installs what is missing of the packages, or says how to.
 * @param {readonly string[]} wanted @param {(note: string) => void} note
 */
export async function ensurePackages(wanted, note) {
  const missing = await missingOf(wanted);
  if (missing.length === 0) return 'all there';
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `These Debian packages are missing: ${missing.join(' ')}\n` +
        `Install them with: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  note(`installing ${missing.length}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { env });
  const install = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
  });
  if (!install.ok) {
    throw new SetupError(
      `apt-get could not install ${missing.join(' ')}:\n${(update.output + install.output).slice(-1500)}`,
    );
  }
  return `${missing.length} installed`;
}

async function missingOf(names) {
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}
