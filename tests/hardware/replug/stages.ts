/** Each class's device, with the real protocol at its far end. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { insertIntoVpcd, type InsertedCard } from '../../../native-bridge/cards/simulator/vpcd.ts';
import { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';
import {
  startEsclSimulator,
  type EsclSimulator,
} from '../../../native-bridge/scanners/escl/simulator/server.ts';
import { chipOf } from '../../unit/cards/sample-cards.ts';
import { daemonMissing, startCardDaemon } from '../cards-daemon.ts';
import { freePort, ippPrinterNeeds, startIppPrinter } from '../ipp-printer.ts';
import { findProgram } from '../programs.ts';
import { sheetPicture } from '../scanner/sheets.ts';
import { openSerialPair, type SerialPair } from '../serial-pair.ts';
import { hidScanner } from './hid-stage.ts';
import { startClass, until, type StageKind } from './stage.ts';

const patience = { timeoutMs: 30_000 };

/** A slip is printed after each plugging in and refused after each pulling out. */
const serialPrinter: StageKind = {
  name: 'serial',
  needs: findProgram('socat') ? [] : ['socat'],
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'replug-tty-'));
    const path = join(folder, 'ttyPRINTER');
    const widthPx = 384;
    const slip = { bits: new Uint8Array((widthPx / 8) * 24).fill(0x18), heightPx: 24 };
    const device = startClass('printers', { slipPrinters: [{ path, baud: 115_200, widthPx, name: 'Quầy' }] });
    let pair: SerialPair | undefined;
    let line: SerialPort | undefined;
    const print = async (): Promise<string> => {
      const params = { printerId: `serial:${path}`, widthPx, heightPx: slip.heightPx };
      const printed = await device.bridge.call('printSlip', params, [slip.bits], patience);
      return printed.ok ? printed.value.outcome : printed.error.code;
    };
    const pull = async (): Promise<void> => {
      rmSync(path, { force: true });
      await pair?.remove();
      await new Promise<void>((resolve) => (line?.isOpen ? line.close(() => resolve()) : resolve()));
      pair = undefined;
      line = undefined;
    };
    return {
      ...device,
      async plug() {
        pair = await openSerialPair();
        const simulator = new SlipSimulator(widthPx);
        const opened = new SerialPort({ path: pair.far, baudRate: 115_200 });
        line = opened;
        opened.on('error', () => undefined);
        simulator.open().stream.on('data', (answer: Uint8Array) => opened.write(answer));
        opened.on('data', (chunk: Uint8Array) => simulator.receive(chunk));
        symlinkSync(pair.near, path);
        await until(async () => (await print()) === 'confirmed', 'a slip');
      },
      async unplug() {
        await pull();
        await until(async () => (await print()) === 'printer-absent', 'no printer');
      },
      async end() {
        await device.end();
        await pull();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** The cable between us and `ippeveprinter`: a relay that stops listening and cuts what is open. */
class Cable {
  readonly #far: number;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;

  constructor(far: number) {
    this.#far = far;
  }

  plug(port: number): Promise<void> {
    const server = createServer((near) => {
      const far = connect({ port: this.#far, host: 'localhost' });
      for (const socket of [near, far]) {
        this.#open.add(socket);
        socket
          .on('error', () => undefined)
          .once('close', () => {
            this.#open.delete(socket);
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server;
    return new Promise((resolve) => server.listen(port, 'localhost', () => resolve()));
  }

  pull(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#open) socket.destroy();
    return new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

const paperPrinter: StageKind = {
  name: 'a4',
  needs: ippPrinterNeeds,
  async start() {
    const printer = await startIppPrinter();
    const port = await freePort();
    const cable = new Cable(Number(new URL(printer.uri.replace('ipp:', 'http:')).port));
    const uri = printer.uri.replace(/:\d+\//, `:${port}/`);
    process.env['CUPS_SERVER'] = '/nowhere/cups.sock';
    const device = startClass('printers', { networkPrinters: [{ uri, name: 'A4' }] });
    const state = async (): Promise<string | undefined> => {
      const listed = await device.bridge.call('list', {}, [], patience);
      return listed.ok ? listed.value.printers.find(({ id }) => id === uri)?.state : listed.error.code;
    };
    return {
      ...device,
      async plug() {
        await cable.plug(port);
        await until(async () => (await state()) === 'ready', 'the printer is ready');
      },
      async unplug() {
        await cable.pull();
        // Whoever prints now is the first to notice.
        const params = { printerId: uri, title: 'x' };
        const pdf = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
        const printed = await device.bridge.call('printPdf', params, [pdf], patience);
        if (printed.ok || printed.error.code !== 'printer-absent') throw new Error('printed on no printer');
        await until(async () => (await state()) === 'absent', 'the printer is absent');
      },
      async end() {
        await device.end();
        await cable.pull();
        await printer.remove();
      },
    };
  },
};

/** A network scanner: a page is taken from it after each plugging in, and refused after each pulling out. */
const scanner: StageKind = {
  name: 'scanner',
  needs: [],
  async start() {
    const port = await freePort();
    const parts = { picture: sheetPicture, uuid: '0b7e1f2a-5c7d-4e13-9a57-3d2f6a1c9e44', port };
    let simulator: EsclSimulator | undefined = await startEsclSimulator(parts);
    const device = startClass('scanners', { networkScanners: [simulator.base.href] });
    const find = async (): Promise<string | undefined> => {
      const listed = await device.bridge.call('list', {}, [], patience);
      return listed.ok ? listed.value.scanners.find(({ id }) => id.startsWith('escl-net:'))?.id : undefined;
    };
    let id = '';
    await until(async () => (id = (await find()) ?? '') !== '', 'the scanner is found');
    const scan = async (): Promise<string> => {
      const params = { scannerId: id, source: 'flatbed' as const, dpi: 75 };
      const scanned = await device.bridge.call('scan', params, [], patience);
      return scanned.ok ? `${scanned.value.pageCount}` : scanned.error.code;
    };
    return {
      ...device,
      async plug() {
        simulator ??= await startEsclSimulator(parts);
        await until(async () => (await scan()) === '1', 'a page');
      },
      async unplug() {
        await simulator?.close();
        simulator = undefined;
        await until(async () => (await scan()) === 'scanner-absent', 'no scanner');
      },
      async end() {
        await device.end();
        await simulator?.close();
      },
    };
  },
};

/** A chip card put into a real PC/SC reader and taken out. */
const card: StageKind = {
  name: 'cards',
  needs: [daemonMissing()].filter((missing) => missing !== null),
  async start() {
    const daemon = await startCardDaemon();
    const device = startClass('cards', {});
    const chip = chipOf({});
    let inserted: InsertedCard | undefined;
    const has = async (wanted: string): Promise<boolean> => {
      const listed = await device.bridge.call('list', {}, [], patience);
      return listed.ok && listed.value.readers.some(({ state }) => state === wanted);
    };
    return {
      ...device,
      async plug() {
        for (let attempt = 1; ; attempt += 1) {
          inserted = await insertIntoVpcd(chip, { port: daemon.port });
          try {
            return await until(() => has('card'), 'a card', 4_000);
          } catch (error) {
            // The virtual driver sometimes overlooks a card that follows at once on another one.
            await inserted.remove();
            if (attempt === 5) throw error;
          }
        }
      },
      async unplug() {
        await inserted?.remove();
        inserted = undefined;
        await until(async () => !(await has('card')), 'no card');
      },
      async end() {
        await inserted?.remove();
        await device.end();
        await daemon.stop();
      },
    };
  },
};

export const stageKinds: readonly StageKind[] = [serialPrinter, paperPrinter, scanner, hidScanner, card];
