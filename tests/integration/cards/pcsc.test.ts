/** The device process through real PC/SC: pcscd, the vsmartcard driver, and the simulated chip as a card in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { loadBinding } from '../../../native-bridge/cards/pcsc/binding.ts';
import {
  insertIntoVpcd,
  type InsertedCard,
  type InsertOptions,
} from '../../../native-bridge/cards/simulator/vpcd.ts';
import type { ChipSimulator } from '../../../native-bridge/cards/simulator/chip.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { daemonMissing, startCardDaemon, type CardDaemon } from '../../hardware/cards-daemon.ts';
import { authority, can, chipOf, face, holder, mrz, now } from '../../unit/cards/sample-cards.ts';

const missing = daemonMissing() ?? ((await loadBinding()) ? null : 'needs the smartcard binding');
/** Few commands: these tests are about the reader, not about the length of a picture. */
const quick = {
  extendedLength: true,
  face: { jpeg: Uint8Array.from([0xff, 0xd8, 0xff, ...new Uint8Array(300)]), width: 8, height: 8 },
};
const source = join(import.meta.dirname, '..', '..', '..', 'native-bridge', 'cards', 'main.ts');

describe.skipIf(missing !== null)(`chip through PC/SC${missing ? ` (${missing})` : ''}`, () => {
  let daemon: CardDaemon;
  let bridge: BridgeClient<'cards'>;
  let events = 0;
  const issuers = mkdtempSync(join(tmpdir(), 'mot-cua-csca-'));

  beforeAll(async () => {
    daemon = await startCardDaemon();
    writeFileSync(join(issuers, 'csca.der'), authority.certificate);
    writeFileSync(join(issuers, 'note.pem'), 'no certificate');
    bridge = startBridge({
      deviceClass: 'cards',
      nodePath: process.execPath,
      script: source,
      settings: { training: false, slipPrinters: [], chipIssuers: issuers },
      log: () => undefined,
      onEvent: () => (events += 1),
    });
  });
  afterAll(async () => {
    await bridge?.stop();
    await daemon?.stop();
    rmSync(issuers, { recursive: true, force: true });
  });

  async function list() {
    const listed = await bridge.call('list', {}, [], { timeoutMs: 10_000 });
    if (!listed.ok) throw new Error(listed.error.code);
    return listed.value;
  }
  async function state(wanted: 'empty' | 'card' | 'mute', limitMs = 10_000): Promise<string> {
    for (const until = Date.now() + limitMs; Date.now() < until;) {
      const { readers } = await list();
      const found = readers.find((each) => each.state === wanted);
      if (found) return found.id;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no reader became ${wanted}`);
  }
  /** The virtual driver sometimes overlooks a card that follows one torn out in mid-word: it is put in again. */
  async function insert(
    chip: ChipSimulator,
    options: Partial<InsertOptions>,
  ): Promise<[string, InsertedCard]> {
    for (let attempt = 1; ; attempt += 1) {
      const card = await insertIntoVpcd(chip, { port: daemon.port, ...options });
      try {
        return [await state('card', attempt < 5 ? 4_000 : 10_000), card];
      } catch (error) {
        await card.remove();
        if (attempt === 5) throw error;
      }
    }
  }
  async function withCard<Value>(
    chip: ChipSimulator,
    work: (readerId: string, card: InsertedCard) => Promise<Value>,
    options: Partial<InsertOptions> = {},
  ): Promise<Value> {
    const [readerId, card] = await insert(chip, options);
    const outcome = await work(readerId, card).finally(() => card.remove());
    const seen = async () => (await list()).readers.some((each) => each.state === 'card');
    for (const until = Date.now() + 10_000; Date.now() < until && (await seen()););
    expect(await seen()).toBe(false);
    return outcome;
  }
  const readChip = (readerId: string, password: typeof can | typeof mrz, signal?: AbortSignal) =>
    bridge.call('readChip', { readerId, password, ethnicityAndReligion: 'leave-out', now }, [], {
      timeoutMs: 40_000,
      ...(signal ? { signal } : {}),
    });

  it('a reader without a card says so, and tells when one comes and goes', async () => {
    expect(await list()).toMatchObject({ support: 'ready' });
    const before = events;
    const readerId = await withCard(chipOf(quick), async (id) => id);
    expect(events).toBeGreaterThanOrEqual(before + 2);
    const outcome = await readChip(readerId, can);
    expect(outcome.ok ? null : outcome.error.code).toBe('card-absent');
  });

  it.each([
    ['PACE', can, {}],
    ['PACE, extended length', can, { extendedLength: true }],
    ['BAC', mrz, { pace: null }],
  ] as const)('reads by %s', async (name, password, plan) => {
    const steps: number[] = [];
    await withCard(chipOf(plan), async (readerId, card) => {
      const began = performance.now();
      const outcome = await bridge.call(
        'readChip',
        { readerId, password, ethnicityAndReligion: 'leave-out', now },
        [],
        { timeoutMs: 40_000, onProgress: (done) => steps.push(done) },
      );
      const ms = Math.round(performance.now() - began);
      console.log(
        `whole reading by ${name}: ${ms} ms, ${card.count()} commands, ${face.jpeg.byteLength} bytes of face`,
      );
      if (!outcome.ok) throw new Error(outcome.error.code);
      expect(outcome.value).toMatchObject({ level: 'chip-verified', face: 'image/jpeg' });
      expect(outcome.value.person).toMatchObject({
        fullName: holder.fullName,
        religion: null,
        ethnicity: null,
      });
      expect(Buffer.from(outcome.bodies[0] ?? []).equals(Buffer.from(face.jpeg))).toBe(true);
      expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
    });
  });

  it('a wrong access number is named, and the next try works', async () => {
    await withCard(chipOf(quick), async (readerId) => {
      const wrong = await bridge.call(
        'readChip',
        { readerId, password: { kind: 'can', can: '999999' }, ethnicityAndReligion: 'leave-out', now },
        [],
        { timeoutMs: 40_000 },
      );
      expect(wrong.ok ? null : wrong.error.code).toBe('card-password-wrong');
      expect(await readChip(readerId, can)).toMatchObject({ ok: true });
    });
  });

  it.each([2, 7, 20])('taken away at command %d', async (removeAt) => {
    await withCard(
      chipOf(quick),
      async (readerId) => {
        const outcome = await readChip(readerId, can);
        expect(outcome.ok ? null : outcome.error.code).toBe('card-removed');
      },
      { removeAt },
    );
  });

  it('two readings at once: the second is told that the reader is busy', async () => {
    await withCard(chipOf(quick), async (readerId) => {
      const [first, second] = await Promise.all([readChip(readerId, can), readChip(readerId, can)]);
      expect(first.ok).toBe(true);
      expect(second.ok ? null : second.error.code).toBe('card-busy');
    });
  });

  it('a card that falls silent ends by the time limit, and the process lives on', async () => {
    const card = await insertIntoVpcd(chipOf(quick), { port: daemon.port, silentFrom: 9 });
    const readerId = await state('card');
    const outcome = await readChip(readerId, can);
    expect(outcome.ok ? null : outcome.error.code).toBe('card-timeout');
    await card.remove();
    await state('empty');
    await withCard(chipOf(quick), async (id) => expect(await readChip(id, can)).toMatchObject({ ok: true }));
  });
});
