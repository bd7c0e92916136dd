/**
 * Accepting a dossier: review → durable → receipt rendered, with a small and a large store, through the real wiring (real
 * database, page files, imaging workers, receipt worker). The city is off, as on a bad day.
 *   node tests/bench/accept.ts [small] [large] [rounds]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startHeadless, temporaryFolder } from '../station/headless-station.ts';
import { readyDraft } from '../station/take-in.ts';
import { ratioLine, spread, type Spread } from './figures.ts';
import { seedDossiers } from './seed-dossiers.ts';

const [small = 1_000, large = 100_000, rounds = 40] = process.argv.slice(2).map(Number);
/** Rounds that warm the workers up and do not count. */
const warmUp = 3;

async function measure(dossiers: number): Promise<Spread> {
  const data = temporaryFolder('bench');
  const seeding = performance.now();
  await seedDossiers(join(data, 'training'), join(data, 'training-city'), dossiers);
  console.log(`  ${dossiers} dossiers written in ${((performance.now() - seeding) / 1000).toFixed(1)} s`);
  const station = await startHeadless({ dataFolder: data });
  const times: number[] = [];
  try {
    await station.signIn();
    await station.cityDown();
    for (let round = 0; round < rounds + warmUp; round += 1) {
      const draft = await readyDraft(station, round);
      const started = performance.now();
      await station.call('intake.review', { draftId: draft.id });
      const dossier = await station.call('intake.accept', { draftId: draft.id, revision: draft.revision });
      await station.call('dossier.paper', { dossierId: dossier.id, paper: 'form01' });
      if (round >= warmUp) times.push(performance.now() - started);
    }
  } finally {
    await station.end();
    rmSync(data, { recursive: true, force: true });
  }
  return spread(times);
}

console.log(`accept: review → durable → receipt rendered, ${rounds} rounds each`);
const few = await measure(small);
const many = await measure(large);
console.log(`  with ${small} dossiers: p50 ${few.p50.toFixed(0)} ms, p95 ${few.p95.toFixed(0)} ms`);
console.log(`  with ${large} dossiers: p50 ${many.p50.toFixed(0)} ms, p95 ${many.p95.toFixed(0)} ms`);
console.log(ratioLine(`  p50 ${large} against ${small}`, many.p50 / few.p50, 1.5));
console.log(ratioLine(`  p95 ${large} against ${small}`, many.p95 / few.p95, 1.5));
