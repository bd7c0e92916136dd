/** How a slip printer is found out by asking it, over a serial line on which only the right speed is understood. */
import { afterEach, describe, expect, test } from 'vitest';
import { detectSlipPrinter, unknownProfile } from '../../../native-bridge/printers/detect-slip.ts';
import { openSerialPort } from '../../../native-bridge/printers/serial-port.ts';
import { SlipSimulator, type SimulatorAbilities } from '../../../native-bridge/printers/slip-simulator.ts';
import { openPacedLine, type PacedLine } from '../../hardware/printer/paced-line.ts';
import { findProgram } from '../../hardware/programs.ts';

let line: PacedLine | undefined;
afterEach(async () => {
  await line?.close();
  line = undefined;
});

/** At another speed the printer hears noise, and what it says is noise as well. */
class SpeedySimulator extends SlipSimulator {
  heardAt = 0;
  readonly #baud: number;
  constructor(baud: number, abilities: Partial<SimulatorAbilities>) {
    super(576, abilities);
    this.#baud = baud;
  }
  override receive(bytes: Uint8Array): void {
    super.receive(this.heardAt === this.#baud ? bytes : bytes.map((byte) => (byte * 29 + 0x83) & 0xff));
  }
}

async function detected(baud: number, abilities: Partial<SimulatorAbilities> = {}) {
  const printer = new SpeedySimulator(baud, abilities);
  const paced = await openPacedLine(baud, printer);
  line = paced;
  const tried: number[] = [];
  const profile = await detectSlipPrinter((speed) => {
    tried.push(speed);
    printer.heardAt = speed;
    return openSerialPort(paced.near, speed, 'none');
  }, unknownProfile);
  return { profile, tried, printer };
}

describe.skipIf(!findProgram('socat'))('detection (needs socat)', () => {
  test.each([9_600, 38_400, 115_200])(
    'speed-not-known: found at %i baud with model, width and abilities; nothing printed',
    async (baud) => {
      const { profile, tried, printer } = await detected(baud);
      expect(profile).toEqual({
        ...{ baud, widthPx: 576, flow: 'none', answers: true, echo: true, marks: true },
        ...{ tellsChanges: true, letters: true, model: 'TM-T88VI' },
      });
      expect(tried.at(-1)).toBe(baud);
      expect([printer.printed, printer.paper.hanging.heightPx]).toEqual([0, 0]);
    },
  );

  test('plain-printer: no echo, no mark, no name: nothing is believed of it that it did not show', async () => {
    const { profile } = await detected(19_200, { echo: false, marks: false, model: '' });
    expect(profile).toMatchObject({
      ...{ baud: 19_200, answers: true, echo: false, marks: false, letters: false },
      ...{ model: null, widthPx: null },
    });
  });

  test('nobody-there: printer-failed after all speeds, not a hang', async () => {
    await expect(detected(4_800)).rejects.toMatchObject({
      code: 'printer-failed',
      details: { reason: 'no-answer' },
    });
  });
});
