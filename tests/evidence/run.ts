/**
 * The evidence run: the whole job on a real Electron with virtual devices and the simulated city, with no person at the
 * keys. Leaves in out/evidence: a picture of each step, the receipt, the slip as its bytes decode, the component files and
 * the dossier as the city received them. Exits 0 only when all of it is there.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, projectRoot, startCounter } from '../journeys/counter-app.ts';
import { officerAt } from '../journeys/officer.ts';
import { cityRecords } from './city-records.ts';

const out = join(projectRoot, 'out', 'evidence');
mkdirSync(out, { recursive: true });
for (const name of readdirSync(out)) rmSync(join(out, name), { recursive: true, force: true });
const componentFolder = join(out, 'components');
mkdirSync(componentFolder);

const started = performance.now();
const say = (line: string) => {
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};
const save = (name: string, bytes: Uint8Array | string) => writeFileSync(join(out, name), bytes);

const dataFolder = newFolder('evidence');
const counter = await startCounter({ dataFolder });
const { page } = counter;
say(
  `Electron ${await counter.app.evaluate(() => process.versions['electron'])} started, renderer sandbox on`,
);

let pictures = 0;
const officer = officerAt(page, async (name) => {
  pictures += 1;
  await page.screenshot({ path: join(out, `${String(pictures).padStart(2, '0')}-${name}.png`) });
});

try {
  await officer.signIn();
  say('signed in');
  await officer.startDossier();
  await officer.scanCard('CCCD 2021 – Nguyễn Văn An');
  say('applicant read from the QR of a (virtual) identity card');
  await officer.chooseProcedure('tam tru', 'Đăng ký tạm trú');
  await officer.receiveAllPapers();
  say('procedure chosen, papers checked');
  await officer.scanPapers();
  say('papers scanned');
  await officer.toReview();
  await officer.accept();
  const [summary] = (await counter.call('dossier.list', { text: '', limit: 1, before: null })).items;
  if (!summary?.cityCode) throw new Error('the accepted dossier has no code of the city');
  say(`accepted: the city's code is ${summary.cityCode}`);
  await officer.print('form01');
  await officer.print('slip');
  say('receipt and slip printed on the virtual printers, both confirmed');

  const receipt = await counter.call('dossier.paper', { dossierId: summary.id, paper: 'form01' });
  if (!receipt.pdf) throw new Error('no receipt');
  save('receipt.pdf', receipt.pdf);
  const slip = await counter.call('training.lastSlip', {});
  if (!slip.png || !slip.raw) throw new Error('no slip came out');
  save('slip.png', slip.png);
  save('slip.escpos', slip.raw);

  const records = await cityRecords(join(dataFolder, 'training-city'), summary.cityCode, 20_000);
  save('dossier-at-the-city.json', `${JSON.stringify(records.dossier, null, 2)}\n`);
  for (const file of records.files) writeFileSync(join(componentFolder, file.name), readFileSync(file.path));
  say(`the city holds the dossier and ${records.files.length} component files`);
  if (records.files.length === 0) throw new Error('the city holds no component file');
  if (counter.consoleErrors.length > 0)
    throw new Error(`errors in the window: ${counter.consoleErrors.join('\n')}`);
} catch (error) {
  await page.screenshot({ path: join(out, 'failed.png') }).catch(() => undefined);
  console.error(error);
  process.exitCode = 1;
} finally {
  await counter.close();
}

console.log(`\nEvidence in out/evidence:`);
for (const name of readdirSync(out, { recursive: true }).map(String).sort()) {
  const { size } = statSync(join(out, name));
  if (statSync(join(out, name)).isFile()) console.log(`  ${name} (${Math.ceil(size / 1024)} KB)`);
}
