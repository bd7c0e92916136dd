import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComponentState, Draft, KeptFile, Page } from '../../../main/domain/dossier.ts';
import type { ErrorCode } from '../../../main/contract/errors.ts';
import { ok, type Result } from '../../../main/domain/result.ts';
import type { JobReport } from '../../../main/intake/ports.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { BlobStore, Store } from '../../../main/store/ports.ts';
import type { BridgeClient } from '../../../native-bridge/contract.ts';

export interface Bench {
  readonly imaging: BridgeClient<'imaging'>;
  /** Pages are not read here. */
  readonly reading: null;
  readonly log: () => undefined;
  readonly onLooked: () => undefined;
  readonly blobs: BlobStore;
  readonly store: Store;
  /** Where the sealed files lie. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A real imaging worker and a real sealed store in a folder of its own. */
export function openBench(workers = 1): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-digitization-'));
  const imaging = startBridge({
    deviceClass: 'imaging',
    nodePath: process.execPath,
    script: join(import.meta.dirname, '../../../native-bridge/imaging/main.ts'),
    settings: { training: true, slipPrinters: [] },
    workers,
    log: () => undefined,
  });
  const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = opened.value;
  return {
    imaging,
    reading: null,
    log: () => undefined,
    onLooked: () => undefined,
    folder: join(folder, 'blobs'),
    blobs: store.blobs,
    store,
    async close() {
      await imaging.stop();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Watch {
  readonly report: JobReport;
  readonly files: KeptFile[];
  readonly pages: Page[];
  readonly steps: [number, number | null][];
  readonly abort: AbortController;
  onFile(file: KeptFile): Result<unknown, ErrorCode>;
  onPage(page: Page): Result<unknown, ErrorCode>;
}

export function watch(onPage: (page: Page) => Result<unknown, ErrorCode> = () => ok(null)): Watch {
  const abort = new AbortController();
  const files: KeptFile[] = [];
  const pages: Page[] = [];
  const steps: [number, number | null][] = [];
  return {
    abort,
    files,
    pages,
    steps,
    report: { signal: abort.signal, progress: (done, total) => void steps.push([done, total]) },
    onFile: (file) => (files.push(file), ok(null)),
    onPage(page) {
      const taken = onPage(page);
      if (taken.ok) pages.push(page);
      return taken;
    },
  };
}

export function component(componentId: string, pages: Page[], files: KeptFile[]): ComponentState {
  const state = { applies: true, received: true, receivedAs: 'original' as const, copies: 1, reused: false };
  return { componentId, ...state, note: '', pages, files };
}

export function draftOf(components: ComponentState[]): Draft {
  return {
    id: 'draft-1',
    revision: 3,
    createdAt: 1,
    updatedAt: 2,
    officerId: 'officer-1',
    people: { applicant: null, owner: null, authorised: null, helper: null },
    procedureCode: '1.001193',
    caseId: 'case-1',
    catalogueVersion: 'test',
    components,
    delivery: { method: 'counter', address: '' },
    sets: 1,
    exemption: null,
    feeQuantities: {},
    competentUnit: null,
    note: '',
  };
}
