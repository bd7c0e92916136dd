import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSession } from '../../../main/shell/session.ts';
import { createStaffService } from '../../../main/staff/index.ts';
import type { KeyGuard, KeyRing } from '../../../main/store/key-wrapping.ts';
import type { Store } from '../../../main/store/ports.ts';

const escrow = generateKeyPairSync('rsa', { modulusLength: 3072 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();
const clock = { now: () => Date.now() };
const passphrase = 'bốn từ rời rạc';

function sessionIn(folder: string, guard: KeyGuard | null) {
  const opened: Store[] = [];
  const session = createSession({
    mode: 'production',
    counter: { id: 'Q01', name: 'Quầy 01', branch: 'Chi nhánh số 1', agency: null },
    version: 'test',
    trainingHint: null,
    folder,
    escrowPublicKey: () => escrow,
    guard: () => guard,
    clock,
    createStaff: (store) => createStaffService({ store, clock, newId: () => crypto.randomUUID() }),
    onOpen: (store) => {
      opened.push(store);
      return Promise.resolve();
    },
    onChange: () => undefined,
  });
  return { session, opened };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'mot-cua-session-'));

/** A keyring that turns bytes round; `broken` makes it fail as one does whose service is gone. */
function keyRing(broken: boolean): KeyRing {
  const turn = (bytes: Uint8Array) =>
    broken ? Promise.reject(new Error('no service')) : Promise.resolve(Uint8Array.from(bytes).reverse());
  return { name: 'test', protect: turn, unprotect: turn };
}

it('makes one store when two windows choose a passphrase at once', async () => {
  const folder = newFolder();
  const { session, opened } = sessionIn(folder, null);
  await session.begin();
  const both = await Promise.all([session.unlock(passphrase), session.unlock(passphrase)]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect(opened).toHaveLength(1);
  opened[0]?.close();
});

it('leaves nothing behind when the passphrase is too weak', async () => {
  const folder = newFolder();
  const { session } = sessionIn(folder, null);
  await session.begin();
  expect(await session.unlock('ngắn quá')).toMatchObject({
    ok: false,
    error: { code: 'passphrase-too-weak' },
  });
  expect(readdirSync(folder)).toEqual([]);
  expect(await session.state()).toMatchObject({ store: 'new', passphraseCustody: true });
});

it('opens with the keyring and without a person', async () => {
  const folder = newFolder();
  const first = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(false) });
  await first.session.begin();
  expect(await first.session.state()).toMatchObject({ store: 'first-staff', passphraseCustody: false });
  first.opened[0]?.close();
});

it('asks for a passphrase when the keyring fails, instead of never answering', async () => {
  const folder = newFolder();
  const { session, opened } = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(true) });
  await session.begin();
  expect(await session.state()).toMatchObject({ store: 'new', passphraseCustody: true });
  expect((await session.unlock(passphrase)).ok).toBe(true);
  opened[0]?.close();
});

it('says "locked" and keeps the store when the keyring no longer opens it', async () => {
  const folder = newFolder();
  const first = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(false) });
  await first.session.begin();
  first.opened[0]?.close();
  const later = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(true) });
  await later.session.begin();
  expect(await later.session.state()).toMatchObject({ store: 'locked', passphraseCustody: true });
  expect(await later.session.unlock(passphrase)).toMatchObject({ ok: false, error: { code: 'wrong-key' } });
  expect(existsSync(join(folder, 'keys.json'))).toBe(true);
});

it('says what is wrong with the store at once, and unlocking tries again with the keyring', async () => {
  const folder = newFolder();
  const first = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(false) });
  await first.session.begin();
  expect(await first.session.state()).toMatchObject({ fault: null });
  first.opened[0]?.close();
  const sound = readFileSync(join(folder, 'store.db'));
  writeFileSync(join(folder, 'store.db'), Buffer.alloc(sound.length, 0x5a));

  const { session, opened } = sessionIn(folder, { kind: 'keyring', keyRing: keyRing(false) });
  await session.begin();
  expect(await session.state()).toMatchObject({ store: 'locked', fault: 'store-damaged' });
  expect(await session.unlock('')).toMatchObject({ ok: false, error: { code: 'store-damaged' } });
  writeFileSync(join(folder, 'store.db'), sound);
  expect(await session.unlock('')).toMatchObject({ ok: true, value: { store: 'first-staff', fault: null } });
  opened[0]?.close();
});
