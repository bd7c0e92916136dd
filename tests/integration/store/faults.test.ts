/** One test for each way in which a disk, a key or a bit fails, with what the person at the counter reads. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { openKeys, recoverWithEscrow } from '../../../main/store/key-custody.ts';
import { checkStore } from '../../../main/store/keeper/check-store.ts';
import { deriveKeys } from '../../../main/store/keys.ts';
import { openStore, type OpenError } from '../../../main/store/open-store.ts';
import { errors as en } from '../../../renderer/text/en/errors.ts';
import { shell as enShell } from '../../../renderer/text/en/shell.ts';
import { errors as vi } from '../../../renderer/text/vi/errors.ts';
import { shell as viShell } from '../../../renderer/text/vi/shell.ts';
import { dossier, otherKey } from '../../unit/store/records.ts';
import * as kept from './kept-store.ts';

const root = process.platform === 'linux' && process.getuid?.() === 0;
const needsRoot = root ? '' : ' – skipped: a tmpfs needs root';

function codeOf(folder: string, dataKey: Uint8Array): OpenError | 'open' {
  const result = openStore({ folder, dataKey });
  if (!result.ok) return result.error.code;
  result.value.close();
  return 'open';
}

type ThreeWords = readonly [failed: RegExp, kept: RegExp, next: RegExp];

/** Three sentences each: what failed, what was kept, what to do now. */
function says(code: keyof typeof vi, words: { readonly vi: ThreeWords; readonly en: ThreeWords }): void {
  for (const [said, [failed, kept, next]] of [
    [vi[code], words.vi],
    [en[code], words.en],
  ] as const) {
    expect(said.failed).toMatch(failed);
    expect(said.kept).toMatch(kept);
    expect(said.next).toMatch(next);
  }
}

function pageNumber(folder: string, dataKey: Uint8Array, table: string): number {
  const database = openDatabase(join(folder, 'store.db'), deriveKeys(dataKey).database);
  const row = database.get('SELECT rootpage AS page FROM sqlite_master WHERE name = ?', table);
  database.close();
  return Number(row?.['page']);
}

