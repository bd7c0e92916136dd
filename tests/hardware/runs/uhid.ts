/**
 * npm run hardware -- uhid [--runs 20]: boots a real kernel, plugs a HID scanner into it and works with it through our
 * reader process: seen, read in several reports, written to, unplugged. Each run is a machine of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../../../build/setup/debian.mjs';
import { buildMachine, machinePackages } from '../uhid/machine.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`not a number of runs: ${values.runs}`);
const root = join(import.meta.dirname, '..', '..', '..');
const limitMs = 300_000;

console.log(`Debian packages: ${await ensurePackages(machinePackages, (note) => console.log(note))}`);
const folder = mkdtempSync(join(tmpdir(), 'uhid-'));
const script = join(folder, 'guest.sh');
writeFileSync(
  script,
  `export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
/lib/systemd/systemd-udevd --daemon >/dev/null 2>&1
modprobe -a uhid hid_generic
'${process.execPath}' --disable-warning=ExperimentalWarning '${join(root, 'tests/hardware/uhid/guest.ts')}' '${join(root, 'dist/app/bridge/readers.mjs')}'
busybox poweroff -f
`,
);
const machine = buildMachine();
let passed = 0;
try {
  for (let run = 1; run <= runs; run += 1) {
    const began = performance.now();
    const said = await machine.run(script, limitMs);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const line = /UHID-(?:PASS|FAIL).*/.exec(said)?.[0].trim();
    if (line?.startsWith('UHID-PASS')) passed += 1;
    console.log(
      `run ${run}: ${line ?? `no word from the machine:\n${said.slice(-2_000)}`} (${seconds} s with its boot)`,
    );
  }
} finally {
  machine.remove();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} of ${runs}`);
if (passed < runs) process.exitCode = 1;
