/** The paper printer of training mode: takes a PDF and says that it is printed. */
import { BridgeError } from '../bridge-error.ts';
import type { PrinterInfo } from '../contract-printers.ts';

export const virtualPaperPrinter: PrinterInfo = {
  id: 'virtual-a4',
  name: 'Máy in A4 tập huấn',
  kind: 'paper',
  isDefault: true,
  virtual: true,
  state: 'ready',
  reason: null,
};

/** @throws BridgeError printer-failed when the bytes are no PDF, as a real printer's filter would refuse them. */
export function takePdf(pdf: Uint8Array): 'confirmed' {
  const head = Buffer.from(pdf.subarray(0, 5)).toString('latin1');
  const tail = Buffer.from(pdf.subarray(-1024)).toString('latin1');
  if (head !== '%PDF-' || !tail.includes('%%EOF'))
    throw new BridgeError('printer-failed', { reason: 'not-a-pdf' });
  return 'confirmed';
}