function flipInPage(folder: string, page: number): void {
  const path = join(folder, 'store.db');
  const bytes = readFileSync(path);
  const at = (page - 1) * 4096 + 1_000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

const wrongKeyWords = {
  vi: [/Khoá.*không mở được/u, /không bị thay đổi/u, /khoá dự phòng của Thành phố/u],
  en: [/key.*does not open/u, /not changed/u, /escrow key of the city/u],
} as const;

describe('faults of the store', () => {
  it.skipIf(!root)(
    `disk full: told as such, what was saved stays, and it goes on with room${needsRoot}`,
    async () => {
      const filled = await kept.filledStore(3);
      filled.store.close();
      const place = filled.target;
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place]);
      onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
      kept.copyFolder(filled.folder, join(place, 'station'));
      const store = kept.opened(join(place, 'station'), filled.dataKey);
      const save = (index: number) =>
        store.transaction(() => {
          store.dossiers.insert({ ...dossier(index), note: 'x'.repeat(50_000) });
        });
      let index = 100;
      while (save(index).ok && index < 1_000) index += 1;
      expect(save(index)).toEqual({ ok: false, error: { code: 'disk-full' } });
      says('disk-full', {
        vi: [/đầy.*chưa lưu được/u, /vẫn an toàn/u, /giải phóng ổ đĩa.*kỹ thuật.*thử lại/u],
        en: [/full.*not be saved/u, /before is safe/u, /free disk space.*technical support.*try again/u],
      });
      expect(store.dossiers.get(`dossier-${String(index - 1)}`)?.note).toHaveLength(50_000);
      execFileSync('mount', ['-o', 'remount,size=64m', place]);
      expect(save(index).ok).toBe(true);
      store.close();
    },
  );

  it.skipIf(!root)(`read-only disk: told as such, not as damage, nothing lost${needsRoot}`, async () => {
    const filled = await kept.filledStore(3);
    filled.store.close();
    const place = filled.target;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', place]);
    onTestFinished(() => void execFileSync('umount', ['--lazy', place]));
    kept.copyFolder(filled.folder, join(place, 'station'));
    const folder = join(place, 'station');
    execFileSync('mount', ['-o', 'remount,ro', place]);
    expect(codeOf(folder, filled.dataKey)).toBe('disk-read-only');
    says('disk-read-only', {
      vi: [/không cho ghi/u, /vẫn nguyên/u, /kỹ thuật.*mở lại/u],
      en: [/takes nothing/u, /untouched/u, /technician.*again/u],
    });
    // Another file for the engine: in this process the first one stays read-only, which is why the words say "open again".
    kept.copyFolder(folder, `${filled.folder}-again`);
    const store = kept.opened(`${filled.folder}-again`, filled.dataKey);
    expect(store.dossiers.get('dossier-3')?.id).toBe('dossier-3');
    store.close();
  });

  it('wrong key: refused, nothing touched', async () => {
    const filled = await kept.filledStore(1);
    filled.store.close();
    expect(codeOf(filled.folder, otherKey)).toBe('wrong-key');
    says('wrong-key', wrongKeyWords);
    expect(codeOf(filled.folder, filled.dataKey)).toBe('open');
  });

  it('lost keyring: the machine says so, the escrow key opens everything', async () => {
    const filled = await kept.filledStore(2);
    filled.store.close();
    const lost = { ...kept.keyRing, unprotect: () => Promise.reject(new Error('gone')) };
    const guard = { kind: 'keyring', keyRing: lost } as const;
    expect(await openKeys({ folder: filled.folder, guard })).toMatchObject({
      ...{ ok: false, error: { code: 'wrong-key' } },
    });
    says('wrong-key', wrongKeyWords);
    const newGuard = { kind: 'passphrase', passphrase: 'một câu hoàn toàn mới' } as const;
    const escrow = { escrowPrivateKeyPem: kept.escrow.privateKey, newGuard };
    const key = await recoverWithEscrow({ folder: filled.folder, ...escrow });
    const store = kept.opened(filled.folder, key.ok ? key.value : otherKey);
    expect(store.dossiers.get('dossier-2')?.id).toBe('dossier-2');
    store.close();
  });

  it('flipped bit in the database, in its first page: damage, not a wrong key and not a new store', async () => {
    const filled = await kept.filledStore(3);
    filled.store.close();
    flipInPage(filled.folder, 1);
    expect(['store-damaged', 'open']).toContain(codeOf(filled.folder, filled.dataKey));
    const bytes = readFileSync(join(filled.folder, 'store.db'));
    bytes.fill(0x5a, 0, 4096);
    writeFileSync(join(filled.folder, 'store.db'), bytes);
    expect(codeOf(filled.folder, filled.dataKey)).toBe('store-damaged');
    says('store-damaged', {
      vi: [/hỏng một phần/u, /Không có gì bị xoá.*bản sao lưu/u, /không tắt máy.*kỹ thuật/u],
      en: [/damaged/u, /Nothing was removed.*backups/u, /leave the machine on.*technical support/u],
    });
  });

  it('flipped bit in a dossier: its row is named, all others are read and work goes on', async () => {
    const filled = await kept.filledStore(0);
    const note = 'x'.repeat(9_000);
    for (let index = 1; index <= 5; index += 1) filled.store.dossiers.insert({ ...dossier(index), note });
    filled.store.close();
    const database = openDatabase(join(filled.folder, 'store.db'), deriveKeys(filled.dataKey).database);
    // What a flipped bit leaves where pages carry no authentication: sixteen bytes of noise in the body.
    database.run(
      `UPDATE dossiers SET body = CAST(substr(body, 1, 40) || x'00ff17c2aa0911' || substr(body, 57) AS TEXT) WHERE id = 'dossier-3'`,
    );
    database.close();
    const findings = await checkStore({
      ...{ folder: filled.folder, dataKey: filled.dataKey, backupBlobs: null },
      alive: () => undefined,
    });
    expect(findings.dossiers).toEqual(['TAM-Q1-261122-0003']);
    expect(viShell.statusBar.hint.partDamaged).toMatch(/cần xem lại: \{\{codes\}\}.*Cứ tiếp nhận.*kỹ thuật/u);
    expect(enShell.statusBar.hint.partDamaged).toMatch(
      /to look at: \{\{codes\}\}.*Go on receiving.*technician/u,
    );
    const store = kept.opened(filled.folder, filled.dataKey);
    expect(store.dossiers.get('dossier-4')?.note).toBe(note);
    expect(store.dossiers.list({ text: '', limit: 10, before: null }).items).toHaveLength(5);
    await kept.addDossier(store, 6);
    store.close();
  });

  it('flipped bits in a page of the database: the check of everything names it, and no backup is taken of it', async () => {
    const filled = await kept.filledStore(40);
    filled.store.close();
    const page = pageNumber(filled.folder, filled.dataKey, 'outbox');
    const path = join(filled.folder, 'store.db');
    const bytes = readFileSync(path);
    bytes.fill(0x33, (page - 1) * 4096, page * 4096);
    writeFileSync(path, bytes);
    const findings = await checkStore({
      ...{ folder: filled.folder, dataKey: filled.dataKey, backupBlobs: null },
      alive: () => undefined,
    });
    expect(findings.complaints).toBeGreaterThan(0);
    expect(await kept.keeperAnswer(kept.keeperJob(filled, 'backup'))).toEqual({
      ...{ kind: 'failed', code: 'store-damaged' },
    });
  });

  it('flipped bit in a page file: this page is damaged, the rest is read', async () => {
    const filled = await kept.filledStore(2);
    const [damaged = '', sound = ''] = filled.blobs;
    kept.flipBit(kept.pathOf(filled.folder, damaged));
    expect(await filled.store.blobs.get(damaged)).toMatchObject({
      ok: false,
      error: { code: 'page-damaged' },
    });
    expect((await filled.store.blobs.get(sound)).ok).toBe(true);
    says('page-damaged', {
      vi: [/trang.*không đọc được/u, /trang khác.*còn nguyên/u, /quét lại/u],
      en: [/page.*no longer be read/u, /other pages.*intact/u, /scan that page again/u],
    });
    filled.store.close();
  });
});
