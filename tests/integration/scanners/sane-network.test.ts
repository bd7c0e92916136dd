/**
 * Third-party clients on our simulated network scanner, and our SANE driver on a real SANE backend with a real feeder:
 * scanimage with sane-airscan, and scanimage with SANE's own escl backend.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import {
  startEsclSimulator,
  type EsclSimulator,
} from '../../../native-bridge/scanners/escl/simulator/server.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { missingFor, saneFor, type NetworkBackend } from '../../hardware/scanner/sane-network.ts';
import { sheetPicture, sideOf } from '../../hardware/scanner/sheets.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const dpi = 75;
const ten = Array.from({ length: 10 }, (_, index) => index + 1);
const patience = { timeoutMs: 60_000 };

function scanimage(
  configuration: string,
  args: readonly string[],
): Promise<{ status: number | null; words: string }> {
  return new Promise((resolve) => {
    const child = spawn('scanimage', args, {
      env: { ...process.env, LC_ALL: 'C', SANE_CONFIG_DIR: configuration },
    });
    let words = '';
    child.stdout.on('data', (text: Buffer) => (words += text.toString()));
    child.stderr.on('data', (text: Buffer) => (words += text.toString()));
    child.on('close', (status) => resolve({ status, words }));
  });
}

for (const backend of ['sane-airscan', 'escl'] as const satisfies readonly NetworkBackend[]) {
  const missing = missingFor(backend);
  describe.skipIf(missing !== null)(`${backend} (needs ${missing ?? 'nothing more'})`, () => {
    let simulator: EsclSimulator;
    let folder = '';
    let sane = { configuration: '', device: '' };
    let bridge: BridgeClient<'scanners'> | undefined;
    let hold: (side: number) => Promise<void> | void = () => undefined;

    beforeEach(async () => {
      simulator = await startEsclSimulator({ picture: sheetPicture, beforePage: (side) => hold(side) });
      simulator.load(10);
      sane = saneFor(backend, simulator.base);
      folder = mkdtempSync(join(tmpdir(), 'mot-cua-pages-'));
    });
    afterEach(async () => {
      hold = () => undefined;
      await bridge?.stop();
      bridge = undefined;
      vi.unstubAllEnvs();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(sane.configuration, { recursive: true, force: true });
    });

    const args = (...more: string[]) => [
      ...[
        '-d',
        sane.device,
        '--resolution',
        String(dpi),
        '--mode',
        'Color',
        '-x',
        '210',
        '-y',
        '297',
        '--format=pnm',
      ],
      ...more,
    ];

    async function sidesInFolder(): Promise<number[]> {
      const names = readdirSync(folder).sort();
      return await Promise.all(names.map((name) => sideOf(readFileSync(join(folder, name)))));
    }

    test('scanimage alone: a sheet from the glass', async () => {
      const page = join(folder, 'page.pnm');
      const { status } = await scanimage(sane.configuration, args('--source', 'Flatbed', '-o', page));
      expect(status).toBe(0);
      expect(existsSync(page)).toBe(true);
    });

    test('scanimage alone: ten pages from the feeder, in order', async () => {
      await scanimage(sane.configuration, args('--source', 'ADF', `--batch=${join(folder, 'p%02d.pnm')}`));
      expect(await sidesInFolder()).toEqual(ten);
    });

    /** Our own SANE driver, in its process, on this backend. */
    function driver(): BridgeClient<'scanners'> {
      vi.stubEnv('SANE_CONFIG_DIR', sane.configuration);
      bridge = startBridge({
        deviceClass: 'scanners',
        nodePath: process.execPath,
        script: join(root, 'native-bridge', 'scanners', 'main.ts'),
        settings: { training: false, slipPrinters: [] },
        log: () => undefined,
      });
      return bridge;
    }

    async function scan(): Promise<{ code: string | null; pages: unknown; sides: number[] }> {
      const pictures: Uint8Array[] = [];
      const end = await (bridge ?? driver()).call(
        'scan',
        { scannerId: sane.device, source: 'feeder', dpi },
        [],
        { ...patience, onItem: (_item, [picture]) => void pictures.push(picture ?? new Uint8Array()) },
      );
      const seen = await Promise.all(pictures.map((picture) => sideOf(picture)));
      return end.ok
        ? { code: null, pages: end.value.pageCount, sides: seen }
        : { code: end.error.code, pages: end.error.details['pages'], sides: seen };
    }

    test('jam-at-7: six pages are kept, and scanning goes on with the seventh: ten pages in order', async () => {
      simulator.arm({ kind: 'paper', fault: 'jam', page: 7 });
      const jammed = await scan();
      expect(jammed).toMatchObject({ pages: 6, sides: ten.slice(0, 6) });
      // SANE's own escl backend (1.2.1) tells a jam as "out of documents": one reason to have a client of our own.
      expect(jammed.code).toBe(backend === 'escl' ? null : 'scanner-jammed');
      simulator.putRight();
      const rest = await scan();
      expect(rest).toMatchObject({ code: null, pages: 4 });
      expect([...jammed.sides, ...rest.sides]).toEqual(ten);
    });

    test('page 1 is with us before page 2 is scanned: the feeder waits until it has been taken', async () => {
      let taken = (): void => undefined;
      const first = new Promise<void>((resolve) => (taken = resolve));
      // Page 2 does not come out of the scanner before page 1 has arrived here; a driver that handed pages over only
      // at the end, or one page late, would wait for ever.
      hold = (side) => (side === 2 ? first : undefined);
      const order: string[] = [];
      const end = await driver().call('scan', { scannerId: sane.device, source: 'feeder', dpi }, [], {
        timeoutMs: 20_000,
        onItem: ({ index }) => {
          order.push(`taken ${index + 1}`);
          taken();
        },
      });
      expect(end).toMatchObject({ ok: true, value: { pageCount: 10 } });
      expect(order).toEqual(ten.map((n) => `taken ${n}`));
    });
  });
}
