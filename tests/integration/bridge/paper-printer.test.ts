import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderForm01 } from '../../../main/printing/form01.ts';
import { loadFaces } from '../../../main/printing/faces.ts';
import { startBridge } from '../../../main/shell/bridge/supervisor.ts';
import type { PaperOptions } from '../../../native-bridge/contract-printers.ts';
import type { BridgeClient, BridgeOutcome } from '../../../native-bridge/contract.ts';
import type { DeviceEvent } from '../../../native-bridge/contract-devices.ts';
import { cupsNeeds, startCups, type CupsServer } from '../../hardware/cups-server.ts';
import { ippPrinterNeeds, startIppPrinter, until, type IppPrinter } from '../../hardware/ipp-printer.ts';
import { receipt } from '../../unit/printing/samples.ts';
import { readPaper } from '../printing/poppler.ts';

const script = fileURLToPath(new URL('../../../native-bridge/printers/main.ts', import.meta.url));
const fonts = fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url));
const patience = { timeoutMs: 30_000 };
const events: DeviceEvent[] = [];
let bridge: BridgeClient<'printers'> | undefined;
let form01: Uint8Array;
let printer: IppPrinter;

function start(networkPrinters: { uri: string; name: string }[]): BridgeClient<'printers'> {
  bridge = startBridge({
    deviceClass: 'printers',
    nodePath: process.execPath,
    script,
    settings: { training: false, slipPrinters: [], networkPrinters },
    log: () => undefined,
    onEvent: (event) => events.push(event),
  });
  return bridge;
}

async function listed(): Promise<Record<string, string | null>> {
  const list = await bridge?.call('list', {}, [], patience);
  return Object.fromEntries(
    list?.ok ? list.value.printers.map(({ id, state, reason }) => [id, reason ?? state]) : [],
  );
}

const print = (printerId: string, signal = new AbortController().signal, options: PaperOptions = {}) =>
  bridge?.call('printPdf', { printerId, title: '000.00.01.H26', options }, [form01], {
    timeoutMs: 60_000,
    signal,
  }) as Promise<BridgeOutcome<{ outcome: string; reason: string | null }>>;

const confirmed = { ok: true, value: { outcome: 'confirmed', reason: null } };

async function foundIn(pdf: Uint8Array | undefined): Promise<string> {
  const { pages } = await readPaper(pdf ?? new Uint8Array());
  return pages.join(' ').normalize('NFC').replace(/\s+/g, ' ');
}

