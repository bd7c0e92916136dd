import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '../../../native-bridge/contract.ts';
import { fail, ok } from '../../../main/domain/result.ts';
import { createPrinting, type Printing, type PrintRequest } from '../../../main/printing/index.ts';
import { createPaperRenderer } from '../../../main/printing/paper-renderer.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import { openStore } from '../../../main/store/open-store.ts';
import type { PrintRecord, Store } from '../../../main/store/ports.ts';
import { fakePapers, fakePrinters, office, roll, type FakePrinters } from '../../unit/printing/fake-parts.ts';
import { componentNames, dossier, morning, place } from '../../unit/printing/samples.ts';
import { faultsOf } from './poppler.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const imaging: BridgeClient<'imaging'> = startBridge({
  deviceClass: 'imaging',
  nodePath: process.execPath,
  script: path('../../../native-bridge/imaging/main.ts'),
  settings: { training: false, slipPrinters: [] },
  workers: 1,
  log: () => undefined,
});

afterAll(() => imaging.stop());

let folder: string;
let store: Store;
let printers: FakePrinters;
let papers: ReturnType<typeof fakePapers>;
let printing: Printing;
/** Print records as they stood on disk when the first byte reached the printer. */
let whenSent: PrintRecord[][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-cua-print-'));
  const opened = openStore({ folder, dataKey: new Uint8Array(32).fill(5) });
  if (!opened.ok) throw new Error(opened.error.code);
  store = opened.value;
  store.dossiers.insert(dossier);
  whenSent = [];
  printers = fakePrinters(() => whenSent.push([...records(), ...records('slip')]));
  papers = fakePapers();
  printing = makePrinting(store);
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function makePrinting(from: Parameters<typeof createPrinting>[0]['store']): Printing {
  return createPrinting({
    store: from,
    printers,
    imaging,
    papers,
    now: () => morning,
    newId: randomUUID,
    describe: () => ({ componentNames, place }),
    training: false,
  });
}

function records(paper: PrintRecord['paper'] = 'form01'): PrintRecord[] {
  return store.prints.of(dossier.id, paper);
}

const request: PrintRequest = {
  dossierId: dossier.id,
  paper: 'form01',
  printerId: null,
  reprintReason: null,
};

describe('record', () => {
  it('power-cut-mid-print: the print is on record before its first byte', async () => {
    expect(await printing.print(request)).toEqual(ok({ outcome: 'confirmed' }));
    expect(whenSent).toMatchObject([[{ state: 'started', reprintReason: null }]]);
    expect(records()).toMatchObject([{ state: 'confirmed', at: morning }]);
  });

  it('power-cut-mid-print: a print that was only started needs a reason and a mark the next time', async () => {
    store.prints.insert({ ...started(), state: 'started' });
    expect(await printing.print(request)).toEqual(fail('note-required'));
    expect(await printing.print({ ...request, reprintReason: 'mất điện' })).toEqual(
      ok({ outcome: 'confirmed' }),
    );
    expect(papers.inputs.at(-1)?.reprint).toEqual({ number: 1, reason: 'mất điện' });
  });

  it('disk-full: nothing is sent to the printer when the print cannot be recorded', async () => {
    printing = makePrinting({ ...store, transaction: () => fail('disk-full') });
    expect(await printing.print(request)).toEqual(fail('disk-full'));
    expect(printers.sent).toEqual([]);
  });

  it('disk-full: a print whose outcome cannot be recorded is told as unknown', async () => {
    let calls = 0;
    printing = makePrinting({
      ...store,
      transaction: (work) => {
        calls += 1;
        return calls === 1 ? store.transaction(work) : fail('disk-full');
      },
    });
    expect(await printing.print(request)).toEqual(ok({ outcome: 'unknown' }));
    expect(records()).toMatchObject([{ state: 'started' }]);
    expect(await printing.print(request)).toEqual(fail('note-required'));
  });
});

describe('reprint', () => {
  it.each(['confirmed', 'unknown'] as const)(
    'printed-twice-unmarked: after %s a reason is asked for',
    async (outcome) => {
      printers.answers.push({ outcome });
      expect(await printing.print(request)).toEqual(ok({ outcome }));
      for (const reprintReason of [null, '', '   ']) {
        expect(await printing.print({ ...request, reprintReason })).toEqual(fail('note-required'));
      }
      expect(printers.sent).toHaveLength(1);

      await printing.print({ ...request, reprintReason: ' kẹt giấy ' });
      await printing.print({ ...request, reprintReason: 'mờ chữ' });
      expect(papers.inputs.map((input) => input.reprint)).toEqual([
        null,
        { number: 1, reason: 'kẹt giấy' },
        { number: 2, reason: 'mờ chữ' },
      ]);
      expect(records().map((record) => record.reprintReason)).toEqual([null, 'kẹt giấy', 'mờ chữ']);
    },
  );

  it('receipt-marks-slip: the slip of a dossier counts its own prints', async () => {
    await printing.print(request);
    expect(await printing.print({ ...request, paper: 'slip' })).toEqual(ok({ outcome: 'confirmed' }));
    expect(records('slip')).toMatchObject([{ state: 'confirmed', reprintReason: null }]);
  });

  it.each(['printer-paper-out', 'printer-cover-open', 'printer-busy', 'printer-failed'] as const)(
    '%s: the failure is told, and the next print is a first one',
    async (code) => {
      printers.answers.push({ code });
      expect(await printing.print(request)).toEqual(fail(code, {}));
      expect(records()).toMatchObject([{ state: 'failed' }]);
      expect(await printing.print({ ...request, reprintReason: 'không cần' })).toEqual(
        ok({ outcome: 'confirmed' }),
      );
      expect(papers.inputs.at(-1)?.reprint).toBeNull();
      expect(records()[1]?.reprintReason).toBeNull();
    },
  );

  it.each(['timed-out', 'worker-lost', 'cancelled'] as const)(
    '%s: the paper may lie in the tray, so the next one is a reprint',
    async (code) => {
      printers.answers.push({ code });
      expect(await printing.print(request)).toEqual(fail(code, {}));
      expect(records()).toMatchObject([{ state: 'unknown' }]);
      expect(await printing.print(request)).toEqual(fail('note-required'));
    },
  );

  it('driver-speaks-unknown-code: a code that is no error code becomes printer-failed, state unknown', async () => {
    printers.answers.push({ code: 'E_STRANGE' });
    expect(await printing.print(request)).toEqual(fail('printer-failed', {}));
    expect(records()).toMatchObject([{ state: 'unknown' }]);
  });
});

describe('at once', () => {
  it('double-click: the same request twice prints once and both hear the outcome', async () => {
    const outcomes = await Promise.all([printing.print(request), printing.print(request)]);
    expect(outcomes).toEqual([ok({ outcome: 'confirmed' }), ok({ outcome: 'confirmed' })]);
    expect(printers.sent).toHaveLength(1);
  });

  it('two-windows: another request for the same paper waits its turn', async () => {
    let open: () => void = () => undefined;
    printers.gate = new Promise<void>((resolve) => (open = resolve));
    const first = printing.print(request);
    expect(await printing.print({ ...request, printerId: 'office' })).toEqual(fail('printer-busy'));
    open();
    expect(await first).toEqual(ok({ outcome: 'confirmed' }));
    expect(await printing.print({ ...request, printerId: 'office' })).toEqual(fail('note-required'));
  });
});

describe('printer', () => {
  it('slip-on-office-printer: each paper goes to the default printer of its kind', async () => {
    printers.printers = [{ ...office, id: 'other', isDefault: false }, roll, office];
    await printing.print(request);
    await printing.print({ ...request, paper: 'slip' });
    expect(printers.sent.map(({ operation, params }) => [operation, params])).toMatchObject([
      ['printPdf', { printerId: 'office', title: '000.00.01.H26-261122-0012' }],
      ['printSlip', { printerId: 'roll', widthPx: 576 }],
    ]);
  });

  it.each([
    ['none there', [], null],
    ['the chosen one is gone', [office], 'other'],
    ['the chosen one is of the other kind', [office, roll], 'roll'],
    ['the default one is absent', [{ ...office, state: 'absent' as const }], null],
  ])('printer-absent: %s', async (_, known, printerId) => {
    printers.printers = [...known];
    expect(await printing.print({ ...request, printerId })).toEqual(fail('printer-absent'));
    expect(records()).toEqual([]);
  });

  it('title-tells-name: the print queue shows the code and nobody’s name', async () => {
    await printing.print(request);
    expect(JSON.stringify(printers.sent[0]?.params)).not.toMatch(/Nguyễn|001099012345/);
  });

  it('not-found: an unknown dossier prints nothing', async () => {
    expect(await printing.print({ ...request, dossierId: 'none' })).toEqual(fail('not-found'));
    expect(await printing.preview('none', 'form01')).toEqual(fail('not-found'));
    expect(printers.sent).toEqual([]);
  });

  it('list: printers are told without their state', async () => {
    const listed = await printing.list();
    expect(listed).toEqual(
      ok({
        items: [
          { id: 'office', name: 'Máy in A4', kind: 'paper', isDefault: true, virtual: false },
          { id: 'roll', name: 'Máy in phiếu', kind: 'slip', isDefault: true, virtual: false },
        ],
      }),
    );
  });
});

describe('preview', () => {
  it('preview-differs: the receipt is the real PDF and a picture of each page', async () => {
    const renderer = createPaperRenderer({
      workerPath: path('../../../main/printing/paper-worker.ts'),
      fontFolder: path('../../../node_modules/@expo-google-fonts'),
    });
    printing = createPrinting({
      store,
      printers,
      imaging,
      papers: renderer,
      now: () => morning,
      newId: randomUUID,
      describe: () => ({ componentNames, place }),
      training: true,
    });
    const shown = await printing.preview(dossier.id, 'form01');
    await renderer.stop();
    if (!shown.ok) throw new Error(shown.error.code);
    expect(await faultsOf(shown.value.pdf ?? new Uint8Array())).toBe('');
    expect(shown.value.pages.map((page) => Buffer.from(page.subarray(1, 4)).toString())).toEqual([
      'PNG',
      'PNG',
    ]);
    expect(records()).toEqual([]);
  });

  it('preview-differs: the slip is shown as the bitmap that prints', async () => {
    const shown = await printing.preview(dossier.id, 'slip');
    if (!shown.ok) throw new Error(shown.error.code);
    expect(shown.value.pdf).toBeNull();
    expect(shown.value.pages).toHaveLength(1);
    await printing.print({ ...request, paper: 'slip' });
    const [sent] = printers.sent;
    const { widthPx, heightPx } = sent?.params as { widthPx: number; heightPx: number };
    expect(sent?.bodies[0]?.byteLength).toBe((widthPx / 8) * heightPx);
    expect(Buffer.from(shown.value.pages[0] ?? []).readUInt32BE(16)).toBe(widthPx);
    expect(Buffer.from(shown.value.pages[0] ?? []).readUInt32BE(20)).toBe(heightPx);
  });
});

function started(): PrintRecord {
  return {
    id: randomUUID(),
    dossierId: dossier.id,
    paper: 'form01',
    state: 'started',
    at: morning,
    reprintReason: null,
  };
}
