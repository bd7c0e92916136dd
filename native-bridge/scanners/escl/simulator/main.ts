/**
 * The simulated network scanner by itself, for technicians and integrators (run with Node 24):
 *   node native-bridge/scanners/escl/simulator/main.ts [--port 8089] [--host 127.0.0.1] [--sheets 10] [--jam-at 7] [--announce]
 */
import { parseArgs } from 'node:util';
import { drawVirtualPage } from '../../virtual-page.ts';
import { announceEscl } from './announce.ts';
import { startEsclSimulator } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8089' },
    host: { type: 'string', default: '127.0.0.1' },
    sheets: { type: 'string', default: '10' },
    'jam-at': { type: 'string' },
    announce: { type: 'boolean', default: false },
  },
});
const simulator = await startEsclSimulator({
  port: Number(values.port),
  host: values.announce ? '0.0.0.0' : values.host,
  picture: (side, dpi) => drawVirtualPage(Math.max(1, side), dpi),
});
simulator.load(Number(values.sheets));
if (values['jam-at'] !== undefined)
  simulator.arm({ kind: 'paper', fault: 'jam', page: Number(values['jam-at']) });
const announced = values.announce ? announceEscl(simulator) : null;
process.stdout.write(`${simulator.base.href}\n`);
process.once('SIGINT', () => {
  void Promise.resolve(announced?.close()).then(() => process.exit(0));
});
