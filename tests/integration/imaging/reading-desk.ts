/** A sealed store, the imaging process and the reading process as the application runs them, for tests of reading. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { vi } from 'vitest';
import { createDigitization } from '../../../main/digitization/index.ts';
import type { Page } from '../../../main/domain/dossier.ts';
import type { Digitization } from '../../../main/intake/ports.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { openBench, type Bench } from '../../unit/digitization/parts.ts';

export interface ReadingDesk {
  readonly bench: Bench;
  /** Where a stand-in for tesseract lies; otherwise empty. */
  readonly folder: string;
  readonly digitization: Digitization;
  readonly told: string[];
  /** Calls for reading: how many were made, how many have ended. */
  readonly calls: { made: number; ended: number };
  /** Another application over the same store, as after a new start; the one before has ended. */
  restarted(): Digitization;
  /** A program that comes in place of tesseract. */
  standIn(script: string): void;
  captured(jpeg: Uint8Array, dpi?: number): Promise<Page>;
  wordsOf(page: Page, timeoutMs?: number): Promise<string>;
  close(): Promise<void>;
}

export function openReadingDesk(options: { retryAfterMs?: readonly number[] } = {}): ReadingDesk {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-reading-'));
  const path = process.env['PATH'] ?? '';
  const bench = openBench();
  const told: string[] = [];
  const calls = { made: 0, ended: 0 };
  const open: { client: BridgeClient<'reading'>; digitization: Digitization }[] = [];
  let ids = 0;

  function start(): Digitization {
    const client = startBridge({
      deviceClass: 'reading',
      nodePath: process.execPath,
      script: join(import.meta.dirname, '../../../native-bridge/reading/main.ts'),
      settings: { training: true, slipPrinters: [] },
      log: () => undefined,
    });
    const reading: BridgeClient<'reading'> = {
      ...client,
      async call(operation, params, bodies, callOptions) {
        calls.made += 1;
        return await client.call(operation, params, bodies, callOptions).finally(() => (calls.ended += 1));
      },
    };
    const digitization = createDigitization({
      ...bench,
      ...options,
      reading,
      log: (event, details) => void told.push(`${event} ${Object.values(details).join(' ')}`),
      newId: () => `id-${String((ids += 1))}`,
      now: () => Date.now(),
    });
    open.push({ client, digitization });
    digitization.begin();
    return digitization;
  }

  const digitization = start();
  return {
    ...{ bench, folder, digitization, told, calls },
    restarted() {
      for (const { client, digitization: before } of open) {
        before.end();
        void client.stop();
      }
      return start();
    },
    standIn(script) {
      writeFileSync(join(folder, 'tesseract'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'tesseract'), 0o755);
      process.env['PATH'] = `${folder}${delimiter}${path}`;
    },
    async captured(jpeg, dpi = 150) {
      const page = await digitization.pageOfScan(jpeg, dpi);
      if (!page.ok) throw new Error(page.error.code);
      return page.value;
    },
    async wordsOf(page, timeoutMs = 60_000) {
      return await vi.waitFor(
        () => {
          const plain = bench.store.pageTexts.plainOf(page.imageBlob);
          if (plain === null) throw new Error('not read yet');
          return plain;
        },
        { timeout: timeoutMs, interval: 50 },
      );
    },
    async close() {
      process.env['PATH'] = path;
      for (const { client, digitization: each } of open) {
        each.end();
        await client.stop();
      }
      await bench.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
