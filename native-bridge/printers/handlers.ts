/** The printer operations over the printers that the settings name; in training, over virtual ones only. */
import { BridgeError } from '../bridge-error.ts';
import type { BridgeSettings } from '../contract.ts';
import type { Handlers, Host } from '../host.ts';
import { PaperPrinters } from './paper-printers.ts';
import { openSerialPort } from './serial-port.ts';
import { pictureOf } from './slip-picture.ts';
import { SlipPrinters } from './slip-printers.ts';
import { SlipSimulator } from './slip-simulator.ts';
import { takePdf, virtualPaperPrinter } from './virtual-paper.ts';

/** Dots across 80 mm paper. */
const virtualWidthPx = 576;
/** The longest slip that is believed: two metres. */
const maxRows = 16_000;

export function printers(settings: BridgeSettings, host: Host<'printers'>): Handlers<'printers'> {
  const simulator = new SlipSimulator(virtualWidthPx);
  const virtualSlip = {
    id: 'virtual-slip',
    name: 'Máy in phiếu tập huấn',
    virtual: true,
    open: () => Promise.resolve(simulator.open()),
  };
  const slips = new SlipPrinters(
    settings.training
      ? [virtualSlip]
      : settings.slipPrinters.map(({ path, baud, name }) => ({
          id: `serial:${path}`,
          name,
          virtual: false,
          open: () => openSerialPort(path, baud),
        })),
  );

  // Training knows no real printer: an invented dossier must not lie in a real tray.
  const papers = settings.training ? null : new PaperPrinters(settings.networkPrinters ?? [], host.emit);
  if (papers) host.onEnd(() => papers.stop());

  return {
    async list() {
      const [slip, paper] = await Promise.all([slips.list(), papers ? papers.list() : [virtualPaperPrinter]]);
      return { result: { printers: [...paper, ...slip] }, bodies: [] };
    },

    async printSlip({ printerId, widthPx, heightPx }, [bits], { progress }) {
      const whole = widthPx > 0 && widthPx <= 4_096 && heightPx > 0 && heightPx <= maxRows;
      if (!whole || bits?.byteLength !== Math.ceil(widthPx / 8) * heightPx)
        throw new BridgeError('wrong-shape');
      const outcome = await slips.print(printerId, { bits, widthPx, heightPx }, progress);
      return { result: { outcome }, bodies: [] };
    },

    async printPdf({ printerId, title, options = {} }, [pdf], context) {
      if (!pdf) throw new BridgeError('wrong-shape');
      if (papers)
        return { result: await papers.print(printerId, { title, pdf, options }, context), bodies: [] };
      if (printerId !== virtualPaperPrinter.id) throw new BridgeError('printer-absent');
      return { result: { outcome: takePdf(pdf), reason: null }, bodies: [] };
    },

    async lastSlip() {
      const { last, printed } = simulator;
      return { result: { printed }, bodies: last ? [await pictureOf(last), last.raw] : [] };
    },
  };
}
