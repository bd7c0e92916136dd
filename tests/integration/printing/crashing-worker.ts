/** A paper worker whose officer code tells it to end or to hang. */
import { parentPort } from 'node:worker_threads';
import type { PaperRequest } from '../../../main/printing/paper-messages.ts';

parentPort?.on('message', (request: PaperRequest) => {
  if (!('form01' in request)) return;
  const { id, form01 } = request;
  if (form01.officerCode === 'crash') process.exit(3);
  if (form01.officerCode === 'hang') for (;;);
  parentPort?.postMessage({ id, pdf: new Uint8Array([1]) });
});
