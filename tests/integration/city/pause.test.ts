/** Sending rests because somebody wants the line. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptDossier, startRig, until } from './rig.ts';
import type { Rig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig({ timeoutMs: 2_000 });
});
afterEach(async () => {
  await rig.end();
});

const whileAway = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const paused = () => rig.sync().report().pause;

test('paused: nothing leaves, over a new start too, until somebody resumes', async () => {
  const begun = rig.sync().pause(60, 'officer-1');
  expect(begun).toMatchObject({ ok: true });
  await acceptDossier(rig.store(), 1);
  rig.sync().start();
  rig.sync().kick();
  await whileAway(1_200);
  expect((await rig.state()).counts).toMatchObject({ dossiers: 0, files: 0 });

  await rig.restart();
  rig.sync().start();
  expect(paused()).toEqual(begun.ok ? begun.value : null);
  await whileAway(1_200);
  expect((await rig.state()).counts.dossiers).toBe(0);

  expect(rig.sync().resume('officer-2').ok).toBe(true);
  expect(paused()).toBeNull();
  await until(rig.allSent, 'sent after all');
  const told = rig.store().events.of('sync');
  expect(told.map(({ type, actor }) => [type, actor])).toEqual([
    ['sync.paused', 'officer-1'],
    ['sync.resumed', 'officer-2'],
  ]);
});

test('paused: a dossier that a citizen is waiting for goes all the same, the backlog does not', async () => {
  const backlog = await acceptDossier(rig.store());
  rig.sync().pause(60, 'officer-1');
  rig.sync().start();
  const standing = await acceptDossier(rig.store(), 1);
  rig.sync().kick();
  expect(await rig.sync().codeOf(standing, 15_000)).toMatch(/^000\.00\.01\.H26-/);
  expect(rig.store().dossiers.get(backlog)?.cityCode).toBeNull();
  expect((await rig.state()).counts.dossiers).toBe(1);
});