describe.skipIf(ippPrinterNeeds.length > 0)(
  `network printer (needs ${ippPrinterNeeds.join(', ') || 'nothing'})`,
  () => {
    beforeAll(async () => {
      form01 = await renderForm01({ ...receipt, paper: 'a4' }, await loadFaces(fonts));
      printer = await startIppPrinter();
    });
    afterAll(() => printer.remove());
    afterEach(async () => {
      await bridge?.stop();
      printer.loadPaper();
      events.length = 0;
      vi.unstubAllEnvs();
    });

    test('Mẫu 01: printed silently, confirmed, and its words are in what the printer stored', async () => {
      start([{ uri: printer.uri, name: 'Máy in A4' }]);
      expect(await listed()).toMatchObject({ [printer.uri]: 'ready' });
      const before = printer.received().length;
      expect(
        await print(printer.uri, undefined, { copies: 1, sides: 'one-sided', media: 'iso_a4_210x297mm' }),
      ).toMatchObject(confirmed);
      expect(printer.received()).toHaveLength(before + 1);
      const text = await foundIn(printer.received().at(-1));
      for (const words of [
        'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
        '000.00.01.H26-261122-0012',
        'Nguyễn Văn An',
      ])
        expect(text).toContain(words);
    });

    test('paper-out-mid-job: told as the printer tells it, and confirmed once a person has loaded paper', async () => {
      start([{ uri: printer.uri, name: 'A4' }]);
      await listed();
      printer.takePaper();
      const open = print(printer.uri);
      await until(async () => (await listed())[printer.uri] === 'busy');
      // A second window's print is refused at once, for the printer now says why.
      await until(() => events.some(({ device }) => device.reason === 'printer-paper-out'));
      expect(await print(printer.uri)).toMatchObject({ ok: false, error: { code: 'printer-paper-out' } });
      printer.loadPaper();
      expect(await open).toMatchObject(confirmed);
    });

    test('cancelled-at-the-printer: ends, and is not taken for printed', async () => {
      start([{ uri: printer.uri, name: 'A4' }]);
      await listed();
      printer.takePaper();
      const before = printer.received().length;
      const open = print(printer.uri);
      let cancelled = 1;
      await until(async () => {
        for (let job = 1; job < 12 && cancelled !== 0; job += 1)
          cancelled = await printer.cancelAtPrinter(job);
        return cancelled === 0;
      });
      printer.loadPaper();
      const outcome = await open;
      expect(outcome).not.toMatchObject(confirmed);
      expect(outcome.ok ? outcome.value.reason : outcome.error.code).toMatch(
        /^printer-(cancelled|paper-out)$/,
      );
      expect(printer.received().length - before).toBeLessThanOrEqual(1);
    });

    test('cancelled-by-us: the job is taken back from the printer', async () => {
      start([{ uri: printer.uri, name: 'A4' }]);
      await listed();
      printer.takePaper();
      const abort = new AbortController();
      const open = print(printer.uri, abort.signal);
      await until(async () => (await listed())[printer.uri] === 'busy');
      abort.abort();
      expect(await open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    });

    test('unplugged-and-back: absent, then ready again by itself, and it prints', async () => {
      start([{ uri: printer.uri, name: 'A4' }]);
      await listed();
      await printer.unplug();
      expect(await print(printer.uri)).toMatchObject({ ok: false, error: { code: 'printer-absent' } });
      await printer.plugIn();
      await until(async () => (await listed())[printer.uri] === 'ready');
      expect(await print(printer.uri)).toMatchObject(confirmed);
    });

    describe.skipIf(cupsNeeds.length > 0)(`through CUPS (needs ${cupsNeeds.join(', ') || 'nothing'})`, () => {
      let cups: CupsServer;
      beforeAll(async () => {
        cups = await startCups();
        cups.addQueue('QuayA4', printer.uri);
      });
      afterAll(() => cups.remove());

      const begin = async () => {
        vi.stubEnv('CUPS_SERVER', cups.socket);
        start([]);
        await until(async () => (await listed())['cups:QuayA4'] === 'ready');
      };

      test('Mẫu 01 through a queue: confirmed when the printer has ended it, words found in what it stored', async () => {
        await begin();
        const before = printer.received().length;
        expect(await print('cups:QuayA4')).toMatchObject(confirmed);
        expect(printer.received()).toHaveLength(before + 1);
        expect(await foundIn(printer.received().at(-1))).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');
      });

      test('cancelled-by-us-in-the-queue: CUPS lets us, and the outcome is not confirmed', async () => {
        await begin();
        printer.takePaper();
        const abort = new AbortController();
        const open = print('cups:QuayA4', abort.signal);
        await until(async () => (await listed())['cups:QuayA4'] === 'busy');
        abort.abort();
        const outcome = await open;
        expect(outcome).not.toMatchObject(confirmed);
      });

      test('cupsd-killed-mid-job: the outcome is unknown, the queue lost, and back when CUPS is', async () => {
        await begin();
        printer.takePaper();
        const open = print('cups:QuayA4');
        await until(() => events.some(({ device }) => device.reason === 'printer-paper-out'));
        await cups.kill();
        expect(await open).toMatchObject({
          ok: true,
          value: { outcome: 'unknown', reason: 'printer-absent' },
        });
        await until(() => events.some(({ type }) => type === 'device.lost'));
        expect(await print('cups:QuayA4')).toMatchObject({ ok: false, error: { code: 'printer-absent' } });
        printer.loadPaper();
        await cups.start();
        await until(async () => (await listed())['cups:QuayA4'] !== undefined);
      });
    });
  },
);
