/** Pages a second from one network scanner: our client against scanimage with sane-airscan, same pages, same run, in turns. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { esclScanners } from '../../native-bridge/scanners/escl/escl.ts';
import { openScannerMemory } from '../../native-bridge/scanners/escl/memory.ts';
import { startEsclSimulator } from '../../native-bridge/scanners/escl/simulator/server.ts';
import { saneFor } from '../hardware/scanner/sane-network.ts';
import { sheetPicture } from '../hardware/scanner/sheets.ts';

const pages = 20;
const rounds = 3;
const dpi = 300;
const simulator = await startEsclSimulator({ picture: (side) => sheetPicture(1 + (side % 5), dpi) });
for (let side = 1; side <= 5; side += 1) await sheetPicture(side, dpi);
const driver = esclScanners({ memory: openScannerMemory(null), discovery: null });
const { id } = await driver.add(simulator.base.href, new AbortController().signal);
const sane = saneFor('sane-airscan', simulator.base);
const folder = mkdtempSync(join(tmpdir(), 'mot-cua-bench-'));

async function ours(): Promise<number> {
  simulator.load(pages);
  return await driver.scan(
    { scannerId: id, source: 'feeder', dpi },
    {
      signal: new AbortController().signal,
      progress: () => undefined,
      emit: () => undefined,
      item: () => Promise.resolve(),
    },
  );
}

function theirs(): Promise<void> {
  simulator.load(pages);
  const args = ['-d', sane.device, '--source', 'ADF', '--resolution', String(dpi), '--mode', 'Color'];
  return new Promise((resolve, reject) => {
    const child = spawn('scanimage', [...args, '--format=pnm', `--batch=${join(folder, 'p%02d.pnm')}`], {
      env: { ...process.env, SANE_CONFIG_DIR: sane.configuration },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

const middle = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const own: number[] = [];
const peer: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  own.push(await seconds(ours));
  peer.push(await seconds(theirs));
}
const [a, b] = [pages / middle(own), pages / middle(peer)];
console.log(`network scanner, A4 ${dpi} dpi colour, ${pages} pages, median of ${rounds}:`);
console.log(`  our client, JPEG as it came     ${a.toFixed(1)} pages/s`);
console.log(`  scanimage + sane-airscan, PNM   ${b.toFixed(1)} pages/s`);
console.log(`  ratio                           ${(a / b).toFixed(2)}`);
await simulator.close();
rmSync(folder, { recursive: true, force: true });
rmSync(sane.configuration, { recursive: true, force: true });
