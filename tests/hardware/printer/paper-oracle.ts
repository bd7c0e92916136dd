/** Looks at the simulated paper, and only at the paper: how many whole tickets of which number lie there. */
import type { Strip } from '../../../native-bridge/printers/simulated-paper.ts';
import type { SlipSimulator } from '../../../native-bridge/printers/slip-simulator.ts';

/** The inked rows of a slip, from its first to its last. */
export function inkedRows({ bits, widthPx }: Strip): Buffer {
  const rowBytes = widthPx / 8;
  const rows = bits.length / rowBytes;
  const inked = (row: number): boolean =>
    bits.subarray(row * rowBytes, (row + 1) * rowBytes).some((byte) => byte !== 0);
  let first = 0;
  while (first < rows && !inked(first)) first += 1;
  let last = rows;
  while (last > first && !inked(last - 1)) last -= 1;
  return Buffer.from(bits.subarray(first * rowBytes, last * rowBytes));
}

/** On each paper, in the tray and still hanging, how often these very rows stand there. */
export function copiesOn(printer: SlipSimulator, wanted: Buffer): number[] {
  return [...printer.paper.strips, printer.paper.hanging].map(({ bits, widthPx }) => {
    const paper = Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength);
    let copies = 0;
    for (let from = 0; ;) {
      const at = paper.indexOf(wanted, from);
      if (at < 0) return copies;
      if (at % (widthPx / 8) === 0) copies += 1;
      from = at + 1;
    }
  });
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
