import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { grepRaw, newFolder, startCounter } from './counter-app.ts';
import { signIn, takeIn } from './dossier-by-contract.ts';
import { needlesOf, samplePerson } from '../sample-people.ts';

const dossiers = 50;

it(`leaves no name, number, phone or address in the clear after a day of ${dossiers} dossiers`, async () => {
  const dataFolder = newFolder('day');
  const counter = await startCounter({ dataFolder });
  await signIn(counter);
  const codes = new Set<string>();
  for (let n = 1; n <= dossiers; n += 1) {
    const dossier = await takeIn(counter, n);
    codes.add(dossier.localCode);
    if (n % 10 === 0) {
      await counter.call('dossier.paper', { dossierId: dossier.id, paper: 'form01' });
      await counter.call('printing.print', {
        dossierId: dossier.id,
        paper: 'slip',
        printerId: null,
        reprintReason: null,
      });
    }
  }
  expect(codes.size).toBe(dossiers);
  const list = await counter.call('dossier.list', { text: '', limit: 200, before: null });
  expect(list.total).toBe(dossiers);

  const needles = Array.from({ length: dossiers }, (_, index) => needlesOf(samplePerson(index + 1))).flat();
  // The simulated city keeps its own records on its own disk: they are the proof that the search can find.
  const city = 'training-city';
  const places = [dataFolder, counter.tempFolder, tmpdir()];
  expect(grepRaw(needles, places, [city])).toEqual([]);
  await counter.close();
  expect(grepRaw(needles, places, [city])).toEqual([]);

  const log = join(dataFolder, 'logs', 'mot-cua.log');
  expect(existsSync(log)).toBe(true);
  expect(readFileSync(log, 'utf8')).toContain('app.started');
  expect(readdirSync(counter.tempFolder)).toEqual([]);
  expect(grepRaw(needles, [join(dataFolder, city)], []).length).toBeGreaterThan(0);
}, 600_000);
