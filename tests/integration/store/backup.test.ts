import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generationsOf } from '../../../main/store/backup/manifest.ts';
import { restoreBackup } from '../../../main/store/backup/restore-backup.ts';
import { takeBackup } from '../../../main/store/backup/take-backup.ts';
import { openDatabase } from '../../../main/store/database.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { openKeys } from '../../../main/store/key-custody.ts';
import { restore } from '../../../main/store/restore.ts';
import { newFolder } from '../../unit/store/samples.ts';
import * as kept from './kept-store.ts';

const total = (store: ReturnType<typeof kept.opened>) =>
  store.dossiers.list({ text: '', limit: 1, before: null }).total;
const backupOf = (target: string) => join(target, kept.label);
const now = () => Date.now();

describe('backup', () => {
  it('of a store at work: every dossier and page is there again, and the store says that it was set back', async () => {
    const filled = await kept.filledStore(20);
    const { folder, target, store, blobs, dataKey } = filled;
    const before = store.epoch();
    expect(before).toMatchObject({ restores: 0, sequence: 20 });
    const taken = await kept.backedUp(filled);
    expect(taken).toMatchObject({ epoch: before, blobs: { found: 20, copied: 20 }, knowsMore: false });
    // Work goes on, is not in the backup, and gives numbers to people.
    await kept.addDossier(store, 21);
    expect([1, 2].map(() => store.nextLocalNumber('Q1', '2026-11-22'))).toEqual([1, 2]);
    store.close();

    const restored = await restoreBackup({
      ...{ backup: backupOf(target), folder, now: () => Date.parse('2026-11-22T04:00:00Z') },
    });
    expect(restored).toMatchObject({ ok: true, value: { passedOver: [], pages: 20 } });
    const again = kept.opened(folder, dataKey);
    expect(total(again)).toBe(20);
    for (const blob of blobs) expect((await again.blobs.get(blob)).ok).toBe(true);
    expect(again.events.firstBroken()).toBeNull();
    expect(again.outbox.counts().waiting).toBe(20);
    expect(again.epoch()).toEqual({ id: before.id, restores: 1, sequence: 20 });
    // Numbers 1 and 2 stand on papers: they are not given again on this day.
    expect(again.nextLocalNumber('Q1', '2026-11-22')).toBeGreaterThan(400);
    expect(again.nextLocalNumber('Q1', '2026-11-23')).toBe(1);
    again.close();
    // What was restored once does not count twice.
    const third = kept.opened(folder, dataKey);
    expect(third.epoch().restores).toBe(1);
    third.close();
    expect(restored.ok && restored.value.setAside && readdirSync(restored.value.setAside)).toContain(
      'store.db',
    );
  });

  it('only what is new travels, and old generations go', async () => {
    const filled = await kept.filledStore(3);
    for (let round = 1; round <= 5; round += 1) {
      const taken = await kept.backedUp(filled);
      expect(taken.blobs).toEqual({ found: 2 + round, copied: round === 1 ? 3 : 1 });
      await kept.addDossier(filled.store, 3 + round);
    }
    filled.store.close();
    const left = await generationsOf(backupOf(filled.target));
    expect(left.map(({ manifest }) => manifest.epoch.sequence)).toEqual([7, 6, 5]);
    expect(readdirSync(backupOf(filled.target)).sort()).toEqual(['blobs', 'generations']);
    expect(existsSync(join(filled.folder, 'backup.part'))).toBe(false);
  });

  it('tells nothing: no name, number or key stands in it', async () => {
    const filled = await kept.filledStore(3);
    await kept.backedUp(filled);
    filled.store.close();
    for (const name of readdirSync(filled.target, { recursive: true, encoding: 'utf8' })) {
      const path = join(filled.target, name);
      if (!statSync(path).isFile()) continue;
      const bytes = readFileSync(path);
      for (const word of ['Nguyễn', '001099012345', Buffer.from(filled.dataKey).toString('base64')])
        expect(bytes.includes(word), name).toBe(false);
    }
  });

  it('flipped bits in the newest generation: it is passed over, named, and the one before is taken', async () => {
    const filled = await kept.filledStore(2);
    await kept.backedUp(filled);
    await kept.addDossier(filled.store, 3);
    const { generation } = await kept.backedUp(filled);
    filled.store.close();
    kept.flipBit(join(backupOf(filled.target), 'generations', generation, 'store.db'));
    const restored = await restoreBackup({ backup: backupOf(filled.target), folder: filled.folder, now });
    expect(restored).toMatchObject({ ok: true, value: { passedOver: [generation] } });
    const store = kept.opened(filled.folder, filled.dataKey);
    expect(total(store)).toBe(2);
    store.close();
  });

  it('a damaged database makes no backup, and the earlier one stays', async () => {
    const filled = await kept.filledStore(60);
    const good = await kept.backedUp(filled);
    filled.store.close();
    const path = join(filled.folder, 'store.db');
    const database = openDatabase(path, deriveKeys(filled.dataKey).database);
    const root = database.get(`SELECT rootpage AS page FROM sqlite_master WHERE name = 'dossiers'`);
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, (Number(root?.['page']) - 1) * 4096, Number(root?.['page']) * 4096);
    writeFileSync(path, bytes);
    expect(await takeBackup(kept.jobFor(filled))).toEqual({ ok: false, error: { code: 'store-damaged' } });
    expect((await generationsOf(backupOf(filled.target))).map(({ name }) => name)).toEqual([good.generation]);
  });

  it('a share that is gone, and one whose mount is missing, are told apart from a backup', async () => {
    const filled = await kept.filledStore(1);
    const gone = await takeBackup(kept.jobFor({ ...filled, target: join(filled.target, 'not-there') }));
    expect(gone).toEqual({ ok: false, error: { code: 'backup-gone' } });
    const sameDisk = await takeBackup(kept.jobFor(filled, { sameDisk: 'refuse' }));
    expect(sameDisk).toEqual({ ok: false, error: { code: 'backup-same-disk' } });
    expect(readdirSync(filled.target)).toEqual([]);
    filled.store.close();
  });

  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!isRoot)(
    `no room on the share: told so, the earlier generation whole${isRoot ? '' : ' – skipped: a tmpfs needs root'}`,
    async () => {
      const filled = await kept.filledStore(2);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', filled.target]);
      onTestFinished(() => void execFileSync('umount', ['--lazy', filled.target]));
      const good = await kept.backedUp(filled, { sameDisk: 'refuse' });
      writeFileSync(join(filled.target, 'filler'), Buffer.alloc(30 * 1024 ** 2));
      expect(await takeBackup(kept.jobFor(filled))).toEqual({ ok: false, error: { code: 'backup-no-room' } });
      const [left] = await generationsOf(backupOf(filled.target));
      expect(left?.name).toBe(good.generation);
      rmSync(join(filled.target, 'filler'));
      expect((await takeBackup(kept.jobFor(filled))).ok).toBe(true);
      filled.store.close();
    },
  );

  it(
    'killed at any moment: what is finished is whole, and the next backup goes through',
    { timeout: 60_000 },
    async () => {
      const filled = await kept.filledStore(120);
      await kept.backedUp(filled);
      for (let round = 0; round < 8; round += 1) {
        await kept.addDossier(filled.store, 200 + round);
        const child = kept.startKeeper(kept.keeperJob(filled, 'backup'));
        const closed = once(child, 'close');
        await Promise.race([sleep(220 + round * 60), closed]);
        child.kill('SIGKILL');
        await closed;
        const restored = await restoreBackup({
          backup: backupOf(filled.target),
          folder: join(newFolder(), 'x'),
          now,
        });
        expect(restored).toMatchObject({ ok: true, value: { passedOver: [] } });
      }
      expect(await kept.keeperAnswer(kept.keeperJob(filled, 'backup'))).toMatchObject({
        ...{ kind: 'backed-up', sequence: 128, knowsMore: false },
      });
      expect(existsSync(join(filled.folder, 'backup.part'))).toBe(false);
      filled.store.close();
    },
  );

  it('a store put back by something else than the restore command is noticed', async () => {
    const filled = await kept.filledStore(2);
    filled.store.close();
    const image = join(newFolder(), 'image');
    kept.copyFolder(filled.folder, image);
    const store = kept.opened(filled.folder, filled.dataKey);
    await kept.addDossier(store, 3);
    await kept.backedUp(filled);
    store.close();
    rmSync(filled.folder, { recursive: true });
    kept.copyFolder(image, filled.folder);
    const back = kept.opened(filled.folder, filled.dataKey);
    expect(await kept.backedUp(filled)).toMatchObject({ knowsMore: true });
    back.close();
  });
});

