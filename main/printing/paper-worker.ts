/** Thread that draws papers, so that the main process never waits for it. Fonts are read once, at its start. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadFaces } from './faces.ts';
import { renderForm01 } from './form01.ts';
import { renderReport } from './report-paper.ts';
import type { PaperAnswer, PaperRequest, PaperWorkerData } from './paper-messages.ts';
import { renderSeparator } from './separator-paper.ts';
import { warmUpReceipt } from './warm-up.ts';

/** The first papers of a process take several times as long as the later ones; nobody should wait for that. */
const warmUpRounds = 6;
const warmUpPauseMs = 20;

const port = parentPort;
if (!port) throw new Error('paper-worker runs as a worker thread');
const { fontFolder } = workerData as PaperWorkerData;
const faces = loadFaces(fontFolder);

async function answer(request: PaperRequest): Promise<void> {
  const { id } = request;
  // What went wrong is not passed on: a stack or message could carry a name out of the sealed data.
  const pdf = await faces
    .then((ready) => {
      if ('report' in request) return renderReport(request.report, ready);
      if ('separator' in request) return renderSeparator(request.separator, ready);
      return renderForm01(request.form01, ready);
    })
    .catch(() => null);
  const message: PaperAnswer = { id, pdf };
  port?.postMessage(message, pdf === null ? [] : [pdf.buffer as ArrayBuffer]);
}

port.on('message', (request: PaperRequest) => void answer(request));

/** One round after the other, with pauses in which a real request goes first. A failure shows with the first request. */
function warmUp(round: number): void {
  if (round === warmUpRounds) return;
  faces
    .then((ready) => renderForm01(warmUpReceipt(round), ready))
    .then(() => setTimeout(warmUp, warmUpPauseMs, round + 1))
    .catch(() => undefined);
}

warmUp(0);
