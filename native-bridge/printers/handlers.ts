/** The printer operations over the printers that the settings name; in training, over virtual ones only. */
import { BridgeError } from '../bridge-error.ts';
import type { BridgeSettings } from '../contract.ts';
import type { SlipProfile } from '../contract-printers.ts';
import type { Handlers, Host } from '../host.ts';
import { paintSlip } from '../imaging/paint-slip.ts';
import { unknownProfile } from './detect-slip.ts';
import { PaperPrinters } from './paper-printers.ts';
import { openSerialPort } from './serial-port.ts';
import { slipLeftovers } from './slip-leftovers.ts';
import { pictureOf } from './slip-picture.ts';
import { rasterPlan } from './slip-plan.ts';
import { SlipPrinters } from './slip-printers.ts';
import { SlipSimulator } from './slip-simulator.ts';
import { fitsSlots, foreign, textPlan } from './text-plan.ts';
import { takePdf, virtualPaperPrinter } from './virtual-paper.ts';

/** The printer of training mode: 80 mm paper, everything that a present-day printer can. */
const virtualProfile: SlipProfile = {
  baud: 115_200,
  widthPx: 576,
  flow: 'none',
  answers: true,
  echo: true,
  marks: true,
  tellsChanges: true,
  letters: true,
  model: 'TM-T88VI',
};
/** White at each side of a slip that is drawn as a picture, dots. */
const marginPx = 16;
/** The longest slip that is believed: two metres. */
const maxRows = 16_000;

export function printers(settings: BridgeSettings, host: Host<'printers'>): Handlers<'printers'> {
  const simulator = new SlipSimulator(virtualProfile.widthPx ?? 576);
  const virtualSlip = {
    id: 'virtual-slip',
    name: 'Máy in phiếu tập huấn',
    virtual: true,
    profile: virtualProfile,
    open: () => Promise.resolve(simulator.open()),
  };
  const slips = new SlipPrinters(
    settings.training
      ? [virtualSlip]
      : settings.slipPrinters.map(({ path, baud, widthPx, name, flow = 'none' }) => ({
          id: `serial:${path}`,
          name,
          virtual: false,
          profile: { ...unknownProfile, baud, widthPx, flow },
          open: (speed, flow) => openSerialPort(path, speed, flow),
        })),
    // A virtual printer ends with its process.
    slipLeftovers(settings.training ? undefined : settings.folder),
  );

  // Training knows no real printer: an invented dossier must not lie in a real tray.
  const papers = settings.training ? null : new PaperPrinters(settings.networkPrinters ?? [], host.emit);
  if (papers) host.onEnd(() => papers.stop());

  return {
    async list() {
      const [slip, paper] = await Promise.all([slips.list(), papers ? papers.list() : [virtualPaperPrinter]]);
      return { result: { printers: [...paper, ...slip] }, bodies: [] };
    },

    async printSlip({ printerId, widthPx, heightPx, profile }, [bits], { progress }) {
      const whole = widthPx > 0 && widthPx <= 4_096 && heightPx > 0 && heightPx <= maxRows;
      if (!whole || bits?.byteLength !== Math.ceil(widthPx / 8) * heightPx)
        throw new BridgeError('wrong-shape');
      const result = await slips.print(
        printerId,
        profile ?? slips.profileOf(printerId),
        (_, most) => rasterPlan({ bits, widthPx, heightPx }, most),
        progress,
      );
      return { result, bodies: [] };
    },

    async printItems({ printerId, items, lastPaper, profile = slips.profileOf(printerId) }, _, { progress }) {
      if (lastPaper === 'lost') slips.spoil(printerId);
      const widthPx = profile.widthPx ?? 384;
      const result = await slips.print(
        printerId,
        profile,
        (slots, most) => {
          if (profile.letters && fitsSlots(items)) return textPlan(items, widthPx, slots);
          const { bitmap: bits, heightPx } = paintSlip(widthPx, marginPx, items);
          return rasterPlan({ bits, widthPx, heightPx }, most);
        },
        progress,
      );
      return { result, bodies: [] };
    },

    async keepReady({ printerId, text, profile = slips.profileOf(printerId) }) {
      await slips.keepReady(printerId, profile, foreign(text));
      return { result: {}, bodies: [] };
    },

    async detectSlip({ printerId, known = slips.profileOf(printerId) }) {
      return { result: { profile: await slips.detect(printerId, known) }, bodies: [] };
    },

    async printPdf({ printerId, title, options = {} }, [pdf], context) {
      if (!pdf) throw new BridgeError('wrong-shape');
      if (papers)
        return { result: await papers.print(printerId, { title, pdf, options }, context), bodies: [] };
      if (printerId !== virtualPaperPrinter.id) throw new BridgeError('printer-absent');
      return { result: { outcome: takePdf(pdf), reason: null }, bodies: [] };
    },

    arm({ fault }) {
      if (!settings.training) throw new BridgeError('printer-absent');
      simulator.mend();
      if (fault === 'paper-low') simulator.paperLow = true;
      if (fault === 'paper-out') simulator.paperOut = true;
      if (fault === 'cover-open') simulator.coverOpen = true;
      if (fault === 'silent-after-cut') simulator.silentAfterCut();
      return Promise.resolve({ result: {}, bodies: [] });
    },

    async lastSlip() {
      const { last, printed } = simulator;
      return { result: { printed }, bodies: last ? [await pictureOf(last), last.raw] : [] };
    },
  };
}