describe('restore command', () => {
  it('escrow drill: machine and keyring lost, the escrow key opens the restored backup on another one', async () => {
    const filled = await kept.filledStore(4);
    await kept.backedUp(filled);
    filled.store.close();
    rmSync(filled.folder, { recursive: true });
    const elsewhere = join(newFolder(), 'data', 'station');
    mkdirSync(join(elsewhere, '..'));
    const pem = join(newFolder(), 'escrow.pem');
    writeFileSync(pem, kept.escrow.privateKey);
    const said: string[] = [];
    process.env['MOT_CUA_PASSPHRASE'] = 'một câu hoàn toàn mới';
    onTestFinished(() => void delete process.env['MOT_CUA_PASSPHRASE']);
    const code = await restore(
      ['--backup', backupOf(filled.target), '--data', elsewhere, '--escrow-key', pem],
      (line) => said.push(line),
    );
    expect(said.join('\n')).toContain('"dossiers":4');
    expect(said.at(-1)).toBe('everything is readable');
    expect(code).toBe(0);
    expect(said.join('\n')).not.toMatch(/Nguy|001099012345|hoàn toàn/u);
    const guard = { kind: 'passphrase', passphrase: 'một câu hoàn toàn mới' } as const;
    const key = await openKeys({ folder: elsewhere, guard });
    const store = kept.opened(elsewhere, key.ok ? key.value : new Uint8Array(32));
    expect(store.epoch().restores).toBe(1);
    store.close();
  });

  it.each([
    ['no backup there', 'backup-none'],
    ['every generation damaged', 'backup-damaged'],
    ['no arguments', 'usage'],
  ])('%s: nothing is changed, and it says so', async (fault, word) => {
    const filled = await kept.filledStore(1);
    const { generation } = await kept.backedUp(filled);
    filled.store.close();
    const said: string[] = [];
    if (fault === 'every generation damaged')
      kept.flipBit(join(backupOf(filled.target), 'generations', generation, 'store.db'));
    const backup = fault === 'no backup there' ? filled.target : backupOf(filled.target);
    const args = fault === 'no arguments' ? [] : ['--backup', backup, '--data', filled.folder];
    expect(await restore(args, (line) => said.push(line))).toBe(1);
    expect(said.join('\n')).toContain(word);
    const store = kept.opened(filled.folder, filled.dataKey);
    expect(total(store)).toBe(1);
    expect(store.epoch().restores).toBe(0);
    store.close();
  });
});
