import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComponentState } from '../../../main/domain/dossier.ts';
import { createKeys, openKeys } from '../../../main/store/key-custody.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { dossier, draft, event, morning, person } from '../../unit/store/records.ts';
import { newFolder } from '../../unit/store/samples.ts';

const program = fileURLToPath(new URL('../../../main/store/recover.ts', import.meta.url));
const newPassphrase = 'một câu hoàn toàn mới';
const applicant = person('Nguyễn Văn An', '001099012345');

let escrow: { publicKey: string; privateKey: string };
beforeAll(() => {
  escrow = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'of the city' },
  });
});

/** A machine with three dossiers of one page each, two drafts, and a keyring that is gone. */
async function lostMachine(): Promise<{ folder: string; pem: string; blobs: string[] }> {
  const folder = newFolder();
  const keyRing = {
    name: 'lost',
    protect: async (bytes: Uint8Array) => Promise.resolve(bytes.map((byte) => byte ^ 0x5a)),
    unprotect: async () => Promise.reject(new Error('gone')),
  };
  const guard = { kind: 'keyring', keyRing } as const;
  const key = await createKeys({ folder, guard, escrowPublicKey: escrow.publicKey });
  const opened = key.ok ? openStore({ folder, dataKey: key.value }) : key;
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  const blobs: string[] = [];
  for (let index = 1; index <= 3; index += 1) {
    const sealed = await store.blobs.put(Buffer.from(`page of ${String(index)}`));
    if (!sealed.ok) throw new Error(sealed.error.code);
    blobs.push(sealed.value);
    store.dossiers.insert({ ...dossier(index, applicant), components: [withPage(sealed.value)] });
    store.events.append(event(index));
  }
  store.drafts.insert(draft('d1', applicant));
  store.drafts.insert(draft('d2'));
  store.close();
  expect((await openKeys({ folder, guard })).ok).toBe(false);
  const pem = join(newFolder(), 'escrow.pem');
  writeFileSync(pem, escrow.privateKey);
  return { folder, pem, blobs };
}

function withPage(blob: string): ComponentState {
  return {
    componentId: 'c1',
    applies: true,
    received: true,
    receivedAs: 'original',
    copies: 1,
    reused: false,
    note: '',
    pages: [
      {
        id: `page-${blob.slice(0, 8)}`,
        imageBlob: blob,
        thumbBlob: blob,
        widthPx: 1,
        heightPx: 1,
        dpi: 200,
        rotation: 0,
        source: 'scanner',
        pdf: null,
        capturedAt: morning,
      },
    ],
    files: [],
  };
}

async function run(args: string[], given: { env?: Record<string, string>; input?: string } = {}) {
  const env = { PATH: process.env['PATH'] ?? '', ...given.env };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stdin.end(given.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const city = { MOT_CUA_ESCROW_PASSPHRASE: 'of the city' };

describe('recovery command', () => {
  it('a lost keyring: the escrow key opens everything under a new passphrase, and nothing personal is printed', async () => {
    const { folder, pem } = await lostMachine();
    const { code, said } = await run(['--data', folder, '--escrow-key', pem], {
      env: city,
      input: `${newPassphrase}\n`,
    });
    expect(said).toContain(
      '{"dossiers":3,"drafts":2,"staff":0,"waitingForCity":0,"files":{"readable":6,"damaged":0,"missing":0},"brokenEvent":null,"complaints":0}',
    );
    expect(code).toBe(0);
    expect(said).not.toMatch(/Nguy|An\b|001099012345|090000|hoàn toàn/u);

    const key = await openKeys({ folder, guard: { kind: 'passphrase', passphrase: newPassphrase } });
    const opened = key.ok ? openStore({ folder, dataKey: key.value }) : key;
    expect(opened.ok && opened.value.dossiers.get('dossier-2')?.people.applicant?.fullName).toBe(
      'Nguyễn Văn An',
    );
    if (opened.ok) opened.value.close();
  });

  it('one damaged and one missing page are counted, the rest is readable', async () => {
    const { folder, pem, blobs } = await lostMachine();
    const paths = blobs.map((blob) => join(folder, 'blobs', blob.slice(0, 2), blob.slice(2, 4), blob));
    const bytes = readFileSync(paths[0] ?? '');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(paths[0] ?? '', bytes);
    rmSync(paths[1] ?? '');
    const { code, said } = await run(['--data', folder, '--escrow-key', pem], {
      env: { ...city, MOT_CUA_PASSPHRASE: newPassphrase },
    });
    expect(said).toContain('"files":{"readable":2,"damaged":2,"missing":2}');
    expect(code).toBe(2);
  });

  it.each([
    ['the key of another city', 'wrong-key'],
    ['a wrong passphrase of the PEM', 'wrong-key'],
    ['a weak new passphrase', 'passphrase-too-weak'],
    ['a lost key file', 'store-damaged'],
    ['no escrow file', 'cannot be read'],
    ['no arguments', 'usage'],
  ])('%s recovers nothing and says so', async (fault, word) => {
    const { folder, pem } = await lostMachine();
    const before = readFileSync(join(folder, 'keys.json'));
    if (fault === 'the key of another city') {
      const other = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
      writeFileSync(pem, other.export({ type: 'pkcs8', format: 'pem' }));
    }
    if (fault === 'a lost key file') rmSync(join(folder, 'keys.json'));
    if (fault === 'no escrow file') rmSync(pem);
    const { code, said } = await run(
      fault === 'no arguments' ? [] : ['--data', folder, '--escrow-key', pem],
      {
        env: fault === 'a wrong passphrase of the PEM' ? { MOT_CUA_ESCROW_PASSPHRASE: 'x' } : city,
        input: fault === 'a weak new passphrase' ? 'ngắn\n' : `${newPassphrase}\n`,
      },
    );
    expect(said).toContain(word);
    expect(code).toBe(1);
    if (fault !== 'a lost key file')
      expect(readFileSync(join(folder, 'keys.json')).equals(before)).toBe(true);
  });
});
