/** Worker of the chip bench: a simulated card in the reader, beside the thread that waits for PC/SC. */
import { parentPort, workerData } from 'node:worker_threads';
import { ChipSimulator, type CardImage } from '../../native-bridge/cards/simulator/chip.ts';
import { insertIntoVpcd } from '../../native-bridge/cards/simulator/vpcd.ts';

export interface CardTask {
  readonly port: number;
  readonly image: CardImage;
  /** One number: commands answered so far. */
  readonly answered: SharedArrayBuffer;
}

const { port, image, answered } = workerData as CardTask;
const count = new Int32Array(answered);
const chip = new ChipSimulator(image);
const process = chip.process.bind(chip);
chip.process = (command) => {
  Atomics.add(count, 0, 1);
  return process(command);
};
const card = await insertIntoVpcd(chip, { port });
parentPort?.once('message', () => void card.remove().then(() => parentPort?.close()));
